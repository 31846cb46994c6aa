package org.conversener.embedding;

import java.util.List;
import org.conversener.text.Sentence;

/** The shape of a batch of sentences. */
final class Batches {
  private Batches() {}

  /** The words of the longest sentence. */
  static int longest(List<Sentence> batch) {
    return batch.stream().mapToInt(Sentence::length).max().orElse(0);
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
