package org.conversener.layers;

/**
 * Forward-backward by multiplication: the forward weights of each word are scaled to the sum 1, and
 * the logarithms of the scales are added up (Rabiner 1989). A logarithm a word, where {@link
 * LogChain} takes one a tag; it needs {@link ChainFactors#isSafe} factors.
 *
 * <p>T words, K tags; matrices stand row by row in one array.
 */
final class ScaledChain implements ChainSums {
  private final int length;
  private final int tags;
  private final ChainFactors factors;
  private final double[] emissions;
  private final double[] forward;
  private final double[] backward;
  private final double[] scales;
  private final double rest;
  private final double logZ;

  /**
   * @param rows emissions, [T][K], at least one word
   */
  ScaledChain(ChainFactors factors, double[][] rows) {
    this.factors = factors;
    length = rows.length;
    tags = factors.scores().tags();
    emissions = new double[length * tags];
    double removed = factors.removed(length);
    for (int t = 0; t < length; t++) {
      double best = ChainFactors.max(rows[t]);
      removed += best;
      for (int k = 0; k < tags; k++) {
        emissions[t * tags + k] = Math.exp(rows[t][k] - best);
      }
    }
    forward = new double[length * tags];
    scales = new double[length];
    double logs = goForward();
    double sum = 0;
    for (int k = 0; k < tags; k++) {
      sum += forward[(length - 1) * tags + k] * factors.stop()[k];
    }
    rest = sum;
    logZ = removed + logs + Math.log(sum);
    backward = new double[length * tags];
    goBackward();
  }

  /** Fills {@code forward} and {@code scales}; the sum of the scales' logarithms. */
  private double goForward() {
    double[] onward = factors.onward();
    System.arraycopy(factors.start(), 0, forward, 0, tags);
    double logs = 0;
    for (int t = 0; t < length; t++) {
      int here = t * tags;
      for (int from = 0; t > 0 && from < tags; from++) {
        addScaled(forward[here - tags + from], onward, from * tags, forward, here);
      }
      double sum = 0;
      for (int k = here; k < here + tags; k++) {
        forward[k] *= emissions[k];
        sum += forward[k];
      }
      for (int k = here; k < here + tags; k++) {
        forward[k] /= sum;
      }
      scales[t] = sum;
      logs += Math.log(sum);
    }
    return logs;
  }

  private void goBackward() {
    System.arraycopy(factors.stop(), 0, backward, (length - 1) * tags, tags);
    for (int t = length - 2; t >= 0; t--) {
      for (int to = 0; to < tags; to++) {
        addScaled(after(t, to), factors.backward(), to * tags, backward, t * tags);
      }
    }
  }

  /** What stands behind a word if the next one has this tag. */
  private double after(int t, int to) {
    int next = (t + 1) * tags + to;
    return emissions[next] * backward[next] / scales[t + 1];
  }

  private void addScaled(double factor, double[] row, int start, double[] sums, int place) {
    for (int k = 0; k < tags; k++) {
      sums[place + k] += factor * row[start + k];
    }
  }

  @Override
  public double logZ() {
    return logZ;
  }

  @Override
  public double[][] tagProbabilities() {
    double[][] result = new double[length][tags];
    for (int t = 0; t < length; t++) {
      for (int k = 0; k < tags; k++) {
        result[t][k] = forward[t * tags + k] * backward[t * tags + k] / rest;
      }
    }
    return result;
  }

  @Override
  public void addExpectedTransitions(double[][] sums) {
    double[] onward = factors.onward();
    double[] behind = new double[tags];
    for (int t = 0; t < length - 1; t++) {
      for (int to = 0; to < tags; to++) {
        behind[to] = after(t, to) / rest;
      }
      for (int from = 0; from < tags; from++) {
        double before = forward[t * tags + from];
        double[] row = sums[from];
        for (int to = 0; to < tags; to++) {
          row[to] += before * onward[from * tags + to] * behind[to];
        }
      }
    }
  }

  @Override
  public double spanProbability(int start, int[] path) {
    double weight = forward[start * tags + path[0]];
    for (int i = 1; i < path.length; i++) {
      int t = start + i;
      double step = factors.onward()[path[i - 1] * tags + path[i]];
      weight *= step * emissions[t * tags + path[i]] / scales[t];
    }
    int last = start + path.length - 1;
    return Math.min(1, weight * backward[last * tags + path[path.length - 1]] / rest);
  }
}
