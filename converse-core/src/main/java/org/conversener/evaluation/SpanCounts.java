package org.conversener.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.conversener.text.Span;

/** Adds up gold, predicted and correct entities, over all and by type. */
final class SpanCounts {
  private static final int GOLD = 0;
  private static final int PREDICTED = 1;
  private static final int CORRECT = 2;

  private final long[] overall = new long[3];
  private final SortedMap<String, long[]> byType = new TreeMap<>();

  static SpanCounts of(List<List<Span>> gold, List<List<Span>> predicted) {
    SpanCounts counts = new SpanCounts();
    for (int i = 0; i < gold.size(); i++) {
      counts.add(gold.get(i), predicted.get(i));
    }
    return counts;
  }

  void add(List<Span> gold, List<Span> predicted) {
    Set<Span> expected = new HashSet<>(gold);
    for (Span span : gold) {
      count(span, GOLD);
    }
    for (Span span : predicted) {
      count(span, PREDICTED);
      if (expected.remove(span)) { // Removed, so that a span predicted twice is right once.
        count(span, CORRECT);
      }
    }
  }

  private void count(Span span, int what) {
    overall[what]++;
    byType.computeIfAbsent(span.type(), type -> new long[3])[what]++;
  }

  Scores overall() {
    return scores(overall);
  }

  SortedMap<String, Scores> byType() {
    SortedMap<String, Scores> scores = new TreeMap<>();
    byType.forEach((type, counts) -> scores.put(type, scores(counts)));
    return scores;
  }

  private static Scores scores(long[] counts) {
    return Scores.of(counts[GOLD], counts[PREDICTED], counts[CORRECT]);
  }
}
