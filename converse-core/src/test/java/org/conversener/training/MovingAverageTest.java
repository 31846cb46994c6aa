package org.conversener.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
  private final Parameters parameters = new Parameters(1, DType.FLOAT64);
  private final Tensor weight = parameters.add("w", new double[] {8, -1}, 2);

  @AfterEach
  void close() {
    parameters.close();
  }

  private void set(double... values) {
    try (Scope scope = Scope.withoutGradients()) {
      weight.copyFrom(Tensor.of(values, values.length));
    }
  }

  private static double[] values(MovingAverage average) {
    return Objects.requireNonNull(average.values().get("w")).toDoubles();
  }

  @Test
  void itIsTheWeightedSumOfAllStepsButTheStart() {
    try (MovingAverage average = new MovingAverage(parameters, 0.6)) {
      double expected = 8;
      for (int step = 0; step < 40; step++) {
        double value = Math.sin(step);
        set(value, -1);
        average.add(step);
        double decay = Math.min(0.6, step / (step + 10.0));
        expected = decay * expected + (1 - decay) * value;
        assertThat(values(average)).containsExactly(new double[] {expected, -1}, within(1e-12));
        if (step == 0) {
          assertThat(values(average)).containsExactly(0, -1); // nothing of the start is left
        }
      }
    }
  }

  @Test
  void swappedTwiceAllIsWhereItWas() {
    try (MovingAverage average = new MovingAverage(parameters, 0.5)) {
      set(1, 2);
      average.swap();
      assertThat(weight.toDoubles()).containsExactly(8, -1);
      assertThat(values(average)).containsExactly(1, 2);
      average.swap();
      assertThat(weight.toDoubles()).containsExactly(1, 2);
      assertThat(values(average)).containsExactly(8, -1);
    }
  }

  @Test
  void itGoesOnFromWhatWasSaved() {
    try (MovingAverage average = new MovingAverage(parameters, 0.5);
        Scope scope = Scope.withoutGradients()) {
      average.restore(Map.of("w", Tensor.of(new double[] {3, 4}, 2)));
      assertThat(values(average)).containsExactly(3, 4);
      for (Map<String, Tensor> wrong :
          Map.of("missing", Map.<String, Tensor>of(), "w", Map.of("w", Tensor.of(new double[3], 3)))
              .values()) {
        assertThatThrownBy(() -> average.restore(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("average of w");
      }
    }
  }

  @Test
  void aDecayOfOneIsRefused() {
    for (double decay : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new MovingAverage(parameters, decay))
          .hasMessageContaining("in [0, 1)");
    }
  }
}
