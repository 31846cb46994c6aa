package org.conversener.text;

/**
 * A named entity: its type and the words it covers.
 *
 * @param type the entity type without scheme prefix, such as {@code PER}
 * @param start index of the first word
 * @param end index after the last word
 */
public record Span(String type, int start, int end) {
  /**
   * @throws IllegalArgumentException if the type is empty, the start negative or the span empty
   */
  public Span {
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "an entity needs a type; its words are " + start + ".." + end);
    }
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException(
          "an entity covers at least one word: expected 0 <= start < end, found "
              + start
              + ".."
              + end);
    }
  }

  /** The number of words covered. */
  public int length() {
    return end - start;
  }
}
