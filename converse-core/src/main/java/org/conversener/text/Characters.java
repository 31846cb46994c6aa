package org.conversener.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Text as a row of characters, each a Unicode code point: the tokens of Chinese, where a word is
 * what a model has yet to find.
 */
public final class Characters {
  /**
   * Strings in the order of their code points, as Python sorts. {@link String#compareTo} orders
   * UTF-16 units and puts U+FF01 after an emoji.
   */
  public static final Comparator<String> CODE_POINT_ORDER = Characters::compare;

  private Characters() {}

  /** The characters of a text in order, whitespace (Unicode's White_Space) left out. */
  public static List<String> split(String text) {
    List<String> characters = new ArrayList<>(text.length());
    text.codePoints()
        .filter(c -> !isWhitespace(c))
        .forEach(c -> characters.add(Character.toString(c)));
    return List.copyOf(characters);
  }

  /** The text of these characters, with nothing between them. */
  public static String join(List<String> characters) {
    return String.join("", characters);
  }

  /** Whether a code point has Unicode's property White_Space, no-break spaces included. */
  static boolean isWhitespace(int c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x85 || Character.isSpaceChar(c);
  }

  private static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        // Surrogates stand for code points above all that one unit can hold.
        boolean leftIsHigh = Character.isSurrogate(left);
        boolean rightIsHigh = Character.isSurrogate(right);
        return leftIsHigh == rightIsHigh
            ? Character.compare(left, right)
            : Boolean.compare(leftIsHigh, rightIsHigh);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
