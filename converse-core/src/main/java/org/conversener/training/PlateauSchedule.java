package org.conversener.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A learning rate that falls when a figure stops getting better (torch's {@code ReduceLROnPlateau}
 * with a relative threshold): after more than {@code patience} epochs in a row without improvement
 * the rate is multiplied by {@code factor} and the count starts anew. As in Flair, the run is
 * {@linkplain #isFinished finished} once the rate is below its minimum; it is not held there.
 */
public final class PlateauSchedule {
  /** What better means. */
  public enum Goal {
    /** Lower is better: a loss. */
    MIN,
    /** Higher is better: an F1. */
    MAX
  }

  /**
   * The settings.
   *
   * @param goal what better means
   * @param factor what the rate is multiplied with, in (0, 1)
   * @param patience how many epochs in a row may be no better before the rate falls
   * @param threshold by which share of the best figure a figure must be better to count; torch 1e-4
   * @param minimum the run is finished when the rate is below this
   */
  public record Settings(Goal goal, double factor, int patience, double threshold, double minimum) {
    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Settings {
      if (!(factor > 0 && factor < 1) || patience < 0 || !(threshold >= 0) || !(minimum >= 0)) {
        throw new IllegalArgumentException(
            "plateau schedule: expected 0 < factor < 1, patience, threshold and minimum of at least"
                + " 0; found "
                + factor
                + ", "
                + patience
                + ", "
                + threshold
                + ", "
                + minimum);
      }
    }
  }

  private final Settings settings;
  private double rate;
  private double best;
  private int badEpochs;

  /** Starts with this rate. */
  public PlateauSchedule(Settings settings, double rate) {
    this.settings = settings;
    this.rate = rate;
    this.best = settings.goal == Goal.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /**
   * An epoch ended with this figure.
   *
   * @return the rate of the next epoch
   */
  public double next(double figure) {
    if (isBetter(figure)) {
      best = figure;
      badEpochs = 0;
    } else {
      badEpochs++;
    }
    if (badEpochs > settings.patience) {
      rate *= settings.factor;
      badEpochs = 0;
    }
    return rate;
  }

  private boolean isBetter(double figure) {
    if (Double.isInfinite(best)) {
      return !Double.isNaN(figure);
    }
    return settings.goal == Goal.MIN
        ? figure < best * (1 - settings.threshold)
        : figure > best * (1 + settings.threshold);
  }

  /** The present rate. */
  public double rate() {
    return rate;
  }

  /** Whether the rate has fallen below its minimum. */
  public boolean isFinished() {
    return rate < settings.minimum;
  }

  /** What must be saved to go on later. */
  public Map<String, String> state() {
    Map<String, String> state = new LinkedHashMap<>();
    state.put("schedule.rate", Double.toString(rate));
    state.put("schedule.best", Double.toString(best));
    state.put("schedule.badEpochs", Integer.toString(badEpochs));
    return state;
  }

  /**
   * Goes on from a saved {@link #state()}, which may hold other things besides.
   *
   * @throws IllegalArgumentException if something is missing or not a number
   */
  public void restore(Map<String, String> state) {
    rate = Double.parseDouble(required(state, "schedule.rate"));
    best = Double.parseDouble(required(state, "schedule.best"));
    badEpochs = Integer.parseInt(required(state, "schedule.badEpochs"));
  }

  private static String required(Map<String, String> state, String key) {
    String value = state.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the saved run has no " + key);
    }
    return value;
  }
}
