package org.conversener.transfer;

import java.util.Arrays;
import java.util.List;
import org.conversener.tensor.Tensor;
import org.conversener.translation.WordMatrix;

/**
 * The transfer, {@code T = A·R} (paper eq. 6 with the indices of REFERENCE 4.4): source word i
 * receives {@code t_i = Σ_j a_ij r_j}. Since columns of A sum to 1 where no mass is dropped, {@code
 * Σ_i t_i = Σ_j r_j}.
 *
 * <p>m source words, n English words, R features of a word, L layers.
 */
public final class ConverseAttention {
  private ConverseAttention() {}

  /**
   * Carries features by one matrix; sums run in double precision.
   *
   * @param attention A, [m][n]
   * @param features R, [n][R] in row-major order
   * @param width how many features a word has
   * @return T, [m][R] in row-major order
   * @throws IllegalArgumentException if A has not one column for each English word
   */
  public static float[] carry(WordMatrix attention, float[] features, int width) {
    int rows = attention.rows();
    int columns = attention.columns();
    if (features.length != (long) columns * width) {
      throw new IllegalArgumentException(
          "attention of "
              + rows
              + " source words to "
              + columns
              + " English words: expected "
              + columns
              + " x "
              + width
              + " features, found "
              + features.length);
    }
    float[] carried = new float[Math.multiplyExact(rows, width)];
    double[] row = new double[width];
    for (int i = 0; i < rows; i++) {
      Arrays.fill(row, 0);
      for (int j = 0; j < columns; j++) {
        double weight = attention.at(i, j);
        if (weight != 0) {
          for (int k = 0; k < width; k++) {
            row[k] += weight * features[j * width + k];
          }
        }
      }
      for (int k = 0; k < width; k++) {
        carried[i * width + k] = (float) row[k];
      }
    }
    return carried;
  }

  /**
   * The mean of matrices of one shape; it has layer 0.
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
    return new WordMatrix(0, first.rows(), first.columns(), values);
  }

  /**
   * The differentiable form for one sentence, {@code (Σ_l w_l A^l)·R}.
   *
   * @param weights w, [L]; for a mixture the softmax of a parameter
   * @param attention [L, m, n]
   * @param features R, [n, R]
   * @return T, [m, R]
   */
  public static Tensor mix(Tensor weights, Tensor attention, Tensor features) {
    if (attention.dimensions() != 3
        || weights.dimensions() != 1
        || features.dimensions() != 2
        || weights.size(0) != attention.size(0)
        || features.size(0) != attention.size(2)) {
      throw new IllegalArgumentException(
          "expected weights [L], attention [L, m, n] and features [n, R], found "
              + weights
              + ", "
              + attention
              + ", "
              + features);
    }
    long layers = attention.size(0);
    long rows = attention.size(1);
    long columns = attention.size(2);
    Tensor mixed =
        weights
            .reshape(1, layers)
            .matmul(attention.reshape(layers, rows * columns)) // [1, m·n]
            .reshape(rows, columns);
    return mixed.matmul(features); // [m, R]
  }
}
