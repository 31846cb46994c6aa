package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.corpus.SentencePair;
import org.conversener.tensor.Randomness;

/** Joins parallel corpora, each as often as its weight says. */
public final class WeightedPairs {
  private final List<SentencePair> pairs = new ArrayList<>();
  private final long seed;

  /** Nothing yet; the seed decides which pairs a fractional weight takes. */
  public WeightedPairs(long seed) {
    this.seed = seed;
  }

  /**
   * Adds a corpus.
   *
   * @param name what distinguishes its random choice from that of other corpora
   * @param weight how often each pair occurs: 2.5 is twice, and once more for half of the pairs
   */
  public WeightedPairs add(String name, List<SentencePair> corpus, double weight) {
    if (!(weight > 0) || weight > 100) {
      throw new IllegalArgumentException(
          "weight of " + name + ": expected above 0 to 100, found " + weight);
    }
    SplittableRandom random = new SplittableRandom(Randomness.seedFor(seed, name));
    int whole = (int) weight;
    for (SentencePair pair : corpus) {
      int times = whole + (random.nextDouble() < weight - whole ? 1 : 0);
      for (int i = 0; i < times; i++) {
        pairs.add(pair);
      }
    }
    return this;
  }

  /** All pairs. */
  public List<SentencePair> pairs() {
    return List.copyOf(pairs);
  }
}
