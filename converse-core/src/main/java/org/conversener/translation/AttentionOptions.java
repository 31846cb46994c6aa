package org.conversener.translation;

/**
 * How attention between subwords becomes attention between words (REFERENCE 4.1, 4.2, 4.4, 4.5).
 *
 * @param sourcePooling how the rows of a source word's subwords are joined
 * @param targetPooling how the columns of an English word's subwords are joined
 * @param eos what becomes of the attention on the source's end-of-sentence; the column of the
 *     English one is always dropped
 * @param shift 0: a subword's attention is that of its prediction; 1: that of the next prediction,
 *     where it is the newest input
 * @param normalise whether columns are left as the softmax gave them, or each row is divided by its
 *     sum
 */
public record AttentionOptions(
    Pooling sourcePooling, Pooling targetPooling, Eos eos, int shift, Normalise normalise) {

  /**
   * Sum over sources, mean over targets, end-of-sentence dropped, no shift, columns as they are.
   */
  public static final AttentionOptions DEFAULT =
      new AttentionOptions(Pooling.SUM, Pooling.MEAN, Eos.DROP, 0, Normalise.COLUMNS);

  /** Checks the shift. */
  public AttentionOptions {
    if (shift != 0 && shift != 1) {
      throw new IllegalArgumentException("shift: expected 0 or 1, found " + shift);
    }
  }

  /** How the values of several subwords become one. */
  public enum Pooling {
    /** Their sum. */
    SUM,
    /** Their mean. */
    MEAN
  }

  /** What becomes of the attention on the source's end-of-sentence. */
  public enum Eos {
    /** It is lost: columns sum to less than 1 (paper eq. 6 taken literally). */
    DROP,
    /** The rest of the column is scaled up to sum to 1. */
    RENORMALISE
  }

  /** Which sums are 1. */
  public enum Normalise {
    /** Those of columns (before end-of-sentence is dropped): an English word gives itself once. */
    COLUMNS,
    /** Those of rows: a source word receives one word's worth. */
    ROWS
  }
}
