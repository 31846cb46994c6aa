package org.conversener.text;

/**
 * A symbol as one line of a text file.
 *
 * <p>Programs disagree on what ends a line (Python splits at U+0085 and U+2028), editors strip
 * blanks at the ends, and UTF-8 cannot hold half a surrogate pair. So a backslash is doubled, and
 * controls, format characters, separators other than the plain space, a space at either end, and
 * lone surrogates are written as {@code \}{@code uXXXX}, one a UTF-16 unit.
 */
final class SymbolEscape {
  private SymbolEscape() {}

  static String write(String symbol) {
    StringBuilder line = new StringBuilder(symbol.length());
    for (int i = 0; i < symbol.length(); ) {
      int c = symbol.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == '\\') {
        line.append("\\\\");
      } else if (isOdd(c) || (c == ' ' && (i == 0 || next == symbol.length()))) {
        for (int unit = i; unit < next; unit++) {
          line.append(String.format("\\u%04x", (int) symbol.charAt(unit)));
        }
      } else {
        line.appendCodePoint(c);
      }
      i = next;
    }
    return line.toString();
  }

  private static boolean isOdd(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> false;
    };
  }

  /**
   * Undoes {@link #write}.
   *
   * @throws IllegalArgumentException naming the line if a backslash begins no escape
   */
  static String read(String line, int lineNumber) {
    if (line.indexOf('\\') < 0) {
      return line;
    }
    StringBuilder symbol = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        symbol.append(c);
      } else if (line.startsWith("\\\\", i)) {
        symbol.append('\\');
        i++;
      } else if (line.startsWith("\\u", i) && isHex(line, i + 2)) {
        symbol.append((char) Integer.parseInt(line, i + 2, i + 6, 16));
        i += 5;
      } else {
        throw new IllegalArgumentException(
            String.format(
                "vocabulary, line %d: expected \\\\ or \\u and four hexadecimal digits at a"
                    + " backslash, found \"%s\"",
                lineNumber, line));
      }
    }
    return symbol.toString();
  }

  private static boolean isHex(String line, int start) {
    if (start + 4 > line.length()) {
      return false;
    }
    for (int i = start; i < start + 4; i++) {
      char c = line.charAt(i);
      if (c > 'f' || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
