package org.conversener.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What BERT does to a text before it cuts words into pieces: control characters are dropped, each
 * Chinese character and each punctuation mark stands alone, and, if the model was trained so, the
 * rest is in lower case without accents. Pure function; thread-safe.
 *
 * @param isLowerCase whether text is put into lower case
 * @param stripsAccents whether combining marks are dropped; with lower case, BERT does both
 */
public record BasicTokenizer(boolean isLowerCase, boolean stripsAccents) {
  private static final int REPLACEMENT = 0xFFFD;

  /** First and last code points of the blocks that BERT takes for Chinese. */
  private static final int[][] CHINESE = {
    {0x4E00, 0x9FFF},
    {0x3400, 0x4DBF},
    {0x20000, 0x2A6DF},
    {0x2A700, 0x2B73F},
    {0x2B740, 0x2B81F},
    {0x2B820, 0x2CEAF},
    {0xF900, 0xFAFF},
    {0x2F800, 0x2FA1F}
  };

  /** The tokens of a text in order; none of a text of white space and control characters. */
  public List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    for (String chunk : spaced(text).split(" ", -1)) {
      addParts(folded(chunk), tokens);
    }
    return tokens;
  }

  /** Without control characters, single spaces for white space and around Chinese characters. */
  private static String spaced(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isSpace(c)) {
                clean.append(' ');
              } else if (isChinese(c)) {
                clean.append(' ').appendCodePoint(c).append(' ');
              } else if (c != REPLACEMENT && !isControl(c)) {
                clean.appendCodePoint(c);
              }
            });
    return clean.toString();
  }

  private String folded(String chunk) {
    String folded = isLowerCase ? chunk.toLowerCase(Locale.ROOT) : chunk;
    if (!stripsAccents) {
      return folded;
    }
    StringBuilder plain = new StringBuilder(folded.length());
    Normalizer.normalize(folded, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static void addParts(String chunk, List<String> tokens) {
    StringBuilder part = new StringBuilder();
    for (int c : chunk.codePoints().toArray()) {
      if (isPunctuation(c)) {
        addPart(part, tokens);
        tokens.add(Character.toString(c));
      } else {
        part.appendCodePoint(c);
      }
    }
    addPart(part, tokens);
  }

  private static void addPart(StringBuilder part, List<String> tokens) {
    if (part.length() > 0) {
      tokens.add(part.toString());
      part.setLength(0);
    }
  }

  /** Other white space, such as a form feed, is a control character for BERT. */
  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isChinese(int c) {
    for (int[] block : CHINESE) {
      if (c >= block[0] && c <= block[1]) {
        return true;
      }
    }
    return false;
  }

  /** Unicode's categories of letter C, as in Hugging Face's tokenizer. */
  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** Unicode's punctuation, and all of ASCII that is neither letter, digit nor space. */
  private static boolean isPunctuation(int c) {
    boolean isAsciiSymbol =
        (c >= '!' && c <= '/')
            || (c >= ':' && c <= '@')
            || (c >= '[' && c <= '`')
            || (c >= '{' && c <= '~');
    return isAsciiSymbol
        || switch (Character.getType(c)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }
}
