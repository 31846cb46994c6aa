package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.HalfTable;

/**
 * A table of pretrained word vectors with every row of the user's file, in half precision. Words of
 * any text, seen in training or not, are looked up in it. Immutable and thread-safe; several
 * taggers may share one.
 */
public final class WordVectors {
  private final List<String> words;
  private final Map<String, Integer> rows;
  private final HalfTable table;

  /**
   * @param words the word of each row; of equal words the first row is found
   * @param table as many rows
   * @throws IllegalArgumentException if the numbers of words and rows differ
   */
  public WordVectors(List<String> words, HalfTable table) {
    if (words.size() != table.rows()) {
      throw new IllegalArgumentException(
          "expected a word for each of " + table.rows() + " vectors, found " + words.size());
    }
    this.words = List.copyOf(words);
    this.table = table;
    rows = new HashMap<>(2 * words.size());
    for (int i = 0; i < words.size(); i++) {
      rows.putIfAbsent(words.get(i), i);
    }
  }

  /** From single precision, row by row. */
  public WordVectors(List<String> words, float[] values, int width) {
    this(words, HalfTable.of(values, width));
  }

  /** From the bits of half-precision numbers, row by row. */
  public WordVectors(List<String> words, short[] values, int width) {
    this(words, HalfTable.of(values, width));
  }

  /** Opens {@code NAME.vocab} and maps {@code NAME.safetensors}, as {@link #write} made them. */
  public static WordVectors open(Path directory, String name) throws IOException {
    Path file = directory.resolve(name + ".safetensors");
    List<String> words = Lines.read(directory.resolve(name + ".vocab"));
    HalfTable table = HalfTable.map(file);
    if (words.size() != table.rows()) {
      throw new CorruptFileException(
          file, "holds " + table.rows() + " vectors; " + name + ".vocab names " + words.size());
    }
    return new WordVectors(words, table);
  }

  /** Writes {@code NAME.vocab} and {@code NAME.safetensors}. */
  public void write(Path directory, String name) throws IOException {
    Lines.write(directory.resolve(name + ".vocab"), words);
    table.write(directory.resolve(name + ".safetensors"));
  }

  /** The width of a vector. */
  public int width() {
    return table.width();
  }

  /** The number of vectors. */
  public int size() {
    return table.rows();
  }

  /**
   * The row of a word or, failing that, of its lower case, of its lower case with every digit as
   * {@code #}, or with every digit as {@code 0} (the order of Flair's {@code WordEmbeddings}); -1
   * if there is none.
   */
  public int row(String word) {
    Integer row = rows.get(word);
    if (row == null) {
      String lower = word.toLowerCase(Locale.ROOT);
      row = rows.get(lower);
      if (row == null) {
        row = rows.get(withDigitsAs('#', lower));
      }
      if (row == null) {
        row = rows.get(withDigitsAs('0', lower));
      }
    }
    return row == null ? -1 : row;
  }

  /** Puts one row into an array. */
  public void copyRow(int row, float[] target, int offset) {
    table.copyRow(row, target, offset);
  }

  /** The whole table, row by row. */
  float[] toFloats() {
    float[] values = new float[Math.multiplyExact(size(), width())];
    for (int row = 0; row < size(); row++) {
      table.copyRow(row, values, row * width());
    }
    return values;
  }

  private static String withDigitsAs(char digit, String word) {
    StringBuilder result = new StringBuilder();
    word.codePoints().forEach(c -> result.appendCodePoint(Character.isDigit(c) ? digit : c));
    return result.toString();
  }
}
