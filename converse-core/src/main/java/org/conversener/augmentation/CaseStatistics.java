package org.conversener.augmentation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each word of one side is written with a capital inside sentences, and without. */
final class CaseStatistics {
  private static final class Count {
    private int capital;
    private int lower;
  }

  private final Map<String, Count> counts = new HashMap<>();

  /** Counts the words of one text. */
  void add(List<Word> words) {
    for (Word word : words) {
      if (word.kind() == Word.Kind.CAPITAL || word.kind() == Word.Kind.LOWER) {
        Count count = counts.computeIfAbsent(key(word.text()), k -> new Count());
        if (word.kind() == Word.Kind.LOWER) {
          count.lower++;
        } else if (!word.opens()) {
          count.capital++;
        }
      }
    }
  }

  /** Whether the word was seen inside sentences with a capital, and more often so than without. */
  boolean isNameLike(String word) {
    Count count = counts.get(key(word));
    return count != null && count.capital > count.lower;
  }

  /** Whether the word was seen in lower case, and as often so as with a capital. */
  boolean isCommon(String word) {
    Count count = counts.get(key(word));
    return count != null && count.lower > 0 && count.lower >= count.capital;
  }

  /** Whether the word was never seen in lower case. */
  boolean isNeverLower(String word) {
    Count count = counts.get(key(word));
    return count == null || count.lower == 0;
  }

  /** Whether the word was seen at all. */
  boolean knows(String word) {
    return counts.containsKey(key(word));
  }

  private static String key(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
