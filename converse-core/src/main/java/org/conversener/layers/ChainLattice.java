package org.conversener.layers;

/**
 * All tag paths of one sentence at once: the forward-backward algorithm on plain numbers, in time
 * linear in the sentence.
 *
 * <p>Sums are kept as logarithms from step to step, so emissions of any finite size are fine.
 * Within a step the exponentials of the transitions, taken once, are multiplied in; where
 * transitions lie so far apart that this could lose a path, each sum is taken exactly instead.
 *
 * <p>T words, K tags; forward[t][k] holds the paths up to and with tag k of word t, backward[t][k]
 * those from word t+1 to the end given that tag.
 */
public final class ChainLattice {
  /** Beyond this spread of the transitions their exponentials are not multiplied (e^±300). */
  private static final double SAFE_SPREAD = 300;

  private final ChainScores scores;
  private final double[][] emissions;
  private final double highest;
  private final boolean isSafe;
  private final double[][] exponentials;
  private final double[][] forward;
  private final double[][] backward;
  private final double offset;
  private final double logZ;

  /**
   * @param emissions [T][K], at least one word
   */
  public ChainLattice(ChainScores scores, double[][] emissions) {
    this.scores = scores;
    // The best emission of each word is taken out and added again at the end: long sentences then
    // do not wear out the digits of the sums.
    this.emissions = new double[emissions.length][];
    double removed = 0;
    for (int t = 0; t < emissions.length; t++) {
      double best = max(emissions[t]);
      removed += best;
      this.emissions[t] = emissions[t].clone();
      for (int k = 0; k < emissions[t].length; k++) {
        this.emissions[t][k] -= best;
      }
    }
    offset = removed;
    int length = emissions.length;
    int tags = scores.tags();
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    for (double[] row : scores.transitions()) {
      for (double value : row) {
        max = Math.max(max, value);
        min = Math.min(min, value);
      }
    }
    highest = max;
    isSafe = max - min < SAFE_SPREAD;
    exponentials = new double[tags][tags];
    for (int from = 0; from < tags; from++) {
      for (int to = 0; to < tags; to++) {
        exponentials[from][to] = Math.exp(scores.transitions()[from][to] - highest);
      }
    }
    forward = new double[length][];
    backward = new double[length][];
    forward[0] = ChainScores.plus(scores.start(), this.emissions[0]);
    for (int t = 1; t < length; t++) {
      forward[t] = ChainScores.plus(before(forward[t - 1]), this.emissions[t]);
    }
    backward[length - 1] = scores.stop();
    for (int t = length - 2; t >= 0; t--) {
      backward[t] = after(ChainScores.plus(this.emissions[t + 1], backward[t + 1]));
    }
    logZ = logSumExp(ChainScores.plus(forward[length - 1], scores.stop()));
  }

  /** The logarithm of the sum over all paths of e^score. */
  public double logZ() {
    return logZ + offset;
  }

  /** The probability of each tag at each word, [T][K]. */
  public double[][] tagProbabilities() {
    double[][] result = new double[emissions.length][scores.tags()];
    for (int t = 0; t < result.length; t++) {
      for (int k = 0; k < scores.tags(); k++) {
        result[t][k] = Math.exp(forward[t][k] + backward[t][k] - logZ);
      }
    }
    return result;
  }

  /** Adds how often each transition is expected in the sentence to {@code sums}, [from][to]. */
  public void addExpectedTransitions(double[][] sums) {
    int tags = scores.tags();
    for (int t = 1; t < emissions.length; t++) {
      double[] right = ChainScores.plus(emissions[t], backward[t]);
      double leftMax = max(forward[t - 1]);
      double rightMax = max(right);
      double[] leftShare = shares(forward[t - 1], leftMax);
      double[] rightShare = shares(right, rightMax);
      // At most the spread of the transitions: the path over both maxima is one of those in Z.
      double rest = Math.exp(isSafe ? leftMax + rightMax + highest - logZ : 0);
      for (int from = 0; from < tags; from++) {
        for (int to = 0; to < tags; to++) {
          sums[from][to] +=
              isSafe
                  ? leftShare[from] * exponentials[from][to] * rightShare[to] * rest
                  : Math.exp(
                      forward[t - 1][from] + scores.transitions()[from][to] + right[to] - logZ);
        }
      }
    }
  }

  /** The probability that exactly these tags stand from word {@code start} on. */
  public double spanProbability(int start, int[] tags) {
    double score = forward[start][tags[0]];
    for (int i = 1; i < tags.length; i++) {
      score += scores.transitions()[tags[i - 1]][tags[i]] + emissions[start + i][tags[i]];
    }
    int last = start + tags.length - 1;
    return Math.min(1, Math.exp(score + backward[last][tags[tags.length - 1]] - logZ));
  }

  /** For each tag, the sum over all tags before it. */
  private double[] before(double[] values) {
    int tags = values.length;
    double[] result = new double[tags];
    if (!isSafe) {
      for (int to = 0; to < tags; to++) {
        double[] terms = values.clone();
        for (int from = 0; from < tags; from++) {
          terms[from] += scores.transitions()[from][to];
        }
        result[to] = logSumExp(terms);
      }
      return result;
    }
    double max = max(values);
    double[] share = shares(values, max);
    for (int from = 0; from < tags; from++) {
      double[] row = exponentials[from];
      for (int to = 0; to < tags; to++) {
        result[to] += share[from] * row[to];
      }
    }
    for (int to = 0; to < tags; to++) {
      result[to] = max + highest + Math.log(result[to]);
    }
    return result;
  }

  /** For each tag, the sum over all tags after it. */
  private double[] after(double[] values) {
    int tags = values.length;
    double[] result = new double[tags];
    double max = max(values);
    double[] share = shares(values, max);
    for (int from = 0; from < tags; from++) {
      if (isSafe) {
        double sum = 0;
        for (int to = 0; to < tags; to++) {
          sum += exponentials[from][to] * share[to];
        }
        result[from] = max + highest + Math.log(sum);
      } else {
        result[from] = logSumExp(ChainScores.plus(scores.transitions()[from], values));
      }
    }
    return result;
  }

  private static double[] shares(double[] values, double max) {
    double[] shares = new double[values.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(values[i] - max);
    }
    return shares;
  }

  private static double max(double[] values) {
    double max = values[0];
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static double logSumExp(double[] values) {
    double max = max(values);
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }
}
