package org.conversener.corpus;

import java.util.List;
import java.util.Locale;
import org.conversener.text.Sentence;

/**
 * A sentence of a CoNLL file together with what stood in the file.
 *
 * @param sentence the words (segment digits stripped, if asked) and the entities
 * @param tags the tag of each word as it stood in the file; empty where the file is unlabelled
 * @param rows the columns of each line as they stood in the file
 * @param firstLine the line of the first word, from 1; word i stands at {@code firstLine + i}
 * @param isTabSeparated whether TAB parted the columns, or spaces
 */
public record ConllSentence(
    Sentence sentence,
    List<String> tags,
    List<List<String>> rows,
    long firstLine,
    boolean isTabSeparated) {
  /** Copies the lists. */
  public ConllSentence {
    tags = List.copyOf(tags);
    rows = List.copyOf(rows);
    if (rows.size() != sentence.length() || (!tags.isEmpty() && tags.size() != rows.size())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a sentence of %d words needs as many rows and tags; found %d rows, %d tags",
              sentence.length(),
              rows.size(),
              tags.size()));
    }
  }
}
