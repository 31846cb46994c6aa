package org.conversener.translation;

import java.util.Arrays;

/**
 * IBM model 1 in one direction, with a prior for the diagonal: every output word comes from one
 * condition word or from none, {@code p(f_j | e) = p0 · t(f_j | none) + Σ_i p(a_j = i) · t(f_j |
 * e_i)}. Immutable.
 *
 * <p>m condition words e, n output words f.
 */
final class IbmModel1 {
  /** Aligned with no word. */
  static final int NONE = -1;

  private final int[][] outputs;
  private final double[][] probabilities;
  private final DiagonalPrior prior;

  /**
   * A table, which is not copied.
   *
   * @param outputs for each condition word the output words it was seen with, ascending; the last
   *     row is that of no word
   * @param probabilities t(f|e) in the same places
   */
  IbmModel1(int[][] outputs, double[][] probabilities, DiagonalPrior prior) {
    this.outputs = outputs;
    this.probabilities = probabilities;
    this.prior = prior;
  }

  /** t(f|e); 0 if the words were never seen together. */
  double probability(int condition, int output) {
    boolean isKnown = condition >= 0 && condition < outputs.length - 1;
    return isKnown ? inRow(condition, output) : 0;
  }

  private double inRow(int row, int output) {
    int at = Arrays.binarySearch(outputs[row], output);
    return at < 0 ? 0 : probabilities[row][at];
  }

  /**
   * For each output word the condition word it most likely comes from, or {@link #NONE}. Of equals
   * the first wins, and none before any.
   */
  int[] align(int[] conditions, int[] words) {
    int[] links = new int[words.length];
    double[] weights = new double[conditions.length];
    for (int j = 0; j < words.length; j++) {
      prior.fill(conditions.length, words.length, j, weights);
      double best = prior.nullProbability() * inRow(outputs.length - 1, words[j]);
      links[j] = NONE;
      for (int i = 0; i < conditions.length; i++) {
        double score = weights[i] * probability(conditions[i], words[j]);
        if (score > best) {
          best = score;
          links[j] = i;
        }
      }
    }
    return links;
  }
}
