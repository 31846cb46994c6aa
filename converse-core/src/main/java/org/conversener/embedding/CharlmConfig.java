package org.conversener.embedding;

/**
 * Everything that decides what a character language model becomes, beside its text. The recipe is
 * Flair's (REFERENCE 2.1).
 *
 * @param direction in which order it reads
 * @param hidden width of the LSTM, which is the width of the features
 * @param embedding width of a character's vector
 * @param dropout dropout of those vectors and of the LSTM's output
 * @param rate learning rate
 * @param annealingFactor what the rate is multiplied with when it falls
 * @param patience so many splits in a row may have no lower validation loss
 * @param minimumRate training ends when the rate is below this
 * @param clip largest norm of the gradient of the mean loss
 * @param batch how many stretches of the text are read side by side
 * @param sequence after so many characters the weights change; the state goes on
 * @param splits parts of an epoch, each ended by a validation; the state begins anew in each
 * @param epochs passes over the text
 * @param lowerCased share of the lines read in lower case, drawn anew each epoch
 * @param upperCased share of the lines read in upper case
 * @param minimumCount rarer characters are unknown
 * @param heldOut share of the lines to validate on if no text for that is given
 * @param finalShare share of {@code --minutes} at the end in which the rate is multiplied with
 *     {@code annealingFactor} three times, at equal distances, whatever the validation says: a run
 *     that its minutes stop would otherwise end at a rate at which the weights do not settle. 0:
 *     never
 * @param seed where all randomness comes from
 */
public record CharlmConfig(
    Direction direction,
    int hidden,
    int embedding,
    double dropout,
    double rate,
    double annealingFactor,
    int patience,
    double minimumRate,
    double clip,
    int batch,
    int sequence,
    int splits,
    int epochs,
    double lowerCased,
    double upperCased,
    int minimumCount,
    double heldOut,
    double finalShare,
    long seed) {

  /** Checks the ranges. */
  public CharlmConfig {
    check(hidden >= 1 && hidden <= 1 << 15, "hidden: expected 1 to 32768, found " + hidden);
    check(
        embedding >= 1 && embedding <= 1 << 15,
        "embedding: expected 1 to 32768, found " + embedding);
    check(dropout >= 0 && dropout < 1, "dropout: expected 0 to below 1, found " + dropout);
    check(
        rate > 0 && rate < Double.POSITIVE_INFINITY,
        "rate: expected a positive number, found " + rate);
    check(
        annealingFactor > 0 && annealingFactor < 1,
        "annealingFactor: expected a number between 0 and 1, found " + annealingFactor);
    check(patience >= 0, "patience: expected at least 0, found " + patience);
    check(minimumRate >= 0, "minimumRate: expected at least 0, found " + minimumRate);
    check(clip > 0, "clip: expected a positive number, found " + clip);
    check(batch >= 1, "batch: expected at least 1, found " + batch);
    check(sequence >= 1, "sequence: expected at least 1, found " + sequence);
    check(splits >= 1, "splits: expected at least 1, found " + splits);
    check(epochs >= 1, "epochs: expected at least 1, found " + epochs);
    check(
        lowerCased >= 0 && upperCased >= 0 && lowerCased + upperCased <= 1,
        "lowerCased and upperCased: expected shares of together at most 1, found "
            + lowerCased
            + " and "
            + upperCased);
    check(minimumCount >= 1, "minimumCount: expected at least 1, found " + minimumCount);
    check(heldOut > 0 && heldOut < 1, "heldOut: expected a share below 1, found " + heldOut);
    check(
        finalShare >= 0 && finalShare < 1,
        "finalShare: expected 0 to below 1, found " + finalShare);
  }

  /** As Flair trains its small models. */
  public static CharlmConfig paper() {
    return new CharlmConfig(
        Direction.FORWARD,
        1024,
        100,
        0.1,
        20,
        0.25,
        10,
        1e-3,
        0.25,
        100,
        250,
        100,
        10,
        0.01,
        0.01,
        5,
        0.01,
        0,
        1);
  }

  /** For a processor and some megabytes of text: smaller, and more steps for the same text. */
  public static CharlmConfig quick() {
    return new CharlmConfig(
        Direction.FORWARD,
        512,
        64,
        0.1,
        20,
        0.25,
        3,
        1e-2,
        0.25,
        64,
        128,
        10,
        10,
        0.01,
        0.01,
        5,
        0.01,
        0.3,
        1);
  }

  private static void check(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
