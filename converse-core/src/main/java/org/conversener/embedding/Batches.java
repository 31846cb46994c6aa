package org.conversener.embedding;

import java.util.List;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/** The shape of a batch of sentences. */
final class Batches {
  private Batches() {}

  /** The words of the longest sentence. */
  static int longest(List<Sentence> batch) {
    return batch.stream().mapToInt(Sentence::length).max().orElse(0);
  }

  /**
   * Rows of words as a batch, with zeros after a sentence's end.
   *
   * @param rows the rows of all words, sentence by sentence, [words, D]
   * @return [B, T, D]; belongs to the innermost scope
   */
  static Tensor pad(Tensor rows, List<Sentence> batch) {
    int time = longest(batch);
    long width = rows.size(1);
    if ((long) batch.size() * time == rows.size(0)) {
      return rows.reshape(batch.size(), time, width);
    }
    Tensor padded = Tensor.zeros(rows.type(), batch.size(), time, width);
    int from = 0;
    for (int b = 0; b < batch.size(); b++) {
      int length = batch.get(b).length();
      padded.select(0, b).narrow(0, 0, length).copyFrom(rows.narrow(0, from, length));
      from += length;
    }
    return padded;
  }

  /** One number for each word, {@code pad} after a sentence's end; row by row of [B, T]. */
  static long[] indices(
      List<Sentence> batch, long pad, java.util.function.ToLongFunction<String> of) {
    int time = longest(batch);
    long[] indices = new long[batch.size() * time];
    java.util.Arrays.fill(indices, pad);
    for (int b = 0; b < batch.size(); b++) {
      List<String> words = batch.get(b).words();
      for (int t = 0; t < words.size(); t++) {
        indices[b * time + t] = of.applyAsLong(words.get(t));
      }
    }
    return indices;
  }
}
