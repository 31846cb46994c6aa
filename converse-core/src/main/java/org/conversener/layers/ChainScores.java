package org.conversener.layers;

import java.util.Arrays;

/**
 * The learned scores of a linear chain over K tags, as plain numbers.
 *
 * @param start the score of starting with a tag, [K]
 * @param transitions the score of going from one tag to another, [from][to]
 * @param stop the score of ending with a tag, [K]
 */
public record ChainScores(double[] start, double[][] transitions, double[] stop) {
  /**
   * @throws IllegalArgumentException if the sizes disagree
   */
  public ChainScores {
    boolean isSquare = transitions.length == start.length && stop.length == start.length;
    for (double[] row : transitions) {
      isSquare &= row.length == start.length;
    }
    if (!isSquare || start.length == 0) {
      throw new IllegalArgumentException(
          "chain scores: expected K starts, K x K transitions and K stops, found "
              + start.length
              + ", "
              + transitions.length
              + " rows and "
              + stop.length);
    }
  }

  /** The number of tags, K. */
  public int tags() {
    return start.length;
  }

  /** The score of one path, y: start + Σ emissions + Σ transitions + stop (eq. 13). */
  public double pathScore(double[][] emissions, int[] path) {
    double score = start[path[0]] + stop[path[path.length - 1]];
    for (int t = 0; t < path.length; t++) {
      score += emissions[t][path[t]] + (t == 0 ? 0 : transitions[path[t - 1]][path[t]]);
    }
    return score;
  }

  /** The path of the highest score (Viterbi); of equal ones that with the lower tags. */
  public int[] bestPath(double[][] emissions) {
    // Only the best scores are kept on the way: which tag each came from is asked afterwards, for
    // the tags of the path alone.
    double[][] best = new double[emissions.length][];
    best[0] = plus(start, emissions[0]);
    for (int t = 1; t < best.length; t++) {
      double[] next = new double[tags()];
      Arrays.fill(next, Double.NEGATIVE_INFINITY);
      for (int from = 0; from < next.length; from++) {
        raise(next, best[t - 1][from], transitions[from]);
      }
      best[t] = plus(next, emissions[t]);
    }
    int[] path = new int[best.length];
    path[path.length - 1] = argMax(plus(best[path.length - 1], stop));
    for (int t = path.length - 1; t > 0; t--) {
      path[t - 1] = argMaxBefore(best[t - 1], path[t]);
    }
    return path;
  }

  private static void raise(double[] values, double score, double[] steps) {
    for (int to = 0; to < values.length; to++) {
      values[to] = Math.max(values[to], score + steps[to]);
    }
  }

  private int argMaxBefore(double[] scores, int to) {
    int arg = 0;
    for (int from = 1; from < scores.length; from++) {
      boolean isMore = scores[from] + transitions[from][to] > scores[arg] + transitions[arg][to];
      arg = isMore ? from : arg;
    }
    return arg;
  }

  private static int argMax(double[] values) {
    int arg = 0;
    for (int i = 1; i < values.length; i++) {
      arg = values[i] > values[arg] ? i : arg;
    }
    return arg;
  }

  static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
