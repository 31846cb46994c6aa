package org.conversener.translation;

/**
 * How the best translation is searched for.
 *
 * @param beam hypotheses kept at each step
 * @param lengthPenalty exponent of the length by which a score is divided; 1 is the mean
 *     log-probability, 0 none
 * @param unknownPenalty subtracted from the log-probability of the unknown subword
 * @param lengthFactor with {@code lengthExtra} the longest output: factor · S + extra subwords, S
 *     the source's length with end-of-sentence
 * @param lengthExtra see {@code lengthFactor}
 */
public record Decoding(
    int beam, double lengthPenalty, double unknownPenalty, double lengthFactor, int lengthExtra) {

  /** Beam 5, length penalty 1, at most 1.3·S + 10 subwords. */
  public static final Decoding DEFAULT = new Decoding(5, 1, 0, 1.3, 10);

  /** Checks the ranges. */
  public Decoding {
    if (beam < 1 || beam > 100) {
      throw new IllegalArgumentException("beam: expected 1 to 100, found " + beam);
    }
    if (!(lengthFactor >= 0) || lengthExtra < 1) {
      throw new IllegalArgumentException(
          "the longest output must be positive, found " + lengthFactor + "·S + " + lengthExtra);
    }
  }

  /** The same with another beam and length penalty. */
  public Decoding with(int otherBeam, double otherLengthPenalty) {
    return new Decoding(otherBeam, otherLengthPenalty, unknownPenalty, lengthFactor, lengthExtra);
  }
}
