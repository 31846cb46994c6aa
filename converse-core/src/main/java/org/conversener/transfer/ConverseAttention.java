package org.conversener.transfer;

import java.util.Arrays;
import java.util.List;
import org.conversener.tensor.Tensor;
import org.conversener.translation.LayerAttention;
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

  /** As {@link #carry(WordMatrix, float[], int)}, by attention that knows its words. */
  public static float[] carry(LayerAttention attention, float[] features, int width) {
    return carry(attention.weights(), features, width);
  }

  /**
   * The mean of matrices of one shape, marked as such.
   *
   * @throws IllegalArgumentException if there is none, or shapes differ
   */
  public static WordMatrix mean(List<WordMatrix> layers) {
    return WordMatrix.mean(layers);
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
