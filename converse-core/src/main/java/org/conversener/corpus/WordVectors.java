package org.conversener.corpus;

import java.util.List;

/**
 * Word vectors as read from a file.
 *
 * @param words the words in the order of the file, no two equal
 * @param rows the vector of each word; every row has {@code width} values. Rows are shared, not
 *     copied: do not write to them
 * @param width the number of values of a vector
 * @param duplicates how many lines were left out because their word had come before
 * @param notices a sentence for each kind of thing left out, for the user
 */
public record WordVectors(
    List<String> words, List<float[]> rows, int width, long duplicates, List<String> notices) {
  /** Copies the lists. */
  public WordVectors {
    words = List.copyOf(words);
    rows = List.copyOf(rows);
    notices = List.copyOf(notices);
    if (words.size() != rows.size()) {
      throw new IllegalArgumentException(
          words.size() + " words need as many rows; found " + rows.size());
    }
  }
}
