package org.conversener.tagging;

import java.util.List;

/**
 * How a training went.
 *
 * @param epochs each epoch, the first one first
 * @param bestEpoch the number of the epoch whose parameters were kept, from 1
 * @param bestDevF1 its F1 on dev, in percent
 * @param seconds the time of all epochs, dev included
 * @param tokensPerSecond words of the training text a second, dev not counted
 */
public record TrainingReport(
    List<Epoch> epochs, int bestEpoch, double bestDevF1, double seconds, double tokensPerSecond) {
  /** Copies the list. */
  public TrainingReport {
    epochs = List.copyOf(epochs);
  }

  /**
   * One epoch.
   *
   * @param number from 1
   * @param loss the mean loss of a training sentence
   * @param devF1 entity F1 on dev, in percent
   * @param rate the learning rate it was trained with
   * @param trainSeconds the time of its training steps
   * @param seconds that and the time on dev
   */
  public record Epoch(
      int number, double loss, double devF1, double rate, double trainSeconds, double seconds) {}
}
