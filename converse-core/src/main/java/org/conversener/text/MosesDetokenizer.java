package org.conversener.text;

import java.util.List;
import java.util.Set;

/**
 * Joins Moses tokens to readable text: entities undone, punctuation attached, quotes paired.
 *
 * <p>The text before tokenisation cannot always be had back: {@code 1990–1995} and {@code AT&T}
 * were cut where nothing tells that there was no space. Immutable.
 */
public final class MosesDetokenizer {
  /** Which neighbours a token is written without a space to. */
  enum Join {
    NONE(false, false),
    PREVIOUS(true, false),
    NEXT(false, true),
    BOTH(true, true);

    final boolean toPrevious;
    final boolean toNext;

    Join(boolean toPrevious, boolean toNext) {
      this.toPrevious = toPrevious;
      this.toNext = toNext;
    }
  }

  private static final String OPENING = "([{¿¡";
  private static final String CLOSING = ",.?!:;%)]}…";
  private static final Set<String> ENGLISH_ENDINGS = Set.of("t", "s", "re", "ve", "ll", "d", "m");
  private static final Set<String> OTHER_ENDINGS = Set.of("s");

  /** What an apostrophe follows in names: O'Brien, D'Alembert, L'Hospitalet. */
  private static final Set<String> NAME_BEGINNINGS = Set.of("O", "D", "L", "d", "l");

  private final String language;

  /** A detokenizer for a language (ISO 639-1). */
  public MosesDetokenizer(String language) {
    this.language = language;
  }

  /** The text of these tokens, escaped or not; empty if there are none. */
  public String detokenize(List<String> tokens) {
    List<String> plain = tokens.stream().map(MosesTokenizer::unescape).toList();
    StringBuilder text = new StringBuilder();
    QuotePairs quotes = new QuotePairs(plain);
    boolean isJoined = true;
    for (int i = 0; i < plain.size(); i++) {
      Join join =
          tokens.get(i).equals(MosesTokenizer.JOINED_HYPHEN) ? Join.BOTH : joinOf(plain, i, quotes);
      if (!isJoined && !join.toPrevious) {
        text.append(' ');
      }
      text.append(plain.get(i));
      isJoined = join.toNext;
    }
    return text.toString();
  }

  private Join joinOf(List<String> tokens, int i, QuotePairs quotes) {
    String token = tokens.get(i);
    String previous = i > 0 ? tokens.get(i - 1) : "";
    String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
    if (isAllOf(token, OPENING)) {
      return Join.NEXT;
    }
    if (token.equals(":") && endsInDigit(previous) && startsWithDigit(next)) {
      return Join.BOTH;
    }
    if (isAllOf(token, CLOSING)) {
      return Join.PREVIOUS;
    }
    if (token.equals("/") && endsInWord(previous) && startsWithWord(next)) {
      return Join.BOTH;
    }
    if (isCurrency(token)) {
      return startsWithDigit(next) && !endsInDigit(previous) ? Join.NEXT : Join.NONE;
    }
    if (token.equals("'") || token.equals("’")) {
      return isApostrophe(previous, next) ? Join.BOTH : quotes.joinOf(i, ownsWords(previous));
    }
    if (token.startsWith("'") && startsWithLetter(token.substring(1)) && endsInWord(previous)) {
      return language.equals("en") ? Join.PREVIOUS : Join.NONE;
    }
    if (token.length() > 1 && token.endsWith("'") && startsWithLetter(next)) {
      return language.equals("en") ? Join.NONE : Join.NEXT;
    }
    return quotes.joinOf(i, false);
  }

  private boolean isApostrophe(String previous, String next) {
    Set<String> endings = language.equals("en") ? ENGLISH_ENDINGS : OTHER_ENDINGS;
    return (endings.contains(next) && endsInWord(previous))
        || (NAME_BEGINNINGS.contains(previous) && startsWithLetter(next));
  }

  /**
   * Whether an apostrophe after the word may be the English possessive, as in the workers' houses.
   */
  private boolean ownsWords(String word) {
    return language.equals("en")
        && (word.endsWith("s") || word.endsWith("z") || word.endsWith("x"));
  }

  private static boolean isAllOf(String token, String characters) {
    return !token.isEmpty() && token.codePoints().allMatch(c -> characters.indexOf(c) >= 0);
  }

  private static boolean isCurrency(String token) {
    return !token.isEmpty()
        && token.codePoints().allMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
  }

  private static boolean startsWithDigit(String token) {
    return !token.isEmpty() && Character.isDigit(token.codePointAt(0));
  }

  private static boolean startsWithLetter(String token) {
    return !token.isEmpty() && Character.isAlphabetic(token.codePointAt(0));
  }

  private static boolean startsWithWord(String token) {
    return !token.isEmpty() && Character.isLetterOrDigit(token.codePointAt(0));
  }

  private static boolean endsInDigit(String token) {
    return !token.isEmpty() && Character.isDigit(token.codePointBefore(token.length()));
  }

  private static boolean endsInWord(String token) {
    return !token.isEmpty() && Character.isLetterOrDigit(token.codePointBefore(token.length()));
  }
}
