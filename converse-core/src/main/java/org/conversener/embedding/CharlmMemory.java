package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * The element-wise minimum of a language model's rows at all occurrences of a word in the training
 * sentences (Akbik, Bergmann and Vollgraf 2019). A word's pooled row is the minimum of that and its
 * present row, as if the present occurrence were remembered too.
 *
 * <p>Flair goes on remembering while it tags, so that its answers depend on the order of the
 * sentences. Here the memory is made once and then stays, so that they do not.
 *
 * <p>W words, H width.
 */
final class CharlmMemory {
  private static final String WORDS = "memory.vocab";
  private static final String ROWS = "memory.safetensors";
  private static final String NAME = "minimum";

  /** Sentences that are read at a time. */
  private static final int SLICE = 256;

  private final int width;
  private final Map<String, float[]> minima;

  private CharlmMemory(int width, Map<String, float[]> minima) {
    this.width = width;
    this.minima = minima;
  }

  /** Of some sentences. */
  static CharlmMemory of(FrozenRows rows, List<Sentence> sentences) {
    int width = rows.width();
    Map<String, float[]> minima = new TreeMap<>();
    for (int start = 0; start < sentences.size(); start += SLICE) {
      List<Sentence> some = sentences.subList(start, Math.min(sentences.size(), start + SLICE));
      float[] found;
      try (Scope scope = Scope.withoutGradients()) {
        found = rows.of(some).toFloats();
      }
      int from = 0;
      for (Sentence sentence : some) {
        for (String word : sentence.words()) {
          float[] row = Arrays.copyOfRange(found, from, from + width);
          minima.merge(word, row, CharlmMemory::minimum);
          from += width;
        }
      }
    }
    return new CharlmMemory(width, minima);
  }

  private static float[] minimum(float[] known, float[] row) {
    for (int i = 0; i < known.length; i++) {
      known[i] = Math.min(known[i], row[i]);
    }
    return known;
  }

  /**
   * Pools the rows of sentences.
   *
   * @param rows the rows of all words, sentence by sentence, [words, H]
   * @return in the same order, [words, H]
   */
  Tensor pool(List<Sentence> sentences, Tensor rows) {
    float[] values = rows.toFloats();
    int from = 0;
    for (Sentence sentence : sentences) {
      for (String word : sentence.words()) {
        float[] known = minima.get(word);
        for (int i = 0; known != null && i < width; i++) {
          values[from + i] = Math.min(values[from + i], known[i]);
        }
        from += width;
      }
    }
    return Tensor.of(values, rows.shape()).as(rows.type());
  }

  /** Writes {@code memory.vocab} and {@code memory.safetensors}. */
  void write(Path folder) throws IOException {
    Lines.write(folder.resolve(WORDS), minima.keySet());
    float[] values = new float[Math.multiplyExact(minima.size(), width)];
    int from = 0;
    for (float[] row : minima.values()) {
      System.arraycopy(row, 0, values, from, width);
      from += width;
    }
    try (Scope scope = Scope.withoutGradients()) {
      Tensor all = Tensor.of(values, minima.size(), width); // W x H
      Safetensors.write(folder.resolve(ROWS), Map.of(NAME, all));
    }
  }

  /** Reads what {@link #write} wrote. */
  static CharlmMemory read(Path folder, int width) throws IOException {
    List<String> words = new ArrayList<>(Lines.read(folder.resolve(WORDS)));
    Path file = folder.resolve(ROWS);
    float[] values;
    try (Scope scope = Scope.withoutGradients()) {
      Tensor all = Safetensors.read(file).get(NAME);
      if (all == null || !Arrays.equals(all.shape(), new long[] {words.size(), width})) {
        throw new CorruptFileException(
            file, "expected " + NAME + " of [" + words.size() + ", " + width + "], found " + all);
      }
      values = all.toFloats();
    }
    Map<String, float[]> minima = new TreeMap<>();
    for (int w = 0; w < words.size(); w++) {
      minima.put(words.get(w), Arrays.copyOfRange(values, w * width, (w + 1) * width));
    }
    return new CharlmMemory(width, minima);
  }
}
