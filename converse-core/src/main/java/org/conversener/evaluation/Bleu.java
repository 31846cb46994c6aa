package org.conversener.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Corpus BLEU as sacreBLEU computes it by default: tokenizer 13a, case kept, n-grams of 1 to 4
 * words with clipped counts, closest reference length (the shorter of two as close), smoothing
 * {@code exp}. Converse's own implementation, from the description in REFERENCE 5.2.
 */
public final class Bleu {
  private static final int ORDER = 4;

  private Bleu() {}

  /**
   * Scores hypotheses.
   *
   * @param hypotheses a segment each, not tokenised
   * @param references one list for each set of references, each parallel to the hypotheses
   * @throws IllegalArgumentException if there is no set, no segment, or a set of another length
   */
  public static BleuScore score(List<String> hypotheses, List<List<String>> references) {
    if (references.isEmpty() || hypotheses.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "BLEU needs at least one segment and one set of references; found %d and %d",
              hypotheses.size(),
              references.size()));
    }
    for (int r = 0; r < references.size(); r++) {
      if (references.get(r).size() != hypotheses.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "reference set %d (from 1) has %d segments, the hypothesis %d; they must"
                    + " be parallel",
                r + 1,
                references.get(r).size(),
                hypotheses.size()));
      }
    }
    long[] correct = new long[ORDER];
    long[] total = new long[ORDER];
    long hypLen = 0;
    long refLen = 0;
    for (int i = 0; i < hypotheses.size(); i++) {
      List<String> hypothesis = Tokenizer13a.tokens(hypotheses.get(i));
      List<List<String>> segmentReferences = new ArrayList<>();
      for (List<String> set : references) {
        segmentReferences.add(Tokenizer13a.tokens(set.get(i)));
      }
      hypLen += hypothesis.size();
      refLen += closestLength(hypothesis.size(), segmentReferences);
      for (int n = 1; n <= ORDER; n++) {
        correct[n - 1] += clippedMatches(hypothesis, segmentReferences, n);
        total[n - 1] += Math.max(0, hypothesis.size() - n + 1);
      }
    }
    return combine(correct, total, hypLen, refLen, references.size());
  }

  private static int closestLength(int length, List<List<String>> references) {
    int closest = references.get(0).size();
    for (List<String> reference : references) {
      int size = reference.size();
      int nearer = Math.abs(size - length) - Math.abs(closest - length);
      if (nearer < 0 || (nearer == 0 && size < closest)) {
        closest = size;
      }
    }
    return closest;
  }

  private static long clippedMatches(
      List<String> hypothesis, List<List<String>> references, int n) {
    Map<List<String>, Integer> allowed = new HashMap<>();
    for (List<String> reference : references) {
      ngrams(reference, n).forEach((ngram, count) -> allowed.merge(ngram, count, Math::max));
    }
    long matches = 0;
    for (Map.Entry<List<String>, Integer> entry : ngrams(hypothesis, n).entrySet()) {
      matches += Math.min(entry.getValue(), allowed.getOrDefault(entry.getKey(), 0));
    }
    return matches;
  }

  private static Map<List<String>, Integer> ngrams(List<String> tokens, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= tokens.size(); i++) {
      counts.merge(tokens.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }

  private static BleuScore combine(
      long[] correct, long[] total, long hypLen, long refLen, int sets) {
    double[] precisions = new double[ORDER];
    boolean hasMatch = correct[0] > 0;
    double halvings = 1;
    for (int n = 0; n < ORDER && hasMatch && total[n] > 0; n++) {
      if (correct[n] > 0) {
        precisions[n] = 100.0 * correct[n] / total[n];
      } else {
        halvings *= 2;
        precisions[n] = 100.0 / (halvings * total[n]);
      }
    }
    double bp = 1;
    if (hypLen < refLen) {
      bp = hypLen == 0 ? 0 : Math.exp(1 - (double) refLen / hypLen);
    }
    // An order without n-grams has precision 0, whose logarithm makes the score 0.
    double logarithms = 0;
    List<Double> listed = new ArrayList<>();
    for (double precision : precisions) {
      logarithms += Math.log(precision);
      listed.add(precision);
    }
    String signature =
        "nrefs:"
            + sets
            + "|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0-compatible|impl:converse";
    return new BleuScore(bp * Math.exp(logarithms / ORDER), listed, bp, hypLen, refLen, signature);
  }
}
