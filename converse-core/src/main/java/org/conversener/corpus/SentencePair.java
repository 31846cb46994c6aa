package org.conversener.corpus;

/**
 * A sentence and its English translation, as text.
 *
 * @param source the sentence of the low-resource language, not blank
 * @param target the English sentence, not blank
 */
public record SentencePair(String source, String target) {
  /**
   * @throws IllegalArgumentException if a side is blank
   */
  public SentencePair {
    if (source.isBlank() || target.isBlank()) {
      throw new IllegalArgumentException(
          "a sentence pair needs two sides; found \"" + source + "\" and \"" + target + "\"");
    }
  }
}
