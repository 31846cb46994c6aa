package org.conversener.tensor;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Compares gradients with central differences in double precision, element by element: the error
 * must be small relative to the element, with an absolute floor. (Comparing the direction of the
 * whole gradient instead would accept a gradient that is wrong by a constant factor.)
 */
public final class GradientCheck {
  private static final double STEP = 1e-5;

  private GradientCheck() {}

  /**
   * The largest error over all elements of all parameters: |computed - difference| / max(1e-4,
   * |computed| + |difference|).
   *
   * @param loss computes the loss from the parameters' present values; must not draw random numbers
   */
  public static double worstError(Collection<Tensor> parameters, Supplier<Tensor> loss) {
    double worst = 0;
    try (Scope scope = Scope.open()) {
      parameters.forEach(Tensor::clearGradient);
      loss.get().backward();
      for (Tensor parameter : parameters) {
        if (parameter.type() != DType.FLOAT64) {
          throw new IllegalArgumentException(
              "gradients are checked in FLOAT64, found " + parameter);
        }
        double[] computed =
            parameter.hasGradient()
                ? parameter.gradient().toDoubles()
                : new double[(int) parameter.count()];
        double[] values = parameter.toDoubles();
        for (int i = 0; i < values.length; i++) {
          double difference =
              (lossAt(parameter, values, i, STEP, loss) - lossAt(parameter, values, i, -STEP, loss))
                  / (2 * STEP);
          double size = Math.max(1e-4, Math.abs(computed[i]) + Math.abs(difference));
          worst = Math.max(worst, Math.abs(computed[i] - difference) / size);
        }
      }
      parameters.forEach(Tensor::clearGradient);
    }
    return worst;
  }

  private static double lossAt(
      Tensor parameter, double[] values, int index, double step, Supplier<Tensor> loss) {
    try (Scope scope = Scope.withoutGradients()) {
      double[] moved = Arrays.copyOf(values, values.length);
      moved[index] += step;
      parameter.copyFrom(Tensor.of(moved, parameter.shape()));
      double result = loss.get().item();
      parameter.copyFrom(Tensor.of(values, parameter.shape()));
      return result;
    }
  }
}
