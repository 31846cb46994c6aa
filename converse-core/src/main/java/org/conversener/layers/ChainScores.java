package org.conversener.layers;

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
    int length = emissions.length;
    int[][] back = new int[length][tags()];
    double[] best = plus(start, emissions[0]);
    for (int t = 1; t < length; t++) {
      double[] next = new double[tags()];
      for (int to = 0; to < tags(); to++) {
        int arg = 0;
        double max = Double.NEGATIVE_INFINITY;
        for (int from = 0; from < tags(); from++) {
          double score = best[from] + transitions[from][to];
          if (score > max) {
            max = score;
            arg = from;
          }
        }
        back[t][to] = arg;
        next[to] = max + emissions[t][to];
      }
      best = next;
    }
    int[] path = new int[length];
    path[length - 1] = argMax(plus(best, stop));
    for (int t = length - 1; t > 0; t--) {
      path[t - 1] = back[t][path[t]];
    }
    return path;
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
