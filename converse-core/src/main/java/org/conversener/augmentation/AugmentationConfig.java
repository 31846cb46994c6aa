package org.conversener.augmentation;

/**
 * What is made from parallel text. {@link #OFF} makes nothing.
 *
 * @param swapNames pairs with other names, for each pair that has a name to swap: 1 is as many, 0.5
 *     half as many
 * @param copyPairs number of pairs of nothing but names
 * @param lexiconPairs number of entries of the lexicons that become pairs
 * @param madeUp share of the names put in that are made up
 * @param upperCase share of the swapped pairs and of the pairs of names that are written in upper
 *     case
 * @param minNameCount in how many pairs a name has to stand on both sides to be put into others
 * @param sourceNames whether rare names that only the source side shows are put in as well
 * @param headlinePairs copies of pairs in capitals on both sides, for each pair: 0.05 is one for
 *     every twentieth. For translators that read headlines as they are written, which else copy
 *     them
 */
public record AugmentationConfig(
    double swapNames,
    int copyPairs,
    int lexiconPairs,
    double madeUp,
    double upperCase,
    int minNameCount,
    boolean sourceNames,
    double headlinePairs) {
  /** Makes nothing; the shares are the defaults. */
  public static final AugmentationConfig OFF =
      new AugmentationConfig(0, 0, 0, 0.25, 0.05, 1, false, 0);

  /** Checks the ranges. */
  public AugmentationConfig {
    check(swapNames >= 0 && swapNames <= 100, "swapNames: expected 0 to 100, found " + swapNames);
    check(copyPairs >= 0, "copyPairs: expected at least 0, found " + copyPairs);
    check(lexiconPairs >= 0, "lexiconPairs: expected at least 0, found " + lexiconPairs);
    check(madeUp >= 0 && madeUp <= 1, "madeUp: expected 0 to 1, found " + madeUp);
    check(upperCase >= 0 && upperCase <= 1, "upperCase: expected 0 to 1, found " + upperCase);
    check(minNameCount >= 1, "minNameCount: expected at least 1, found " + minNameCount);
    check(
        headlinePairs >= 0 && headlinePairs <= 100,
        "headlinePairs: expected 0 to 100, found " + headlinePairs);
  }

  private static void check(boolean isFine, String otherwise) {
    if (!isFine) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Whether anything is made. */
  public boolean makesPairs() {
    return makesNames() || headlinePairs > 0;
  }

  /** Whether anything is made for which names are learned. */
  public boolean makesNames() {
    return swapNames > 0 || copyPairs > 0 || lexiconPairs > 0;
  }
}
