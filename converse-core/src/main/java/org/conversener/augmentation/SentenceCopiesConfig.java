package org.conversener.augmentation;

/**
 * Which copies of labelled sentences a tagger learns from beside the sentences themselves. {@link
 * #OFF} makes none.
 *
 * @param swapMentions copies whose entities are replaced by others of their types, for each
 *     sentence that has an entity: 1 is one each, 0.5 one for every second
 * @param noisyCopies copies that lack, repeat and swap words as a translation may, for each
 *     sentence
 * @param lowerCase copies in lower case, for each sentence
 * @param upperCase copies in upper case, as headlines are, for each sentence
 * @param madeUp share of the entities put in that do not exist, so that only the words around them
 *     tell their type
 */
public record SentenceCopiesConfig(
    double swapMentions, double noisyCopies, double lowerCase, double upperCase, double madeUp) {
  /** Makes no copy; the share is the default. */
  public static final SentenceCopiesConfig OFF = new SentenceCopiesConfig(0, 0, 0, 0, 0.25);

  private static final double MOST_COPIES = 100;

  /** Checks the ranges. */
  public SentenceCopiesConfig {
    check("swapMentions", swapMentions, MOST_COPIES);
    check("noisyCopies", noisyCopies, MOST_COPIES);
    check("lowerCase", lowerCase, MOST_COPIES);
    check("upperCase", upperCase, MOST_COPIES);
    check("madeUp", madeUp, 1);
  }

  private static void check(String name, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          name + ": expected 0 to " + (int) most + ", found " + value);
    }
  }

  /** Whether any copy is made. */
  public boolean makesCopies() {
    return swapMentions > 0 || noisyCopies > 0 || lowerCase > 0 || upperCase > 0;
  }
}
