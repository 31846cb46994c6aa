package org.conversener.flair;

import java.util.Map;
import java.util.TreeMap;
import org.conversener.embedding.CharacterVocabulary;

/**
 * How the characters of a dictionary are numbered anew: {@code <unk>} first, then single code
 * points in their order. Items of several code points are left out: a text is read one code point
 * at a time, so none leads to them.
 *
 * @param vocabulary the characters by their new numbers
 * @param rows for each new number the old one, which is a row of the network's tables
 * @param isUnknownToo whether the row of unknown characters is that of a known one, too
 */
record FlairCharacters(CharacterVocabulary vocabulary, int[] rows, boolean isUnknownToo) {
  /** What the dictionary calls all other characters, and the number Flair gives them. */
  private static final int UNKNOWN = 0;

  static FlairCharacters of(Map<String, Integer> numbers) {
    TreeMap<Integer, Integer> points = new TreeMap<>();
    numbers.forEach(
        (item, number) -> {
          if (item.codePointCount(0, item.length()) == 1) {
            points.put(item.codePointAt(0), number);
          }
        });
    int[] rows = new int[points.size() + 1];
    int next = 0;
    rows[next++] = UNKNOWN;
    for (int number : points.values()) {
      rows[next++] = number;
    }
    int[] sorted = points.keySet().stream().mapToInt(Integer::intValue).toArray();
    return new FlairCharacters(
        CharacterVocabulary.ofCodePoints(sorted), rows, points.containsValue(UNKNOWN));
  }

  /** The rows of a table in the new order. */
  float[] arrange(float[] table, int width) {
    float[] arranged = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(table, rows[i] * width, arranged, i * width, width);
    }
    return arranged;
  }
}
