package org.conversener.evaluation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Means over seeds, and how numbers are rounded for people. */
public final class Statistics {
  private Statistics() {}

  /**
   * The mean.
   *
   * @throws IllegalArgumentException if there is no value
   */
  public static double mean(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("the mean of no values is not defined");
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  /**
   * The sample standard deviation, over n - 1; NaN for one value, whose spread is unknown (write
   * null in JSON, and no ± in a table).
   *
   * @throws IllegalArgumentException if there is no value
   */
  public static double deviation(List<Double> values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.size() == 1 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
  }

  /** A share in percent with two decimals; 0 of nothing. */
  public static double percent(long part, long whole) {
    return whole == 0 ? 0 : twoDecimals(100.0 * part / whole);
  }

  /** Rounds as C's and Perl's {@code %.2f}: the exact binary value, half to even. */
  public static double twoDecimals(double value) {
    return exact(value).doubleValue();
  }

  /** The two decimals of {@link #twoDecimals} as text, at least {@code width} characters wide. */
  static String format(double value, int width) {
    String digits = exact(value).toPlainString();
    return " ".repeat(Math.max(0, width - digits.length())) + digits;
  }

  // String.format rounds the shortest decimal text of a double: 0.125 would become 0.13.
  private static BigDecimal exact(double value) {
    return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN);
  }
}
