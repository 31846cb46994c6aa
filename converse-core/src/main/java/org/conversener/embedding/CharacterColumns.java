package org.conversener.embedding;

import org.conversener.tensor.Tensor;

/**
 * A stream of characters cut into equal stretches that are read side by side, one row each, window
 * after window. What is left over at the end, less than a character a stretch, is not read.
 *
 * <p>Shapes: B stretches, T characters of a window.
 */
final class CharacterColumns {
  private final int[] stream;
  private final int count;
  private final int length;
  private final int window;

  /**
   * @param batch how many stretches there are, fewer if the stream has not a window for each
   * @param window characters of a window; the last may have fewer
   * @throws IllegalArgumentException if there are not two characters
   */
  CharacterColumns(int[] stream, int batch, int window) {
    if (stream.length < 2) {
      throw new IllegalArgumentException("there is no text to read: expected at least two letters");
    }
    this.stream = stream;
    this.window = window;
    count = Math.max(1, Math.min(batch, (stream.length - 1) / window));
    // The last character of all is only predicted.
    length = (stream.length - 1) / count;
  }

  /** Stretches, B. */
  int count() {
    return count;
  }

  /** Characters that are predicted in all. */
  long characters() {
    return (long) count * length;
  }

  /** How many windows there are. */
  int windows() {
    return (length + window - 1) / window;
  }

  /** Characters of a window, B·T. */
  int size(int number) {
    return count * Math.min(window, length - number * window);
  }

  /** What is read in a window, from 0: [B, T]. */
  Tensor read(int number) {
    return numbers(number, 0);
  }

  /** What follows each of them, [B, T]. */
  Tensor next(int number) {
    return numbers(number, 1);
  }

  private Tensor numbers(int number, int shift) {
    int start = number * window;
    int time = Math.min(window, length - start);
    long[] numbers = new long[count * time];
    for (int b = 0; b < count; b++) {
      int from = b * length + start + shift;
      for (int t = 0; t < time; t++) {
        numbers[b * time + t] = stream[from + t];
      }
    }
    return Tensor.of(numbers, count, time);
  }
}
