package org.conversener.layers;

/**
 * All tag paths of one sentence at once: the forward-backward algorithm on plain numbers, in time
 * linear in the sentence.
 *
 * <p>The exponentials of the scores, taken once for all sentences, are multiplied ({@link
 * ScaledChain}); where scores lie so far apart that this could lose a path, sums are taken by
 * logarithms ({@link LogChain}). Emissions may be of any finite size.
 *
 * <p>T words, K tags.
 */
public final class ChainLattice {
  private final ChainSums sums;

  /**
   * @param emissions [T][K], at least one word
   */
  public ChainLattice(ChainScores scores, double[][] emissions) {
    this(new ChainFactors(scores), emissions);
  }

  /**
   * As above, with what several sentences share.
   *
   * @param emissions [T][K], at least one word
   */
  public ChainLattice(ChainFactors factors, double[][] emissions) {
    sums =
        factors.isSafe()
            ? new ScaledChain(factors, emissions)
            : new LogChain(factors.scores(), emissions);
  }

  /** The logarithm of the sum over all paths of e^score. */
  public double logZ() {
    return sums.logZ();
  }

  /** The probability of each tag at each word, [T][K]. */
  public double[][] tagProbabilities() {
    return sums.tagProbabilities();
  }

  /** Adds how often each transition is expected in the sentence to {@code sums}, [from][to]. */
  public void addExpectedTransitions(double[][] sums) {
    this.sums.addExpectedTransitions(sums);
  }

  /** The probability that exactly these tags stand from {@code start} on. */
  public double spanProbability(int start, int[] tags) {
    return sums.spanProbability(start, tags);
  }
}
