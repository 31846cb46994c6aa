package org.conversener.layers;

/**
 * The exponentials of a chain's scores, computed once for all sentences that are read with them.
 * The largest of each kind is taken out first, so that all are between 0 and 1. Immutable.
 */
public final class ChainFactors {
  /** Beyond this spread of the scores their exponentials are not multiplied (e^±300). */
  private static final double SAFE_SPREAD = 300;

  private final ChainScores scores;
  private final double[] start;
  private final double[] onward;
  private final double[] backward;
  private final double[] stop;
  private final double highestStart;
  private final double highest;
  private final double highestStop;
  private final boolean isSafe;

  /** Of these scores. */
  public ChainFactors(ChainScores scores) {
    this.scores = scores;
    int tags = scores.tags();
    onward = new double[tags * tags];
    backward = new double[tags * tags];
    for (int from = 0; from < tags; from++) {
      System.arraycopy(scores.transitions()[from], 0, onward, from * tags, tags);
    }
    start = scores.start().clone();
    stop = scores.stop().clone();
    highestStart = max(start);
    highest = max(onward);
    highestStop = max(stop);
    isSafe =
        spread(start, highestStart) < SAFE_SPREAD
            && spread(onward, highest) < SAFE_SPREAD
            && spread(stop, highestStop) < SAFE_SPREAD;
    exponentiate(start, highestStart);
    exponentiate(onward, highest);
    exponentiate(stop, highestStop);
    for (int from = 0; from < tags; from++) {
      for (int to = 0; to < tags; to++) {
        backward[to * tags + from] = onward[from * tags + to];
      }
    }
  }

  private static double spread(double[] values, double highest) {
    double lowest = highest;
    for (double value : values) {
      lowest = Math.min(lowest, value);
    }
    return highest - lowest;
  }

  private static void exponentiate(double[] values, double highest) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i] - highest);
    }
  }

  static double max(double[] values) {
    double max = values[0];
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  /** What they are the exponentials of. */
  public ChainScores scores() {
    return scores;
  }

  /** Whether products of them lose nothing that counts. */
  boolean isSafe() {
    return isSafe;
  }

  /** Of starting with a tag, [K]. */
  double[] start() {
    return start;
  }

  /** Of going from one tag to another, [from][to] in one row. */
  double[] onward() {
    return onward;
  }

  /** The same the other way round, [to][from] in one row. */
  double[] backward() {
    return backward;
  }

  /** Of ending with a tag, [K]. */
  double[] stop() {
    return stop;
  }

  /** What was taken out of the score of a path of so many words. */
  double removed(int length) {
    return highestStart + (length - 1) * highest + highestStop;
  }
}
