package org.conversener.translation;

import java.util.List;

/**
 * The attention of one decoder layer between words, or the mean over layers; only the numbers.
 * {@link LayerAttention} has the words too.
 *
 * @param layer the decoder layer, counted from 1, or {@link #MEAN}
 * @param rows the number of source words, m
 * @param columns the number of English words, n
 * @param values [m][n] in row-major order: what source word i receives of English word j
 */
public record WordMatrix(int layer, int rows, int columns, float[] values) {
  /** In the place of a layer: the mean over all of them. */
  public static final int MEAN = 0;

  /** Checks that the shape and the values agree. */
  public WordMatrix {
    if (layer < MEAN) {
      throw new IllegalArgumentException(
          "expected a layer from 1 on, or " + MEAN + " for the mean, found " + layer);
    }
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(
          "expected " + rows + " x " + columns + " values, found " + values.length);
    }
  }

  /** Whether this is the mean over layers, and no layer's own. */
  public boolean isMean() {
    return layer == MEAN;
  }

  /** What source word {@code i} receives of English word {@code j}. */
  public float at(int i, int j) {
    return values[i * columns + j];
  }

  /** The English word from which source word {@code i} receives most, or -1 if from none. */
  public int strongestColumn(int i) {
    int best = -1;
    for (int j = 0; j < columns; j++) {
      if (at(i, j) > (best < 0 ? 0 : at(i, best))) {
        best = j;
      }
    }
    return best;
  }

  /** The source word that receives most of English word {@code j}, or -1 if none does. */
  public int strongestRow(int j) {
    int best = -1;
    for (int i = 0; i < rows; i++) {
      if (at(i, j) > (best < 0 ? 0 : at(best, j))) {
        best = i;
      }
    }
    return best;
  }

  /**
   * The mean of matrices of one shape.
   *
   * @throws IllegalArgumentException if there is none, or shapes differ
   */
  public static WordMatrix mean(List<WordMatrix> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("expected at least one layer's attention, found none");
    }
    WordMatrix first = layers.get(0);
    double[] sums = new double[first.values().length];
    for (WordMatrix layer : layers) {
      if (layer.rows() != first.rows() || layer.columns() != first.columns()) {
        throw new IllegalArgumentException(
            "layer "
                + layer.layer()
                + ": expected "
                + first.rows()
                + " x "
                + first.columns()
                + ", found "
                + layer.rows()
                + " x "
                + layer.columns());
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += layer.values()[i];
      }
    }
    float[] values = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      values[i] = (float) (sums[i] / layers.size());
    }
    return new WordMatrix(MEAN, first.rows(), first.columns(), values);
  }
}
