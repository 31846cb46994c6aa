package org.conversener.layers;

import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * A conditional random field over a chain of tags (Lafferty et al. 2001; eq. 13 and 14 of the
 * paper). Its loss is logZ minus the score of the gold path.
 *
 * <p>The gradient of that loss is known in closed form, expected minus gold counts, and computed by
 * forward-backward on plain arrays ({@link ChainLattice}); it is handed to the emissions and
 * transitions as constants, so the recursion itself is never recorded and the cost is linear in the
 * length.
 *
 * <p>No transition is forbidden; that tag sequences be well formed is learned (as in Flair and
 * NCRF++). START and STOP are the vectors {@code start} and {@code stop} instead of rows of the
 * matrix. All scores start at zero, as in NCRF++.
 *
 * <p>Shapes: B batch, T longest sentence, K tags.
 */
public final class ChainCrf {
  private final int tags;
  private final Tensor transitions;
  private final Tensor start;
  private final Tensor stop;

  /** All scores zero. */
  public ChainCrf(Parameters parameters, int tags) {
    this.tags = tags;
    transitions = parameters.constant("transitions", 0, tags, tags);
    start = parameters.constant("start", 0, tags);
    stop = parameters.constant("stop", 0, tags);
  }

  /** The present scores as plain numbers. */
  public ChainScores scores() {
    try (Scope scope = Scope.withoutGradients()) {
      double[] flat = transitions.toDoubles();
      return new ChainScores(start.toDoubles(), square(flat), stop.toDoubles());
    }
  }

  /**
   * The loss of a batch, summed over its sentences.
   *
   * @param emissions [B, T, K]; what lies after a sentence's end is not read
   * @param gold the tags of each sentence, at most T of them
   * @return a scalar to which gradients can be traced
   */
  public Tensor loss(Tensor emissions, int[][] gold) {
    checkShapes(emissions, gold);
    int time = Math.toIntExact(emissions.size(1));
    ChainScores scores = scores();
    ChainFactors factors = new ChainFactors(scores);
    double[] values = emissions.detach().toDoubles();
    double[] emissionGradient = new double[values.length];
    double[][] transitionGradient = new double[tags][tags];
    double[] startGradient = new double[tags];
    double[] stopGradient = new double[tags];
    double loss = 0;
    for (int b = 0; b < gold.length; b++) {
      int[] path = gold[b];
      int offset = b * time * tags;
      double[][] sentence = rows(values, offset, path.length);
      ChainLattice lattice = new ChainLattice(factors, sentence);
      loss += lattice.logZ() - scores.pathScore(sentence, path);
      lattice.addExpectedTransitions(transitionGradient);
      double[][] gradient = lattice.tagProbabilities();
      for (int t = 0; t < path.length; t++) {
        gradient[t][path[t]]--;
        if (t > 0) {
          transitionGradient[path[t - 1]][path[t]]--;
        }
        System.arraycopy(gradient[t], 0, emissionGradient, offset + t * tags, tags);
      }
      add(startGradient, gradient[0]);
      add(stopGradient, gradient[path.length - 1]);
    }
    Tensor traced =
        traced(emissions, emissionGradient)
            .plus(traced(transitions, flat(transitionGradient)))
            .plus(traced(start, startGradient))
            .plus(traced(stop, stopGradient));
    return traced.minus(traced.detach()).plus(loss);
  }

  /** Σ input ⊙ gradient: a number whose gradient is the given one. */
  private static Tensor traced(Tensor input, double[] gradient) {
    return input.times(Tensor.of(gradient, input.shape()).as(input.type())).sum();
  }

  /** The rows of one sentence in a flat [.., K]. */
  double[][] rows(double[] flat, int offset, int length) {
    double[][] rows = new double[length][tags];
    for (int t = 0; t < length; t++) {
      System.arraycopy(flat, offset + t * tags, rows[t], 0, tags);
    }
    return rows;
  }

  /** Emissions [B, T, K] as plain numbers for each sentence, without padding. */
  public double[][][] unpad(Tensor emissions, int[] lengths) {
    double[] flat = emissions.toDoubles();
    int time = Math.toIntExact(emissions.size(1));
    double[][][] sentences = new double[lengths.length][][];
    for (int b = 0; b < lengths.length; b++) {
      sentences[b] = rows(flat, b * time * tags, lengths[b]);
    }
    return sentences;
  }

  private void checkShapes(Tensor emissions, int[][] gold) {
    if (emissions.dimensions() != 3
        || emissions.size(0) != gold.length
        || emissions.size(2) != tags) {
      throw new IllegalArgumentException(
          "CRF: expected emissions [" + gold.length + ", T, " + tags + "], found " + emissions);
    }
    for (int[] path : gold) {
      if (path.length == 0 || path.length > emissions.size(1)) {
        throw new IllegalArgumentException(
            "CRF: expected 1 to " + emissions.size(1) + " tags a sentence, found " + path.length);
      }
    }
  }

  private double[][] square(double[] flat) {
    return rows(flat, 0, tags);
  }

  private static double[] flat(double[][] square) {
    double[] flat = new double[square.length * square.length];
    for (int i = 0; i < square.length; i++) {
      System.arraycopy(square[i], 0, flat, i * square.length, square.length);
    }
    return flat;
  }

  private static void add(double[] sums, double[] values) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i];
    }
  }
}
