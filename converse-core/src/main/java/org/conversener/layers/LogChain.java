package org.conversener.layers;

/**
 * Forward-backward by logarithms, for scores so far apart that their exponentials cannot be
 * multiplied. Slow.
 *
 * <p>T words, K tags.
 */
final class LogChain implements ChainSums {
  private final ChainScores scores;
  private final double[][] emissions;
  private final double[][] forward;
  private final double[][] backward;
  private final double offset;
  private final double logZ;

  /**
   * @param rows emissions, [T][K], at least one word
   */
  LogChain(ChainScores scores, double[][] rows) {
    this.scores = scores;
    int length = rows.length;
    // The best emission of each word is taken out and added again at the end: long sentences then
    // do not wear out the digits of the sums.
    emissions = new double[length][];
    double removed = 0;
    for (int t = 0; t < length; t++) {
      double best = ChainFactors.max(rows[t]);
      removed += best;
      emissions[t] = rows[t].clone();
      for (int k = 0; k < emissions[t].length; k++) {
        emissions[t][k] -= best;
      }
    }
    offset = removed;
    forward = new double[length][];
    backward = new double[length][];
    forward[0] = ChainScores.plus(scores.start(), emissions[0]);
    for (int t = 1; t < length; t++) {
      forward[t] = ChainScores.plus(before(forward[t - 1]), emissions[t]);
    }
    backward[length - 1] = scores.stop();
    for (int t = length - 2; t >= 0; t--) {
      backward[t] = after(ChainScores.plus(emissions[t + 1], backward[t + 1]));
    }
    logZ = logSumExp(ChainScores.plus(forward[length - 1], scores.stop()));
  }

  /** For each tag, the sum over all tags before it. */
  private double[] before(double[] values) {
    double[] result = new double[values.length];
    for (int to = 0; to < result.length; to++) {
      double[] terms = values.clone();
      for (int from = 0; from < terms.length; from++) {
        terms[from] += scores.transitions()[from][to];
      }
      result[to] = logSumExp(terms);
    }
    return result;
  }

  /** For each tag, the sum over all tags after it. */
  private double[] after(double[] values) {
    double[] result = new double[values.length];
    for (int from = 0; from < result.length; from++) {
      result[from] = logSumExp(ChainScores.plus(scores.transitions()[from], values));
    }
    return result;
  }

  private static double logSumExp(double[] values) {
    double max = ChainFactors.max(values);
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }

  @Override
  public double logZ() {
    return logZ + offset;
  }

  @Override
  public double[][] tagProbabilities() {
    double[][] result = new double[emissions.length][scores.tags()];
    for (int t = 0; t < result.length; t++) {
      for (int k = 0; k < scores.tags(); k++) {
        result[t][k] = Math.exp(forward[t][k] + backward[t][k] - logZ);
      }
    }
    return result;
  }

  @Override
  public void addExpectedTransitions(double[][] sums) {
    for (int t = 1; t < emissions.length; t++) {
      double[] right = ChainScores.plus(emissions[t], backward[t]);
      for (int from = 0; from < scores.tags(); from++) {
        for (int to = 0; to < scores.tags(); to++) {
          double step = scores.transitions()[from][to];
          sums[from][to] += Math.exp(forward[t - 1][from] + step + right[to] - logZ);
        }
      }
    }
  }

  @Override
  public double spanProbability(int start, int[] tags) {
    double score = forward[start][tags[0]];
    for (int i = 1; i < tags.length; i++) {
      score += scores.transitions()[tags[i - 1]][tags[i]] + emissions[start + i][tags[i]];
    }
    int last = start + tags.length - 1;
    return Math.min(1, Math.exp(score + backward[last][tags[tags.length - 1]] - logZ));
  }
}
