package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds words in a row of characters: from left to right the longest known word, else the run of
 * Latin letters or digits, else the character alone. A run that is longer than the known word wins,
 * so that numbers and foreign names stay whole.
 *
 * @param isKnown whether a text is a word
 * @param longest the number of characters of the longest known word
 */
record Segmenter(Predicate<String> isKnown, int longest) {
  /** The words. */
  List<String> words(List<String> characters) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < characters.size()) {
      int length = length(characters, at);
      words.add(String.join("", characters.subList(at, at + length)));
      at += length;
    }
    return words;
  }

  /** How many characters the word at a place has. */
  int length(List<String> characters, int at) {
    int run = 1;
    if (isLatin(characters.get(at))) {
      while (at + run < characters.size() && isLatin(characters.get(at + run))) {
        run++;
      }
    }
    int most = Math.min(longest, characters.size() - at);
    for (int length = most; length > run; length--) {
      if (isKnown.test(String.join("", characters.subList(at, at + length)))) {
        return length;
      }
    }
    return run;
  }

  private static boolean isLatin(String character) {
    int c = character.codePointAt(0);
    return Character.isDigit(c)
        || (Character.isLetter(c)
            && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN);
  }
}
