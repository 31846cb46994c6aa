package org.conversener.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The abbreviations of a language: words that keep a dot at their end.
 *
 * <p>Its resource holds one abbreviation a line, without the dot; {@code word #} keeps the dot only
 * before a number; a line that begins with {@code #} is a comment. A single upper-case letter is an
 * abbreviation in every language.
 *
 * @param always keep their dot wherever they stand
 * @param beforeNumber keep it if the next word begins with a digit
 */
record Abbreviations(Set<String> always, Set<String> beforeNumber) {
  private static final String ONLY_BEFORE_NUMBER = " #";

  Abbreviations {
    always = Set.copyOf(always);
    beforeNumber = Set.copyOf(beforeNumber);
  }

  /** The abbreviations of a language; only initials for a language without a list. */
  static Abbreviations of(String language) {
    String name = "abbreviations-" + language + ".txt";
    try (InputStream resource = Abbreviations.class.getResourceAsStream(name)) {
      if (resource == null) {
        return new Abbreviations(Set.of(), Set.of());
      }
      return read(new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("the abbreviation list " + name + " cannot be read", e);
    }
  }

  private static Abbreviations read(BufferedReader reader) throws IOException {
    Set<String> always = new HashSet<>();
    Set<String> beforeNumber = new HashSet<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.endsWith(ONLY_BEFORE_NUMBER)) {
        beforeNumber.add(line.substring(0, line.length() - ONLY_BEFORE_NUMBER.length()));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        always.add(line);
      }
    }
    return new Abbreviations(always, beforeNumber);
  }

  /**
   * Whether a word keeps its dot.
   *
   * @param word the word without the dot
   * @param next the word after it, empty at the end of the text
   */
  boolean keepDot(String word, String next) {
    boolean isInitial =
        word.codePointCount(0, word.length()) == 1 && Character.isUpperCase(word.codePointAt(0));
    boolean precedesNumber = !next.isEmpty() && next.charAt(0) >= '0' && next.charAt(0) <= '9';
    return isInitial || always.contains(word) || (precedesNumber && beforeNumber.contains(word));
  }
}
