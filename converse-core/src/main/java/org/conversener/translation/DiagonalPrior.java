package org.conversener.translation;

/**
 * Which word of a sentence the j-th word of its translation comes from, before the words are looked
 * at: {@code p(a_j = i) ∝ exp(-λ |i/m - j/n|)} for i from 1 to m, and none with probability p0
 * (Dyer et al. 2013, eq. 1 and 2).
 *
 * @param tension λ
 * @param nullProbability p0
 */
record DiagonalPrior(double tension, double nullProbability) {
  /**
   * Puts {@code p(a_j = i)} into {@code weights[i]}, all from 0; they sum to 1 - p0.
   *
   * <p>On both sides of the diagonal the weights are geometric, so that two exponentials serve for
   * a whole row.
   */
  void fill(int m, int n, int j, double[] weights) {
    double centre = (double) m * (j + 1) / n;
    int below = (int) centre; // The last i, from 1, that is not beyond the diagonal.
    double ratio = Math.exp(-tension / m);
    double sum = 0;
    double weight = Math.exp(-tension * (centre - below) / m);
    for (int i = below; i >= 1; i--) {
      weights[i - 1] = weight;
      sum += weight;
      weight *= ratio;
    }
    weight = Math.exp(-tension * (below + 1 - centre) / m);
    for (int i = below + 1; i <= m; i++) {
      weights[i - 1] = weight;
      sum += weight;
      weight *= ratio;
    }
    double scale = (1 - nullProbability) / sum;
    for (int i = 0; i < m; i++) {
      weights[i] *= scale;
    }
  }
}
