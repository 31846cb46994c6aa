package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the words of a text in place. Unlike a tokenizer it changes nothing, and it reads raw and
 * tokenised text alike: names are compared between two sides that may differ in that.
 */
final class WordScanner {
  /** A word that touches one of these is part of an address, a variable or a path. */
  private static final String GLUE = "@#%$\\/<>=&*+_~|^";

  private static final String OPENERS = ".!?¿¡:;…\"“”„«»‘'([{–—-•*|/\n\t。！？：；「『（《";

  private WordScanner() {}

  /** The words in order. */
  static List<Word> scan(String text) {
    List<Word> words = new ArrayList<>();
    boolean opens = true;
    int previousEnd = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isWordCharacter(c)) {
        opens |= OPENERS.indexOf(c) >= 0;
        i += Character.charCount(c);
        continue;
      }
      int end = endOfWord(text, i);
      Word.Kind kind = kind(text, i, end);
      if (isInitial(text, i, end)) {
        end++;
        kind = Word.Kind.INITIAL;
      }
      boolean follows = i == previousEnd + 1 && i > 0 && text.charAt(previousEnd) == ' ';
      words.add(new Word(text.substring(i, end), i, end, kind, opens, follows));
      opens = false;
      previousEnd = end;
      i = end;
    }
    return words;
  }

  /** Letters, marks and digits of scripts that part words by spaces. */
  private static boolean isWordCharacter(int c) {
    if (!Character.isLetterOrDigit(c)) {
      int type = Character.getType(c);
      return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
    return !isEastAsian(c);
  }

  private static boolean isEastAsian(int c) {
    if (Character.isIdeographic(c)) {
      return true;
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
  }

  private static int endOfWord(String text, int start) {
    int i = start;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      boolean goesOn = isWordCharacter(c);
      if (c == '-' || c == '‐') {
        goesOn = i + 1 < text.length() && isWordCharacter(text.codePointAt(i + 1));
      } else if (c == '\'' || c == '’') {
        // O'Neill is a word, but the 's of Tom's and TOM'S is not part of the name.
        goesOn =
            i + 2 < text.length()
                && Character.isUpperCase(text.charAt(i + 1))
                && Character.isLetter(text.charAt(i + 2));
      }
      if (!goesOn) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static Word.Kind kind(String text, int start, int end) {
    String word = text.substring(start, end);
    if (word.codePoints().anyMatch(Character::isDigit) || isGlued(text, start, end)) {
      return Word.Kind.OTHER;
    }
    int first = word.codePointAt(0);
    if (Character.isLowerCase(first)) {
      return Word.Kind.LOWER;
    }
    boolean isCapital = Character.isUpperCase(first) || Character.isTitleCase(first);
    boolean hasTwo = word.codePoints().filter(Character::isLetter).limit(2).count() == 2;
    return isCapital && hasTwo ? Word.Kind.CAPITAL : Word.Kind.OTHER;
  }

  private static boolean isGlued(String text, int start, int end) {
    char before = start > 0 ? text.charAt(start - 1) : ' ';
    char after = end < text.length() ? text.charAt(end) : ' ';
    return GLUE.indexOf(before) >= 0
        || GLUE.indexOf(after) >= 0
        || (isStop(before) && start > 1 && isWordCharacter(text.codePointBefore(start - 1)))
        || (isStop(after) && end + 1 < text.length() && isWordCharacter(text.codePointAt(end + 1)));
  }

  private static boolean isStop(char c) {
    return c == '.' || c == ':';
  }

  private static boolean isInitial(String text, int start, int end) {
    return end - start == 1
        && end < text.length()
        && Character.isUpperCase(text.charAt(start))
        && text.charAt(end) == '.'
        && !isGlued(text, start, end);
  }
}
