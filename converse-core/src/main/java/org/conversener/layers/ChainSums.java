package org.conversener.layers;

/** Sums over all paths through the tags of one sentence. */
interface ChainSums {
  /** The logarithm of the sum over all paths of e^score. */
  double logZ();

  /** The probability of each tag at each word, [T][K]. */
  double[][] tagProbabilities();

  /** Adds how often each transition is expected to {@code sums}, [from][to]. */
  void addExpectedTransitions(double[][] sums);

  /** The probability that exactly these tags stand from {@code start} on. */
  double spanProbability(int start, int[] tags);
}
