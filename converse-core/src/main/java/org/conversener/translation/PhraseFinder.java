package org.conversener.translation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds words in text that is written without spaces: neighbours that come from the same English
 * word, in at least three places, and in most places where they are neighbours.
 */
final class PhraseFinder {
  private static final int LONGEST = 6;
  private static final int FEWEST = 3;

  private final List<List<String>> sources;
  private final List<List<String>> targets;
  private final List<int[]> targetOf;

  /** For each pair its source parts, its English words and the English word of each part or -1. */
  PhraseFinder(List<List<String>> sources, List<List<String>> targets, List<int[]> targetOf) {
    this.sources = sources;
    this.targets = targets;
    this.targetOf = targetOf;
  }

  /** The words, in no order. */
  Set<String> find() {
    Map<String, Integer> joined = new HashMap<>();
    for (int pair = 0; pair < sources.size(); pair++) {
      List<String> parts = sources.get(pair);
      int start = 0;
      for (int i = 1; i <= parts.size(); i++) {
        if (i == parts.size() || !isOneWord(pair, i - 1, i)) {
          if (i - start > 1 && i - start <= LONGEST) {
            joined.merge(String.join("", parts.subList(start, i)), 1, Integer::sum);
          }
          start = i;
        }
      }
    }
    joined.values().removeIf(count -> count < FEWEST);
    Map<String, Integer> together = new HashMap<>();
    for (List<String> parts : sources) {
      for (int start = 0; start < parts.size(); start++) {
        StringBuilder text = new StringBuilder(parts.get(start));
        for (int end = start + 1; end < Math.min(parts.size(), start + LONGEST); end++) {
          String phrase = text.append(parts.get(end)).toString();
          if (joined.containsKey(phrase)) {
            together.merge(phrase, 1, Integer::sum);
          }
        }
      }
    }
    Set<String> found = new HashSet<>();
    joined.forEach(
        (phrase, count) -> {
          if (2 * count > together.getOrDefault(phrase, 0)) {
            found.add(phrase);
          }
        });
    return found;
  }

  private boolean isOneWord(int pair, int a, int b) {
    int target = targetOf.get(pair)[a];
    return target >= 0
        && target == targetOf.get(pair)[b]
        && Casing.isWord(targets.get(pair).get(target))
        && Casing.isWord(sources.get(pair).get(a))
        && Casing.isWord(sources.get(pair).get(b));
  }
}
