package org.conversener.translation;

import java.util.List;

/**
 * A sentence, its English translation, and the attention between their subwords.
 *
 * @param source the source words as they were given
 * @param target the English words, as a tagger reads them; may be empty
 * @param windows one after the other, the stretches that were translated on their own; one for a
 *     sentence of ordinary length
 * @param score the mean log-probability of an English subword, weighted over the windows
 */
public record Translation(
    List<String> source, List<String> target, List<Window> windows, double score) {

  /** Copies the lists. */
  public Translation {
    source = List.copyOf(source);
    target = List.copyOf(target);
    windows = List.copyOf(windows);
  }

  /**
   * The same, of a sentence that was read in another spelling.
   *
   * @throws IllegalArgumentException if it has another number of words
   */
  Translation withSource(List<String> words) {
    if (words.size() != source.size()) {
      throw new IllegalArgumentException(
          "expected " + source.size() + " source words, found " + words.size());
    }
    return new Translation(words, target, windows, score);
  }

  /** The number of layers with attention; 0 if nothing could be translated. */
  public int layers() {
    return windows.isEmpty() ? 0 : windows.get(0).layers();
  }

  /** The owner of an end-of-sentence. */
  public static final int EOS = -1;

  /**
   * The raw attention of one stretch.
   *
   * <p>Shapes: L layers, S source subwords and N English subwords, both with end-of-sentence.
   *
   * @param sourceOwners for each source subword the index of its word in the sentence, or {@link
   *     #EOS}
   * @param targetOwners for each English subword the index of its word in the translation, or EOS
   * @param layers L
   * @param values [L][N][S] in row-major order: how much of each source subword went into the
   *     prediction of each English subword; a row sums to 1
   */
  public record Window(int[] sourceOwners, int[] targetOwners, int layers, float[] values) {
    /** Checks that the shapes agree. */
    public Window {
      long expected = (long) layers * sourceOwners.length * targetOwners.length;
      if (values.length != expected) {
        throw new IllegalArgumentException(
            "attention: expected "
                + layers
                + " x "
                + targetOwners.length
                + " x "
                + sourceOwners.length
                + " = "
                + expected
                + " values, found "
                + values.length);
      }
    }

    /** How much source subword {@code s} gave to English subword {@code n} in a layer from 0. */
    public float at(int layer, int n, int s) {
      return values[(layer * targetOwners.length + n) * sourceOwners.length + s];
    }
  }
}
