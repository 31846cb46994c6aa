package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpsTest {
  private static final int IN = 3;
  private static final int HIDDEN = 4;
  private static final int TIME = 5;
  private final Parameters parameters = new Parameters(11, DType.FLOAT64);

  @Test
  void theLstmEqualsItsEquationsWrittenOut() {
    Tensor input = parameters.normal("x", 1, 2, TIME, IN);
    Tensor inputWeight = parameters.normal("w", 1, 4L * HIDDEN, IN);
    Tensor stateWeight = parameters.normal("u", 1, 4L * HIDDEN, HIDDEN);
    Tensor bias = parameters.normal("b", 1, 4L * HIDDEN);
    try (Scope scope = Scope.withoutGradients()) {
      Tensor found = Ops.lstm(input, inputWeight, stateWeight, bias);
      assertThat(found.shape()).containsExactly(2, TIME, HIDDEN);
      for (int b = 0; b < 2; b++) {
        assertThat(found.select(0, b).toDoubles())
            .containsExactly(
                lstm(
                    input.select(0, b).toDoubles(),
                    inputWeight.toDoubles(),
                    stateWeight.toDoubles(),
                    bias.toDoubles()),
                within(1e-12));
      }
    }
  }

  /** Gates in the order input, forget, cell, output (Hochreiter and Schmidhuber 1997). */
  private static double[] lstm(double[] x, double[] w, double[] u, double[] bias) {
    double[] out = new double[TIME * HIDDEN];
    double[] state = new double[HIDDEN];
    double[] cell = new double[HIDDEN];
    for (int t = 0; t < TIME; t++) {
      double[] gates = bias.clone();
      for (int g = 0; g < gates.length; g++) {
        for (int i = 0; i < IN; i++) {
          gates[g] += w[g * IN + i] * x[t * IN + i];
        }
        for (int h = 0; h < HIDDEN; h++) {
          gates[g] += u[g * HIDDEN + h] * state[h];
        }
      }
      for (int h = 0; h < HIDDEN; h++) {
        cell[h] =
            sigmoid(gates[HIDDEN + h]) * cell[h]
                + sigmoid(gates[h]) * Math.tanh(gates[2 * HIDDEN + h]);
        state[h] = sigmoid(gates[3 * HIDDEN + h]) * Math.tanh(cell[h]);
        out[t * HIDDEN + h] = state[h];
      }
    }
    return out;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void weightNormHasOneNormForEachRow() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor direction = Tensor.of(new double[] {3, 4, 0, 5, 12, 0}, 2, 3);
      Tensor gain = Tensor.of(new double[] {10, 26}, 2, 1);
      assertThat(Ops.weightNorm(direction, gain).toDoubles())
          .containsExactly(new double[] {6, 8, 0, 10, 24, 0}, within(1e-12));
      assertThat(Ops.normPerRow(direction).toDoubles())
          .containsExactly(new double[] {5, 13}, within(1e-12));
    }
  }

  @Test
  void weightNormOfAConvolutionSpansChannelsAndTime() {
    Tensor direction = parameters.normal("v", 1, 2, 3, 2);
    try (Scope scope = Scope.withoutGradients()) {
      double[] v = direction.toDoubles();
      double[] expected = new double[12];
      for (int row = 0; row < 2; row++) {
        double squares = 0;
        for (int i = 0; i < 6; i++) {
          squares += v[row * 6 + i] * v[row * 6 + i];
        }
        for (int i = 0; i < 6; i++) {
          expected[row * 6 + i] = (row + 2) * v[row * 6 + i] / Math.sqrt(squares);
        }
      }
      assertThat(Ops.weightNorm(direction, Tensor.of(new double[] {2, 3}, 2, 1, 1)).toDoubles())
          .containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void aGainThatIsNotOneForEachRowIsRefused() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor direction = Tensor.of(new double[12], 4, 3);
      Tensor one = Tensor.of(new double[1], 1, 1);
      assertThatThrownBy(() -> Ops.weightNorm(direction, one))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a gain for each row");
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 1", "3, 7, 3", "2, 19, 2"}) // within a vector of the processor and beyond it
  void gradientsOfWeightNormAreRight(int rows, int channels, int kernel) {
    Tensor direction = parameters.normal("v", 1, rows, channels, kernel);
    Tensor gain = parameters.normal("g", 1, rows, 1, 1);
    Tensor factor = parameters.normal("f", 1, rows, channels, kernel);
    assertThat(
            GradientCheck.worstError(
                List.of(direction, gain),
                () -> Ops.weightNorm(direction, gain).times(factor.detach()).sum()))
        .isLessThan(1e-6);
  }

  @Test
  void dropoutDropsItsShareAndKeepsTheMean() {
    float[] ones = new float[100_000];
    java.util.Arrays.fill(ones, 1);
    for (double p : new double[] {0.1, 0.5}) {
      Randomness.seed(3, 1);
      try (Scope scope = Scope.withoutGradients()) {
        float[] dropped = Ops.dropout(Tensor.of(ones, ones.length), p).toFloats();
        int zeros = 0;
        double sum = 0;
        for (float value : dropped) {
          zeros += value == 0 ? 1 : 0;
          sum += value;
          assertThat(value == 0 || Math.abs(value - 1 / (1 - p)) < 1e-4).isTrue();
        }
        assertThat(zeros / 1e5).isCloseTo(p, within(0.006));
        assertThat(sum / 1e5).isCloseTo(1, within(0.012));
      }
    }
  }

  @Test
  void dropoutOfAStepIsTheSameAgainAndAnotherInTheNextCall() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor ones = Tensor.full(DType.FLOAT32, 1, 7, 9);
      Randomness.seed(3, 1);
      float[] first = Ops.dropout(ones, 0.5).toFloats();
      float[] second = Ops.dropout(ones, 0.5).toFloats();
      Randomness.seed(3, 1);
      assertThat(Ops.dropout(ones, 0.5).toFloats()).isEqualTo(first).isNotEqualTo(second);
    }
  }

  @Test
  void windowsStandSideBySideTheEarliestStepFirst() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor input = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 3, 2);
      assertThat(Ops.windows(input, 2, 1, 0).shape()).containsExactly(1, 3, 4);
      assertThat(Ops.windows(input, 2, 1, 0).toDoubles())
          .containsExactly(0, 0, 1, 2, 1, 2, 3, 4, 3, 4, 5, 6);
    }
  }

  @Test
  void aProductInBfloat16IsCloseAndOfTheInputsType() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor input = Tensor.of(new float[] {1.001f, -2, 0.5f, 3}, 2, 2);
      Tensor weight = Tensor.of(new float[] {0.3f, 0.7f, -1, 2}, 2, 2);
      Tensor bias = Tensor.of(new float[] {0.1f, 100.3f}, 2);
      Tensor exact = Ops.linear(input, weight, bias);
      Tensor rough = Ops.linear(input, weight, bias, DType.BFLOAT16);
      assertThat(rough.type()).isEqualTo(DType.FLOAT32);
      assertThat(rough.toDoubles()).containsExactly(exact.toDoubles(), within(0.05));
      assertThat(rough.toFloats()).isNotEqualTo(exact.toFloats());
    }
  }
}
