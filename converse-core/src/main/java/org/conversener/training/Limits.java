package org.conversener.training;

/**
 * When a run stops before its configuration says so.
 *
 * @param minutes stop after so many minutes, with a good model; infinity for no limit
 */
public record Limits(double minutes) {
  /** No limit. */
  public static final Limits NONE = new Limits(Double.POSITIVE_INFINITY);

  /** Checks the range. */
  public Limits {
    if (!(minutes > 0)) {
      throw new IllegalArgumentException("minutes: expected a positive number, found " + minutes);
    }
  }
}
