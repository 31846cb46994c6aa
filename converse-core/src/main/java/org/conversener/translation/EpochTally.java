package org.conversener.translation;

import java.util.Map;

/**
 * What the present epoch has learned from and how long that took; in the checkpoint, so that an
 * epoch that was resumed tells of the whole of it.
 */
final class EpochTally {
  private static final String LOSS = "epochLoss";
  private static final String SECONDS = "epochSeconds";
  private static final String SUBWORDS = "epochSubwords";

  private double loss;
  private double seconds;
  private long subwords;
  private long clocked;

  /** Sets the clock going. */
  void start() {
    clocked = System.nanoTime();
  }

  /** Adds what has passed since it was set going or last asked. */
  void clock() {
    long now = System.nanoTime();
    seconds += (now - clocked) / 1e9;
    clocked = now;
  }

  /** Adds a batch with the sum of its losses. */
  void add(double batchLoss, int batchSubwords) {
    loss += batchLoss;
    subwords += batchSubwords;
  }

  /** The mean loss of a subword; 0 before the first. */
  double loss() {
    return loss / Math.max(1, subwords);
  }

  double seconds() {
    return seconds;
  }

  long subwords() {
    return subwords;
  }

  /** For the next epoch. */
  void reset() {
    loss = 0;
    seconds = 0;
    subwords = 0;
  }

  void writeTo(Map<String, String> state) {
    state.put(LOSS, Double.toString(loss));
    state.put(SECONDS, Double.toString(seconds));
    state.put(SUBWORDS, Long.toString(subwords));
  }

  void restore(Map<String, String> state) {
    loss = Double.parseDouble(state.getOrDefault(LOSS, "0"));
    seconds = Double.parseDouble(state.getOrDefault(SECONDS, "0"));
    subwords = Long.parseLong(state.getOrDefault(SUBWORDS, "0"));
  }
}
