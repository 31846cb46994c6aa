package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.conversener.text.Span;

/**
 * Gold English entities carried over the true alignment: what a perfect teacher and a perfect
 * translator give without any labelled source text. The ceiling of the demo.
 */
public final class CeilingProjection {
  private CeilingProjection() {}

  /**
   * The entities of the source sentence: for every English entity the contiguous runs of source
   * words aligned with its words. A run that overlaps one already taken is left out.
   */
  public static List<Span> project(LabelledSentence sentence) {
    List<Span> spans = new ArrayList<>();
    for (Span entity : sentence.english().entities()) {
      for (Span run : runs(entity, sentence.alignment())) {
        if (spans.stream().noneMatch(s -> s.start() < run.end() && run.start() < s.end())) {
          spans.add(run);
        }
      }
    }
    spans.sort(Comparator.comparingInt(Span::start));
    return spans;
  }

  private static List<Span> runs(Span entity, List<Link> alignment) {
    TreeSet<Integer> covered = new TreeSet<>();
    for (Link link : alignment) {
      if (link.english() >= entity.start() && link.english() < entity.end()) {
        covered.add(link.source());
      }
    }
    List<Span> runs = new ArrayList<>();
    for (int word : covered) {
      if (!covered.contains(word - 1)) {
        int end = word + 1;
        while (covered.contains(end)) {
          end++;
        }
        runs.add(new Span(entity.type(), word, end));
      }
    }
    return runs;
  }
}
