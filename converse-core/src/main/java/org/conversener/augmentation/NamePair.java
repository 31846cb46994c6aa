package org.conversener.augmentation;

import java.util.Locale;

/**
 * A name in the source language and in English, often the same.
 *
 * @param source the name as the source language writes it
 * @param english the name as English writes it
 */
public record NamePair(String source, String english) {
  private static final int FEWEST_CHARACTERS = 2;
  private static final int MOST_CHARACTERS = 12;
  private static final String DOTS = "·・•‧";

  /** A name that both languages write alike. */
  static NamePair same(String name) {
    return new NamePair(name, name);
  }

  /** Whether the source is written in Chinese characters, where no space parts words. */
  public boolean isHan() {
    return Character.isIdeographic(source.codePointAt(0));
  }

  /** Both in upper case. */
  NamePair upperCase() {
    return new NamePair(source.toUpperCase(Locale.ROOT), english.toUpperCase(Locale.ROOT));
  }

  /** Whether a text may be a name in Chinese characters; one character is too often not. */
  static boolean isHanName(String text) {
    int[] characters = text.codePoints().toArray();
    if (characters.length < FEWEST_CHARACTERS || characters.length > MOST_CHARACTERS) {
      return false;
    }
    boolean isGood =
        Character.isIdeographic(characters[0])
            && Character.isIdeographic(characters[characters.length - 1]);
    for (int c : characters) {
      isGood &= Character.isIdeographic(c) || DOTS.indexOf(c) >= 0;
    }
    return isGood;
  }
}
