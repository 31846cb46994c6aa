package org.conversener.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts text into words and punctuation as Moses' tokenizer does, so that text meets the translator
 * as its training text did.
 *
 * <p>In this order: controls go, every character but letters, digits, {@code . ' ` , -} stands
 * alone, dots in a row stand together, a comma stands alone unless between digits, apostrophes go
 * by language, a dot at the end of a word is cut off unless the word is an abbreviation or the next
 * begins in lower case. In English an apostrophe between letters begins the second part ({@code don
 * 't}), in French, Italian and Irish it ends the first ({@code l' eau}), elsewhere it stands alone.
 *
 * <p>Other than in Moses, combining marks stay with the character they stand on, the abbreviation
 * lists (en, es, de) are our own, a language without one has initials only, and all apostrophes of
 * {@code rock'n'roll} are seen. The time is linear in the length of the text. Immutable.
 */
public final class MosesTokenizer {
  /** What an aggressively cut hyphen is written as. */
  public static final String JOINED_HYPHEN = "@-@";

  private static final int NONE = -1;

  private final String language;
  private final Abbreviations abbreviations;
  private final boolean aggressiveHyphen;
  private final boolean escape;

  /**
   * A tokenizer for a language (ISO 639-1, such as {@code es}) that leaves hyphens and {@code &}.
   */
  public MosesTokenizer(String language) {
    this(language, Abbreviations.of(language), false, false);
  }

  private MosesTokenizer(
      String language, Abbreviations abbreviations, boolean aggressiveHyphen, boolean escape) {
    this.language = language;
    this.abbreviations = abbreviations;
    this.aggressiveHyphen = aggressiveHyphen;
    this.escape = escape;
  }

  /** This tokenizer, but a hyphen between letters or digits becomes a token {@code @-@}. */
  public MosesTokenizer withAggressiveHyphen() {
    return new MosesTokenizer(language, abbreviations, true, escape);
  }

  /** This tokenizer, but {@code & | < > ' " [ ]} are written as entities. */
  public MosesTokenizer withEscape() {
    return new MosesTokenizer(language, abbreviations, aggressiveHyphen, true);
  }

  /** The tokens of a text, none empty; no token at all if the text is blank. */
  public List<String> tokenize(String text) {
    List<String> words = words(spaced(clean(text)));
    List<String> tokens = new ArrayList<>(words.size() + 4);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean isLast = i + 1 == words.size();
      if (isLast && word.length() > 2 && word.endsWith(".'")) {
        tokens.add(word.substring(0, word.length() - 2));
        tokens.add(".");
        tokens.add("'");
      } else if (endsSentence(word, isLast ? "" : words.get(i + 1))) {
        tokens.add(word.substring(0, word.length() - 1));
        tokens.add(".");
      } else {
        tokens.add(word);
      }
    }
    if (escape) {
      tokens.replaceAll(MosesTokenizer::escape);
    }
    return tokens;
  }

  /** The code points, without controls, with one plain space for all whitespace in a row. */
  private static int[] clean(String text) {
    int[] kept = new int[text.length()];
    int size = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!Characters.isWhitespace(c)) {
        if (c >= ' ') {
          kept[size++] = c;
        }
      } else if (size > 0 && kept[size - 1] != ' ') {
        kept[size++] = ' ';
      }
    }
    int end = size > 0 && kept[size - 1] == ' ' ? size - 1 : size;
    return Arrays.copyOf(kept, end);
  }

  /** The text with spaces around all that stands alone. */
  private StringBuilder spaced(int[] text) {
    StringBuilder spaced = new StringBuilder(text.length * 2);
    for (int i = 0; i < text.length; i++) {
      int c = text[i];
      int before = i > 0 ? text[i - 1] : NONE;
      int after = i + 1 < text.length ? text[i + 1] : NONE;
      if (c == '.' && after == '.') {
        int end = i;
        while (end < text.length && text[end] == '.') {
          end++;
        }
        spaced.append(' ').append(".".repeat(end - i)).append(' ');
        i = end - 1;
      } else if (c == '\'') {
        spaced.append(apostrophe(before, after));
      } else if (c == ',') {
        spaced.append(isNumber(before) && isNumber(after) ? "," : " , ");
      } else if (c == '-') {
        boolean cut = aggressiveHyphen && isWordCharacter(before) && isWordCharacter(after);
        spaced.append(cut ? " @-@ " : "-");
      } else if (c == ' ' || c == '.' || c == '`' || isWordCharacter(c)) {
        spaced.appendCodePoint(c);
      } else {
        spaced.append(' ').appendCodePoint(c);
        while (i + 1 < text.length && isMark(text[i + 1])) {
          spaced.appendCodePoint(text[++i]);
        }
        spaced.append(' ');
      }
    }
    return spaced;
  }

  private String apostrophe(int before, int after) {
    boolean splitsRight = language.equals("fr") || language.equals("it") || language.equals("ga");
    if (!language.equals("en") && !splitsRight) {
      return " ' ";
    }
    if (before == NONE || after == NONE) {
      return "'";
    }
    if (isLetter(after)) {
      if (isLetter(before)) {
        return splitsRight ? "' " : " '";
      }
      if (isNumber(before)) {
        return after == 's' && !splitsRight ? " '" : "'";
      }
    }
    return " ' ";
  }

  private static List<String> words(StringBuilder spaced) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= spaced.length(); i++) {
      if (i == spaced.length() || spaced.charAt(i) == ' ') {
        if (i > start) {
          words.add(spaced.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private boolean endsSentence(String word, String next) {
    if (word.length() < 2 || !word.endsWith(".") || word.charAt(word.length() - 2) == '.') {
      return false;
    }
    String stem = word.substring(0, word.length() - 1);
    boolean isAcronym =
        stem.indexOf('.') >= 0 && stem.codePoints().anyMatch(Character::isAlphabetic);
    boolean goesOn = !next.isEmpty() && Character.isLowerCase(next.codePointAt(0));
    return !isAcronym && !goesOn && !abbreviations.keepDot(stem, next);
  }

  private static boolean isWordCharacter(int c) {
    return isLetter(c) || (c != NONE && Character.isDigit(c));
  }

  private static boolean isLetter(int c) {
    return c != NONE && (Character.isAlphabetic(c) || isMark(c));
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /** Whether a number stays in its word; a fraction such as ½ stands alone like a sign. */
  private static boolean isNumber(int c) {
    return c != NONE
        && (Character.isDigit(c)
            || (Character.getType(c) == Character.LETTER_NUMBER && Character.isAlphabetic(c)));
  }

  private static String escape(String token) {
    return token
        .replace("&", "&amp;")
        .replace("|", "&#124;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&apos;")
        .replace("\"", "&quot;")
        .replace("[", "&#91;")
        .replace("]", "&#93;");
  }

  /** A token as it stood in the text: entities undone, {@code @-@} a hyphen again. */
  public static String unescape(String token) {
    if (token.equals(JOINED_HYPHEN)) {
      return "-";
    }
    if (token.indexOf('&') < 0) {
      return token;
    }
    return token
        .replace("&#124;", "|")
        .replace("&#91;", "[")
        .replace("&#93;", "]")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }
}
