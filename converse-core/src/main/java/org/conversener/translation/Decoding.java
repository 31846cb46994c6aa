package org.conversener.translation;

/**
 * How translations are searched (fairseq {@code generate.py}; REFERENCE 1.7).
 *
 * @param beam hypotheses kept
 * @param lengthPenalty exponent of the length that divides a hypothesis's score
 * @param unknownPenalty taken from the log-probability of the unknown subword
 * @param lengthFactor the longest output has {@code lengthFactor·S + lengthExtra} subwords, S being
 *     the source's length with end-of-sentence
 * @param lengthExtra see {@code lengthFactor}
 * @param shortest a translation has at least so many subwords before its end-of-sentence, but no
 *     more than the longest output of its sentence
 */
public record Decoding(
    int beam,
    double lengthPenalty,
    double unknownPenalty,
    double lengthFactor,
    int lengthExtra,
    int shortest) {

  /** Beam 5, length penalty 1, at least 1 and at most 1.3·S + 10 subwords. */
  public static final Decoding DEFAULT = new Decoding(5, 1, 0, 1.3, 10, 1);

  /** Checks the ranges. */
  public Decoding {
    if (beam < 1 || beam > 100) {
      throw new IllegalArgumentException("beam: expected 1 to 100, found " + beam);
    }
    if (!Double.isFinite(lengthPenalty) || !Double.isFinite(unknownPenalty)) {
      throw new IllegalArgumentException(
          "the penalties must be numbers, found " + lengthPenalty + " and " + unknownPenalty);
    }
    if (!(lengthFactor >= 0 && Double.isFinite(lengthFactor))
        || lengthExtra < 0
        || lengthFactor + lengthExtra < 1) {
      throw new IllegalArgumentException(
          "the longest output must be positive, found " + lengthFactor + "·S + " + lengthExtra);
    }
    if (shortest < 1) {
      throw new IllegalArgumentException(
          "the shortest output: expected at least 1 subword, found " + shortest);
    }
    if (lengthFactor == 0 && shortest > lengthExtra) {
      throw new IllegalArgumentException(
          "the shortest output, "
              + shortest
              + " subwords, is longer than the longest, "
              + lengthExtra);
    }
  }

  /** The same with another beam and length penalty. */
  public Decoding with(int otherBeam, double otherLengthPenalty) {
    return new Decoding(
        otherBeam, otherLengthPenalty, unknownPenalty, lengthFactor, lengthExtra, shortest);
  }

  /** The most subwords of a translation of so many, within a table of so many positions. */
  int longest(int sourceLength, int positions) {
    // The last usable position is positions - 1, and the first is 2.
    double wanted = Math.floor(lengthFactor * sourceLength) + lengthExtra;
    return (int) Math.min(wanted, positions - Symbols.PAD - 2);
  }
}
