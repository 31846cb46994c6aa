package org.conversener.augmentation;

import java.util.SplittableRandom;

/** Random numbers without a history: from the seed, a purpose and a number. */
final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Draws() {}

  /** The numbers for one thing of a purpose. */
  static SplittableRandom of(long seed, String purpose, long number) {
    // The first number of a generator is its seed well mixed.
    long named = new SplittableRandom(seed + GOLDEN * purpose.hashCode()).nextLong();
    return new SplittableRandom(new SplittableRandom(named + number).nextLong());
  }

  /** How often something happens that is to happen so often on average: 1.2 is once or twice. */
  static int times(double share, SplittableRandom random) {
    int whole = (int) share;
    return whole + (random.nextDouble() < share - whole ? 1 : 0);
  }
}
