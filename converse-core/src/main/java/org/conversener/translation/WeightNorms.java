package org.conversener.translation;

import java.util.Arrays;

/**
 * Weight norm over plain numbers: {@code W = g·V/‖V‖}, a gain for each row of the first dimension.
 */
final class WeightNorms {
  private WeightNorms() {}

  /** Makes directions effective weights, in place. */
  static void apply(double[] directions, double[] gains) {
    int width = directions.length / gains.length;
    for (int row = 0; row < gains.length; row++) {
      double norm = norm(directions, row * width, width);
      for (int i = row * width; i < (row + 1) * width; i++) {
        directions[i] *= gains[row] / norm;
      }
    }
  }

  /**
   * Makes effective weights directions, in place; their gains, so that W stays what it was. A row
   * of zeros has no direction: any will do, with a gain of zero.
   */
  static double[] split(double[] weights, int rows) {
    int width = weights.length / rows;
    double[] gains = new double[rows];
    for (int row = 0; row < rows; row++) {
      gains[row] = norm(weights, row * width, width);
      if (gains[row] == 0) {
        Arrays.fill(weights, row * width, (row + 1) * width, 1);
      }
    }
    return gains;
  }

  private static double norm(double[] numbers, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += numbers[i] * numbers[i];
    }
    return Math.sqrt(sum);
  }
}
