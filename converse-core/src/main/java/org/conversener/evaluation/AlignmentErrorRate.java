package org.conversener.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.conversener.text.Alignment;
import org.conversener.text.Link;

/**
 * The alignment error rate of Och and Ney (2003; REFERENCE 5.4), with the precision and recall that
 * go with it.
 *
 * <p>Gold has sure links S and possible ones P, S ⊆ P; a program found the links A. Precision is
 * {@code |A∩P| / |A|}: a link that is at least possible is no mistake. Recall is {@code |A∩S| /
 * |S|}: only sure links have to be found. {@code AER = 1 - (|A∩S| + |A∩P|) / (|A| + |S|)}. Counts
 * are added up over the corpus before dividing. Where all gold links are sure, AER is 1 - F1.
 */
public final class AlignmentErrorRate {
  private AlignmentErrorRate() {}

  /**
   * Compares alignments, one for each sentence.
   *
   * @throws IllegalArgumentException if there is no sentence, the numbers of sentences differ, or a
   *     predicted link is merely possible
   */
  public static AlignmentScore score(List<Alignment> gold, List<Alignment> predicted) {
    SpanF1.checkCounts(gold.size(), predicted.size());
    if (gold.isEmpty()) {
      throw new IllegalArgumentException("AER needs at least one sentence, found none");
    }
    long sure = 0;
    long possible = 0;
    long found = 0;
    long foundSure = 0;
    long foundPossible = 0;
    for (int i = 0; i < gold.size(); i++) {
      if (!predicted.get(i).isSure()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "sentence %d (from 1): a predicted link is made or not made, found possible ones:"
                    + " %s",
                i + 1,
                predicted.get(i)));
      }
      Set<Link> links = predicted.get(i).sure();
      sure += gold.get(i).sure().size();
      possible += gold.get(i).possible().size();
      found += links.size();
      foundSure += common(links, gold.get(i).sure());
      foundPossible += common(links, gold.get(i).possible());
    }
    return AlignmentScore.of(gold.size(), sure, possible, found, foundSure, foundPossible);
  }

  private static long common(Set<Link> some, Set<Link> others) {
    return some.stream().filter(others::contains).count();
  }
}
