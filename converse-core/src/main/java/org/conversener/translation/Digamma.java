package org.conversener.translation;

/** The derivative of the logarithm of the gamma function. */
final class Digamma {
  private Digamma() {}

  /**
   * ψ(x) for x &gt; 0, to about 1e-10: ψ(x) = ψ(x + 1) - 1/x up to 7, then the asymptotic series
   * (Abramowitz and Stegun 6.3.5 and 6.3.18).
   */
  static double of(double x) {
    double value = 0;
    double above = x;
    while (above < 7) {
      value -= 1 / above;
      above++;
    }
    double inverse = 1 / above;
    double square = inverse * inverse;
    return value
        + Math.log(above)
        - inverse / 2
        - square
            * (1.0 / 12
                - square
                    * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square / 132))));
  }
}
