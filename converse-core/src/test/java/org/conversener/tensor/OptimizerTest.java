package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private final Parameters parameters = new Parameters(1, DType.FLOAT64);
  private final Tensor x = parameters.constant("x", 3, 1);

  /** One step on the loss x², whose gradient is 2x. */
  private void step(Optimizer optimizer) {
    try (Scope scope = Scope.open()) {
      x.times(x).sum().backward();
      var unused = optimizer.step(1, Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void nagFollowsTheFormulaOfFairseqAcrossAChangeOfRate() {
    double p = 3;
    double buffer = 0;
    double[] rates = {0.1, 0.1, 0.05, 0.05};
    double last = rates[0];
    try (Optimizer nag = Optimizer.nag(parameters, rates[0], 0.9)) {
      for (double rate : rates) {
        nag.rate(rate);
        step(nag);
        double gradient = 2 * p;
        double correction = rate / last;
        p += 0.9 * 0.9 * correction * buffer - (1 + 0.9) * rate * gradient;
        buffer = 0.9 * correction * buffer - rate * gradient;
        last = rate;
        assertThat(x.item()).isCloseTo(p, within(1e-12));
      }
    }
  }

  @Test
  void sgdSubtractsTheScaledGradient() {
    try (Optimizer sgd = Optimizer.sgd(parameters, 0.1)) {
      step(sgd);
    }
    assertThat(x.item()).isCloseTo(3 - 0.1 * 6, within(1e-12));
  }

  @Test
  void theFirstStepOfAdamHasTheSizeOfTheRate() {
    try (Optimizer adam = Optimizer.adam(parameters, 0.01)) {
      step(adam);
    }
    assertThat(x.item()).isCloseTo(3 - 0.01, within(1e-7));
  }

  @Test
  void adamFollowsTheFormulaOfItsPaperAcrossScalesAndAChangeOfRate() {
    double p = 3;
    double mean = 0;
    double square = 0;
    double[] rates = {0.1, 0.1, 0.02, 0.02};
    double[] scales = {1, 0.25, 2, 1e-7};
    try (Optimizer adam = Optimizer.adam(parameters, rates[0])) {
      for (int i = 0; i < rates.length; i++) {
        adam.rate(rates[i]);
        try (Scope scope = Scope.open()) {
          x.times(x).sum().backward();
          var unused = adam.step(scales[i], Double.POSITIVE_INFINITY);
        }
        double gradient = 2 * p * scales[i];
        mean = 0.9 * mean + 0.1 * gradient;
        square = 0.999 * square + 0.001 * gradient * gradient;
        double unbiasedMean = mean / (1 - Math.pow(0.9, i + 1));
        double unbiasedSquare = square / (1 - Math.pow(0.999, i + 1));
        p -= rates[i] * unbiasedMean / (Math.sqrt(unbiasedSquare) + 1e-8);
        assertThat(x.item()).isCloseTo(p, within(1e-12));
      }
    }
  }

  @Test
  void clippingShortensTheGradientToTheNorm() {
    try (Optimizer sgd = Optimizer.sgd(parameters, 1);
        Scope scope = Scope.open()) {
      x.times(x).sum().backward();
      assertThat(sgd.step(0.5, 0.1)).isCloseTo(3, within(1e-9));
    }
    assertThat(x.item()).isCloseTo(2.9, within(1e-6));
  }

  @Test
  void anInfiniteGradientStopsTrainingAndLeavesTheParametersAlone() {
    try (Optimizer sgd = Optimizer.sgd(parameters, 0.1);
        Scope scope = Scope.open()) {
      x.times(Double.POSITIVE_INFINITY).sum().backward();
      assertThatThrownBy(() -> sgd.step(1, 5))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("lower the rate");
    }
    assertThat(x.item()).isEqualTo(3);
  }

  @Test
  void aRestoredOptimizerGoesOnAsIfItHadNotStopped() {
    try (Optimizer whole = Optimizer.nag(parameters, 0.1, 0.9)) {
      step(whole);
      double middle = x.item();
      Map<String, Tensor> state = new LinkedHashMap<>();
      try (Scope scope = Scope.open()) {
        whole.state().forEach((name, tensor) -> state.put(name, tensor.times(1.0)));
        whole.rate(0.05);
        Map<String, Double> counters = whole.counters();
        step(whole);
        double expected = x.item();
        x.copyFrom(Tensor.of(new double[] {middle}, 1));
        try (Optimizer resumed = Optimizer.nag(parameters, 0.05, 0.9)) {
          resumed.restore(state);
          resumed.restoreCounters(counters);
          step(resumed);
          assertThat(x.item()).isEqualTo(expected);
        }
      }
    }
  }

  /** Steps on the loss Σ wᵢxᵢ², whose gradient is 2wᵢxᵢ, of more elements than a block has. */
  private static double[] manySteps(Optimizer optimizer, Parameters parameters, double[] weights) {
    Tensor many = parameters.all().values().iterator().next();
    for (int i = 0; i < 3; i++) {
      try (Scope scope = Scope.open()) {
        many.times(many).times(Tensor.of(weights, many.shape())).sum().backward();
        var unused = optimizer.step(1, Double.POSITIVE_INFINITY);
      }
    }
    return many.toDoubles();
  }

  @Test
  void everyElementOfALargeParameterIsUpdatedOnce() {
    int rows = 3;
    int columns = 50_001;
    double[] weights = new double[rows * columns];
    double[] expected = new double[rows * columns];
    double[] velocity = new double[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1.0 / (1 + i);
      expected[i] = 3;
    }
    for (int n = 0; n < 3; n++) {
      for (int i = 0; i < weights.length; i++) {
        double gradient = 2 * weights[i] * expected[i];
        expected[i] += 0.81 * velocity[i] - 1.9 * 0.1 * gradient;
        velocity[i] = 0.9 * velocity[i] - 0.1 * gradient;
      }
    }
    try (Parameters large = new Parameters(1, DType.FLOAT64)) {
      var unused = large.constant("many", 3, rows, columns);
      try (Optimizer nag = Optimizer.nag(large, 0.1, 0.9)) {
        assertThat(manySteps(nag, large, weights)).containsExactly(expected, within(1e-12));
      }
    }
  }
}
