package org.conversener.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * sacreBLEU's tokenizer {@code 13a} (mteval-v13a), for English and other languages with spaces.
 *
 * <p>Digits are ASCII digits, and white space is what Python's {@code str.split} takes for it,
 * which is not what Java does: U+0085 and U+00A0 are among it.
 */
final class Tokenizer13a {
  // { - ~, [ - `, space - &, ( - +, : - @ and /: ASCII punctuation except ' , - and the full stop.
  private static final Pattern PUNCTUATION = Pattern.compile("[{-~\\[-` -&(-+:-@/]");
  private static final Pattern MARK_AFTER_NON_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern MARK_BEFORE_NON_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern HYPHEN_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private Tokenizer13a() {}

  /** The tokens of a segment. */
  static List<String> tokens(String segment) {
    String text = stripEnd(segment).replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
    if (text.indexOf('&') >= 0) {
      // This order: &amp;lt; becomes < as in the original.
      text =
          text.replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
    }
    text = " " + text + " ";
    text = PUNCTUATION.matcher(text).replaceAll(" $0 ");
    text = MARK_AFTER_NON_DIGIT.matcher(text).replaceAll("$1 $2 ");
    text = MARK_BEFORE_NON_DIGIT.matcher(text).replaceAll(" $1 $2");
    text = HYPHEN_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 ");
    return split(text);
  }

  private static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSpace(text.charAt(i))) {
        if (i > start) {
          tokens.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return tokens;
  }

  private static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** White space of Python's str: all of it lies in the Basic Multilingual Plane. */
  private static boolean isSpace(char c) {
    return (c >= 0x09 && c <= 0x0d)
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }
}
