package org.conversener.transfer;

import org.conversener.translation.Translation;

/**
 * What translator and teacher together know of one sentence, before any choice of the transfer.
 *
 * <p>n English words, R features of a word.
 *
 * @param translation the English words and the raw attention of every layer
 * @param width R
 * @param features [n][R] in row-major order: what the teacher made of each English word
 */
public record Knowledge(Translation translation, int width, float[] features) {
  /** Checks that the shapes agree. */
  public Knowledge {
    if (width < 1) {
      throw new IllegalArgumentException(
          "width of the features: expected at least 1, found " + width);
    }
    long expected = (long) translation.target().size() * width;
    if (features.length != expected) {
      throw new IllegalArgumentException(
          "features: expected "
              + translation.target().size()
              + " words x "
              + width
              + " = "
              + expected
              + " values, found "
              + features.length);
    }
  }
}
