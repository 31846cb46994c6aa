package org.conversener.transfer;

import java.util.List;

/**
 * The frozen English tagger, as far as the transfer needs it. Implementations may be called from
 * many threads at once.
 */
public interface Teacher {
  /** How many features a word has, R (for a bidirectional LSTM of width d: 2d). */
  int width();

  /**
   * What the teacher makes of each word, without dropout and with the sentence alone in its batch,
   * so that the answer depends on nothing but the words.
   *
   * @param words the English words, at least one
   * @return [n][R] in row-major order
   */
  float[] features(List<String> words);

  /** {@link #features} of each sentence, to the last bit; some teachers read many faster. */
  default List<float[]> featuresOfAll(List<List<String>> sentences) {
    return sentences.stream().map(this::features).toList();
  }

  /** A text that changes with everything the features depend on. */
  String identity();
}
