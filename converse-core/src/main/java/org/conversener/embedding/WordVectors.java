package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.FloatTable;
import org.conversener.tensor.HalfTable;
import org.conversener.tensor.TableFile;
import org.conversener.tensor.VectorTable;
import org.jspecify.annotations.Nullable;

/**
 * A table of pretrained word vectors with every row of the user's file; in a model, in half
 * precision, or in single precision if another system's tagger learned to read them so. Words of
 * any text, seen in training or not, are looked up in it. Where the file is a fastText model, the
 * rows of its character n-grams follow those of the words, a known word's vector is the mean of its
 * own row and those of its n-grams, and that of any other word is the mean of its n-grams.
 * Immutable and thread-safe; several taggers may share one.
 */
public final class WordVectors {
  private final List<String> words;
  private final Map<String, Integer> rows;
  private final VectorTable table;
  private final @Nullable CharacterNgrams ngrams;
  private final boolean isSingle;

  private WordVectors(
      List<String> words,
      Map<String, Integer> rows,
      VectorTable table,
      @Nullable CharacterNgrams ngrams,
      boolean isSingle) {
    this.words = words;
    this.rows = rows;
    this.table = table;
    this.ngrams = ngrams;
    this.isSingle = isSingle;
  }

  /**
   * @param words the word of each row; of equal words the first row is found
   * @param table as many rows
   * @throws IllegalArgumentException if the numbers of words and rows differ
   */
  public WordVectors(List<String> words, VectorTable table) {
    this(words, table, null);
  }

  /**
   * @param ngrams how words are taken apart, or null
   * @throws IllegalArgumentException unless there is a row for each word and then for each n-gram
   */
  WordVectors(List<String> words, VectorTable table, @Nullable CharacterNgrams ngrams) {
    this(List.copyOf(words), rowsOf(words), checked(table, words, ngrams), ngrams, false);
  }

  /**
   * Vectors that a model keeps in single precision.
   *
   * @param words the word of each row; of equal words the first row is found
   * @param table as many rows
   * @throws IllegalArgumentException if the numbers of words and rows differ
   */
  public static WordVectors single(List<String> words, VectorTable table) {
    return new WordVectors(
        List.copyOf(words), rowsOf(words), checked(table, words, null), null, true);
  }

  private static VectorTable checked(
      VectorTable table, List<String> words, @Nullable CharacterNgrams ngrams) {
    if (rowsNeeded(words, ngrams) != table.rows()) {
      throw new IllegalArgumentException(
          "expected a word for each of " + table.rows() + " vectors, found " + words.size());
    }
    return table;
  }

  /** From single precision, row by row. */
  public WordVectors(List<String> words, float[] values, int width) {
    this(words, HalfTable.of(values, width));
  }

  /** From the bits of half-precision numbers, row by row. */
  public WordVectors(List<String> words, short[] values, int width) {
    this(words, HalfTable.of(values, width));
  }

  private static Map<String, Integer> rowsOf(List<String> words) {
    Map<String, Integer> rows = new HashMap<>(2 * words.size());
    for (int i = 0; i < words.size(); i++) {
      rows.putIfAbsent(words.get(i), i);
    }
    return rows;
  }

  private static long rowsNeeded(List<String> words, @Nullable CharacterNgrams ngrams) {
    return words.size() + (ngrams == null ? 0L : ngrams.bucket());
  }

  /** The same vectors as a model will hold them: rounded to half precision when they are read. */
  public WordVectors halved() {
    return new WordVectors(words, rows, HalfTable.rounded(table), ngrams, false);
  }

  /** Opens {@code NAME.vocab} and maps {@code NAME.safetensors}, as {@link #write} made them. */
  public static WordVectors open(Path directory, String name) throws IOException {
    Path file = directory.resolve(name + ".safetensors");
    List<String> words = Lines.read(directory.resolve(name + ".vocab"));
    VectorTable table = TableFile.map(file);
    CharacterNgrams ngrams;
    try {
      ngrams =
          table instanceof HalfTable halves && !halves.metadata().isEmpty()
              ? CharacterNgrams.ofTexts(halves.metadata())
              : null;
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(file, String.valueOf(e.getMessage()));
    }
    if (rowsNeeded(words, ngrams) != table.rows()) {
      throw new CorruptFileException(
          file,
          "holds "
              + table.rows()
              + " vectors"
              + (ngrams == null ? "" : ", " + ngrams.bucket() + " of them for n-grams")
              + "; "
              + name
              + ".vocab names "
              + words.size());
    }
    return table instanceof FloatTable
        ? single(words, table)
        : new WordVectors(words, table, ngrams);
  }

  /** Writes {@code NAME.vocab} and, in half or single precision, {@code NAME.safetensors}. */
  public void write(Path directory, String name) throws IOException {
    Lines.write(directory.resolve(name + ".vocab"), words);
    Path file = directory.resolve(name + ".safetensors");
    if (isSingle) {
      TableFile.writeSingle(file, table);
    } else {
      HalfTable.rounded(table).write(file, ngrams == null ? Map.of() : ngrams.toTexts());
    }
  }

  /** The width of a vector. */
  public int width() {
    return table.width();
  }

  /** The number of words. */
  public int size() {
    return words.size();
  }

  /** Whether vectors are composed of those of character n-grams. */
  public boolean isComposed() {
    return ngrams != null;
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
      boolean hasDigits = row == null && lower.codePoints().anyMatch(Character::isDigit);
      if (hasDigits) {
        row = rows.get(withDigitsAs('#', lower));
      }
      if (hasDigits && row == null) {
        row = rows.get(withDigitsAs('0', lower));
      }
    }
    return row == null ? -1 : row;
  }

  /** Whether a word that has no {@link #row} can be composed of its n-grams. */
  boolean canCompose(String word) {
    return ngrams != null && ngrams.count(word) > 0;
  }

  /**
   * Puts the vector of a word into an array, zeros if it has none.
   *
   * @return whether it has one
   */
  public boolean copy(String word, float[] target, int offset) {
    int row = row(word);
    if (ngrams == null && row >= 0) {
      table.copyRow(row, target, offset);
      return true;
    }
    Arrays.fill(target, offset, offset + width(), 0);
    return ngrams != null && addComposed(ngrams, row, word, target, offset);
  }

  private boolean addComposed(
      CharacterNgrams parts, int row, String word, float[] target, int offset) {
    float[] part = new float[width()];
    int[] count = {0};
    IntConsumer add =
        index -> {
          table.copyRow(index, part, 0);
          for (int i = 0; i < part.length; i++) {
            target[offset + i] += part[i];
          }
          count[0]++;
        };
    if (row >= 0) {
      add.accept(row);
    }
    // Of the form that was found: its row was learned together with the n-grams of that form.
    parts.forEachRow(row >= 0 ? words.get(row) : word, ngram -> add.accept(words.size() + ngram));
    for (int i = offset; i < offset + part.length; i++) {
      target[i] /= Math.max(1, count[0]);
    }
    return count[0] > 0;
  }

  /**
   * The rows of all words, one after the other.
   *
   * @throws IllegalStateException if vectors are composed, so that rows are not vectors
   */
  float[] toFloats() {
    if (ngrams != null) {
      throw new IllegalStateException("vectors are composed of n-grams");
    }
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
