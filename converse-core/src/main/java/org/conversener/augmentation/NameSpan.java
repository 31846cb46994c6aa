package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Words in a row that may be a name: at most {@link #MOST_WORDS}, parted by one space, the first
 * and the last with a capital, particles such as {@code de} between them. Whether it is a name has
 * to be seen from elsewhere.
 */
record NameSpan(String text, List<Word> words) {
  static final int MOST_WORDS = 4;
  private static final int MOST_CHARACTERS = 40;

  /** Small words inside names. A name whose own is another has to be a name without it. */
  private static final Set<String> PARTICLES =
      Set.of(
          "of", "the", "and", "de", "del", "la", "las", "los", "el", "da", "do", "dos", "das", "di",
          "du", "van", "von", "der", "den", "zu", "bin", "ibn", "al");

  /** Written with a capital in English, and no names. */
  private static final Set<String> CALENDAR =
      Set.of(
          "Monday",
          "Tuesday",
          "Wednesday",
          "Thursday",
          "Friday",
          "Saturday",
          "Sunday",
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  /** All spans of a text, those with more words first, then from left to right. */
  static List<NameSpan> of(String text, List<Word> words) {
    List<NameSpan> spans = new ArrayList<>();
    for (int first = 0; first < words.size(); first++) {
      Word.Kind kind = words.get(first).kind();
      if (kind != Word.Kind.CAPITAL && kind != Word.Kind.INITIAL) {
        continue;
      }
      int most = Math.min(words.size(), first + MOST_WORDS);
      for (int last = first; last < most; last++) {
        Word word = words.get(last);
        if (last > first && !(word.follows() && goesOn(word))) {
          break;
        }
        int start = words.get(first).start();
        if (word.kind() == Word.Kind.CAPITAL && word.end() - start <= MOST_CHARACTERS) {
          spans.add(
              new NameSpan(
                  text.substring(start, word.end()), List.copyOf(words.subList(first, last + 1))));
        }
      }
    }
    // The sort is stable, so that left goes before right.
    spans.sort(Comparator.comparingInt((NameSpan span) -> span.words.size()).reversed());
    return spans;
  }

  private static boolean goesOn(Word word) {
    return switch (word.kind()) {
      case CAPITAL, INITIAL -> true;
      case LOWER -> PARTICLES.contains(word.text());
      case OTHER -> false;
    };
  }

  /** Whether a whole text has the form of one name. */
  static boolean isWhole(String text) {
    List<Word> words = WordScanner.scan(text);
    return words.size() <= MOST_WORDS
        && of(text, words).stream().anyMatch(span -> span.text.length() == text.length());
  }

  int start() {
    return words.get(0).start();
  }

  int end() {
    return words.get(words.size() - 1).end();
  }

  Word first() {
    return words.get(0);
  }

  boolean isSingle() {
    return words.size() == 1;
  }

  /** Whether it is a day or a month. */
  boolean isCalendar() {
    return CALENDAR.contains(text);
  }
}
