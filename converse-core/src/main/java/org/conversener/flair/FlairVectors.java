package org.conversener.flair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.conversener.embedding.WordVectors;
import org.conversener.tensor.VectorTable;
import org.conversener.torchfile.PickleObject;
import org.jspecify.annotations.Nullable;

/**
 * The word vectors of Flair's {@code WordEmbeddings} ({@code flair/embeddings/token.py}): until
 * 0.10 a gensim {@code KeyedVectors}, of gensim 3 or 4; since 0.11 a vocabulary beside a tensor
 * whose last row is that of unknown words. Flair looks words up as Converse does.
 */
final class FlairVectors {
  private static final String GENSIM = "precomputed_word_embeddings";
  private static final String TABLE = "embedding.weight";

  /** The last parts of the names of classes that compose no vectors. */
  private static final List<String> PLAIN =
      List.of("KeyedVectors", "Word2VecKeyedVectors", "EuclideanKeyedVectors");

  private FlairVectors() {}

  /** A word and its row. */
  private record Entry(String word, int row) {}

  /**
   * Reads vectors.
   *
   * @param fields the attributes of the embedding
   * @param prefix what stands before the names of its tensors
   */
  static WordVectors read(FlairFields fields, FlairWeights weights, String prefix)
      throws IOException {
    if (fields.has("field")) {
      throw fields.wrong("field", "None: Converse looks up words, not their labels");
    }
    if (fields.flag("stable", false)) {
      throw fields.wrong("stable", "false: Converse's word vectors have no layer norm");
    }
    return fields.has(GENSIM)
        ? ofGensim(fields.of(GENSIM), fields.get(GENSIM))
        : ofTensor(fields, weights, prefix);
  }

  private static WordVectors ofGensim(FlairFields vectors, @Nullable Object object)
      throws IOException {
    String type = object instanceof PickleObject o ? o.type().name() : "a dict";
    if (!PLAIN.contains(type)) {
      throw vectors.bad(
          "class",
          "expected one of "
              + String.join(", ", PLAIN)
              + ", found "
              + type
              + ", which may give vectors to words that it does not hold");
    }
    NumpyTable table = NumpyTable.of(vectors, vectors.has("vectors") ? "vectors" : "syn0");
    String words = vectors.has("key_to_index") ? "key_to_index" : "vocab";
    return make(vectors, words, table, table.rows());
  }

  private static WordVectors ofTensor(FlairFields fields, FlairWeights weights, String prefix)
      throws IOException {
    long[] shape = weights.tableShape(prefix + TABLE);
    float[] values = weights.take(prefix + TABLE, shape);
    int width = Math.toIntExact(shape[1]);
    for (int i = values.length - width; i < values.length; i++) {
      if (values[i] != 0) {
        throw fields.bad(
            TABLE,
            "the last row, of unknown words, is not zero as in Converse, but has " + values[i]);
      }
    }
    return make(fields, "vocab", new Rows(values, width), Math.toIntExact(shape[0]) - 1);
  }

  private static WordVectors make(FlairFields owner, String name, VectorTable table, int size)
      throws IOException {
    if (!(owner.get(name) instanceof Map<?, ?> vocabulary)) {
      throw owner.wrong(name, "a dict of words");
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<?, ?> entry : vocabulary.entrySet()) {
      if (!(entry.getKey() instanceof String word) || word.indexOf('\n') >= 0) {
        throw owner.bad(name, "expected words without line feeds");
      }
      entries.add(new Entry(word, row(owner, name, word, entry.getValue(), size)));
    }
    entries.sort(Comparator.comparingInt(Entry::row));
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).row == entries.get(i - 1).row) {
        throw owner.bad(
            name, "expected a row for each word, found two words of row " + entries.get(i).row);
      }
    }
    int[] rows = entries.stream().mapToInt(Entry::row).toArray();
    VectorTable chosen = new Chosen(table, rows);
    checkFinite(owner, chosen);
    return WordVectors.single(entries.stream().map(Entry::word).toList(), chosen);
  }

  private static void checkFinite(FlairFields owner, VectorTable table) throws IOException {
    float[] values = new float[table.width()];
    for (int row = 0; row < table.rows(); row++) {
      table.copyRow(row, values, 0);
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw owner.bad("vectors", "expected finite numbers, found " + value);
        }
      }
    }
  }

  /** The row of a word: a number, or an object of gensim 3 that has one. */
  private static int row(
      FlairFields owner, String name, String word, @Nullable Object value, int size)
      throws IOException {
    Object number =
        value instanceof PickleObject object && object.state() instanceof Map<?, ?> state
            ? state.get("index")
            : value;
    if (number instanceof Long row && row >= 0 && row < size) {
      return (int) (long) row;
    }
    String shown = word.length() > 80 ? word.substring(0, 80) + ".." : word;
    throw owner.bad(name, "\"" + shown + "\": expected a row from 0 to below " + size);
  }

  /** Numbers in memory, row by row. */
  private record Rows(float[] values, int width) implements VectorTable {
    @Override
    public int rows() {
      return values.length / width;
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
      System.arraycopy(values, row * width, target, offset, width);
    }
  }

  /** Some rows of a table. */
  private record Chosen(VectorTable table, int[] chosen) implements VectorTable {
    @Override
    public int rows() {
      return chosen.length;
    }

    @Override
    public int width() {
      return table.width();
    }

    @Override
    public void copyRow(int row, float[] target, int offset) {
      table.copyRow(chosen[row], target, offset);
    }
  }
}
