package org.conversener.translation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Capitals. A word at the start of a sentence has one that says nothing of the word; how the word
 * is written elsewhere tells what to make of it. Counts how words of one language are written
 * elsewhere.
 */
final class Casing {
  /** What a sentence, a quotation or a part of a sentence starts behind. */
  private static final Set<String> STARTERS =
      Set.of(
          ".", "!", "?", ":", "...", "…", "¿", "¡", "\"", "“", "”", "„", "«", "»", "'", "‘", "``",
          "''", "(", "[", "-", "--", "–", "—", "*", "•");

  private final Map<String, Integer> elsewhere = new HashMap<>();

  /** Counts the words of a sentence that are not at a start. */
  void count(List<String> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (!isStart(i == 0 ? null : tokens.get(i - 1))) {
        elsewhere.merge(tokens.get(i), 1, Integer::sum);
      }
    }
  }

  /** The sentence with the words at its starts written as they are elsewhere. */
  List<String> withoutStarts(List<String> tokens) {
    String[] written = tokens.toArray(String[]::new);
    for (int i = 0; i < written.length; i++) {
      if (isStart(i == 0 ? null : tokens.get(i - 1))) {
        written[i] = asElsewhere(written[i]);
      }
    }
    return List.of(written);
  }

  /** The word in small letters if that is how it is mostly written elsewhere. */
  String asElsewhere(String word) {
    String small = small(word);
    boolean isMostlySmall = elsewhere.getOrDefault(small, 0) > elsewhere.getOrDefault(word, 0);
    return isMostlySmall ? small : word;
  }

  /** Whether the word behind this one, or the first word, is at a start. */
  static boolean isStart(@Nullable String previous) {
    return previous == null || STARTERS.contains(previous);
  }

  static String small(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  static String large(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** The word with a capital first letter, the rest as it is. */
  static String capitalised(String word) {
    int first = word.codePointAt(0);
    int title = Character.toTitleCase(first);
    return title == first
        ? word
        : Character.toString(title) + word.substring(Character.charCount(first));
  }

  static boolean isCapitalised(String word) {
    int first = word.codePointAt(0);
    return Character.isUpperCase(first) || Character.isTitleCase(first);
  }

  /** Whether there is a capital anywhere. */
  static boolean hasCapital(String word) {
    return word.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
  }

  /** Whether there are letters, and none of them small. */
  static boolean isAllCapitals(String word) {
    return hasCapital(word) && word.codePoints().noneMatch(Character::isLowerCase);
  }

  static boolean hasDigit(String word) {
    return word.codePoints().anyMatch(Character::isDigit);
  }

  /** Whether there is a letter or a digit: a word, not punctuation. */
  static boolean isWord(String token) {
    return token.codePoints().anyMatch(Character::isLetterOrDigit);
  }
}
