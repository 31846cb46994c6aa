package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The attention of one decoder layer, or the mean over all, between the words of a sentence and
 * those of its translation: the numbers, and what they are of.
 *
 * @param source the source words, one for each row
 * @param target the English words, one for each column
 * @param weights the numbers and their layer
 */
public record LayerAttention(List<String> source, List<String> target, WordMatrix weights) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the words are not as many as the rows and columns
   */
  public LayerAttention {
    source = List.copyOf(source);
    target = List.copyOf(target);
    if (weights.rows() != source.size() || weights.columns() != target.size()) {
      throw new IllegalArgumentException(
          "attention of "
              + source.size()
              + " source words and "
              + target.size()
              + " English words: expected a matrix of that shape, found "
              + weights.rows()
              + " x "
              + weights.columns());
    }
  }

  /** The decoder layer, counted from 1; empty for the mean over all. */
  public OptionalInt layer() {
    return isMean() ? OptionalInt.empty() : OptionalInt.of(weights.layer());
  }

  /** Whether this is the mean over all layers, and no layer's own. */
  public boolean isMean() {
    return weights.isMean();
  }

  /** What source word {@code i} receives of English word {@code j}, both from 0. */
  public float weight(int i, int j) {
    return weights.at(i, j);
  }

  /** The source word that receives most of English word {@code j}, or -1 if none does. */
  public int strongestSource(int j) {
    return weights.strongestRow(j);
  }

  /** The English word from which source word {@code i} receives most, or -1 if from none. */
  public int strongestTarget(int i) {
    return weights.strongestColumn(i);
  }

  /**
   * The mean over the layers of one sentence, which is all that fairseq shows.
   *
   * @throws IllegalArgumentException if there is no layer, or layers have other words
   */
  public static LayerAttention mean(List<LayerAttention> layers) {
    List<WordMatrix> matrices = new ArrayList<>();
    for (LayerAttention layer : layers) {
      LayerAttention first = layers.get(0);
      if (!layer.source.equals(first.source) || !layer.target.equals(first.target)) {
        throw new IllegalArgumentException(
            "the mean is that of one sentence's layers: expected the words "
                + first.source
                + " and "
                + first.target
                + ", found "
                + layer.source
                + " and "
                + layer.target);
      }
      matrices.add(layer.weights);
    }
    WordMatrix mean = WordMatrix.mean(matrices);
    return new LayerAttention(layers.get(0).source, layers.get(0).target, mean);
  }

  /** For people: {@code layer 3 of 4 source words x 5 English words}. */
  @Override
  public String toString() {
    return (isMean() ? "mean over layers" : "layer " + weights.layer())
        + " of "
        + source.size()
        + " source words x "
        + target.size()
        + " English words";
  }
}
