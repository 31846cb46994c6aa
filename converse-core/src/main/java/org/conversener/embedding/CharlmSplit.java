package org.conversener.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One part of a pass over the text, or what a time limit left of it.
 *
 * @param epoch the pass, from 1
 * @param number the part, from 1
 * @param trainLoss mean negative log-likelihood of a character in training, in nats
 * @param validLoss the same on the validation text, without dropout
 * @param rate learning rate
 * @param characters characters learned from
 * @param seconds time in training, without validation
 */
public record CharlmSplit(
    int epoch,
    int number,
    double trainLoss,
    double validLoss,
    double rate,
    long characters,
    double seconds) {

  /** The exponential of the validation loss: of so many equally likely characters it chooses. */
  public double validPerplexity() {
    return Math.exp(validLoss);
  }

  /** How fast it learned. */
  public double charactersPerSecond() {
    return characters / Math.max(1e-9, seconds);
  }

  String describe(int splits) {
    return String.format(
        Locale.ROOT,
        "epoch %d split %d of %d: training loss %.4f, validation perplexity %.3f a character,"
            + " rate %.4g, %,d characters/s",
        epoch,
        number,
        splits,
        trainLoss,
        validPerplexity(),
        rate,
        Math.round(charactersPerSecond()));
  }

  /** Splits as text, for checkpoints. */
  static String write(List<CharlmSplit> splits) {
    List<String> lines = new ArrayList<>();
    for (CharlmSplit s : splits) {
      lines.add(
          String.join(
              " ",
              Integer.toString(s.epoch),
              Integer.toString(s.number),
              Double.toString(s.trainLoss),
              Double.toString(s.validLoss),
              Double.toString(s.rate),
              Long.toString(s.characters),
              Double.toString(s.seconds)));
    }
    return String.join("\n", lines);
  }

  /** Reads what {@link #write} wrote. */
  static List<CharlmSplit> read(String text) {
    List<CharlmSplit> splits = new ArrayList<>();
    for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      splits.add(
          new CharlmSplit(
              Integer.parseInt(fields[0]),
              Integer.parseInt(fields[1]),
              Double.parseDouble(fields[2]),
              Double.parseDouble(fields[3]),
              Double.parseDouble(fields[4]),
              Long.parseLong(fields[5]),
              Double.parseDouble(fields[6])));
    }
    return splits;
  }
}
