package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightLstmTest {
  private static final int IN = 5;
  private static final int TIME = 3;
  private final SplittableRandom random = new SplittableRandom(4);

  private double[] drawn(int count) {
    return random.doubles(count, -0.7, 0.7).toArray();
  }

  /** An LSTM of this width over drawn numbers. */
  private final class Drawn {
    private final int batch;
    private final int width;
    private final double[] input;
    private final double[] inputWeight;
    private final double[] stateWeight;
    private final double[] bias;
    private final double[] hidden;
    private final double[] cell;

    Drawn(int batch, int width) {
      this.batch = batch;
      this.width = width;
      input = drawn(batch * TIME * IN);
      inputWeight = drawn(4 * width * IN);
      stateWeight = drawn(4 * width * width);
      bias = drawn(4 * width);
      hidden = drawn(batch * width);
      cell = drawn(batch * width);
    }

    private Tensor tensor(double[] values, long... shape) {
      return Tensor.of(values, shape).as(DType.FLOAT32);
    }

    /** By whoever reads: Ops, PackedLstm or RightLstm. */
    float[] by(Reader reader) {
      return reader
          .read(
              tensor(input, batch, TIME, IN),
              tensor(inputWeight, 4L * width, IN),
              tensor(stateWeight, 4L * width, width),
              tensor(bias, 4L * width),
              tensor(hidden, batch, width),
              tensor(cell, batch, width))
          .output()
          .toFloats();
    }

    /** The slow oracle. */
    float[] byLoops() {
      float[] states = new float[batch * TIME * width];
      for (int b = 0; b < batch; b++) {
        double[] h = java.util.Arrays.copyOfRange(hidden, b * width, (b + 1) * width);
        double[] c = java.util.Arrays.copyOfRange(cell, b * width, (b + 1) * width);
        for (int t = 0; t < TIME; t++) {
          double[] before = h.clone();
          for (int u = 0; u < width; u++) {
            double open = sigmoid(gate(u, b, t, before));
            double keep = sigmoid(gate(width + u, b, t, before));
            c[u] = keep * c[u] + open * Math.tanh(gate(2 * width + u, b, t, before));
            h[u] = sigmoid(gate(3 * width + u, b, t, before)) * Math.tanh(c[u]);
            states[(b * TIME + t) * width + u] = (float) h[u];
          }
        }
      }
      return states;
    }

    private double gate(int row, int b, int t, double[] before) {
      double sum = bias[row];
      for (int i = 0; i < IN; i++) {
        sum += inputWeight[row * IN + i] * input[(b * TIME + t) * IN + i];
      }
      for (int i = 0; i < width; i++) {
        sum += stateWeight[row * width + i] * before[i];
      }
      return sum;
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private interface Reader {
    Ops.Recurrence read(
        Tensor input,
        Tensor inputWeight,
        Tensor stateWeight,
        Tensor bias,
        Tensor hidden,
        Tensor cell);
  }

  private static Ops.Recurrence packed(
      Tensor input,
      Tensor inputWeight,
      Tensor stateWeight,
      Tensor bias,
      Tensor hidden,
      Tensor cell) {
    PackedLstm layer = new PackedLstm(inputWeight, stateWeight, bias);
    try {
      return layer.forward(input, hidden, cell);
    } finally {
      layer.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 16, 17, 24, 31, 32, 33, 37, 48, 49, 64, 65, 100, 112})
  void statesAreThoseOfLoopsWhateverTheWidth(int width) {
    for (int batch : new int[] {1, 4}) {
      Drawn drawn = new Drawn(batch, width);
      float[] expected = drawn.byLoops();
      try (Scope scope = Scope.withoutGradients()) {
        assertThat(drawn.by(Ops::lstm)).containsExactly(expected, within(1e-5f));
        assertThat(drawn.by(RightLstmTest::packed)).containsExactly(expected, within(1e-5f));
      }
      try (Scope scope = Scope.open()) {
        assertThat(drawn.by(Ops::lstm)).containsExactly(expected, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 37, 100})
  void unitsWithoutWeightsHaveNoInfluence(int width) {
    Drawn drawn = new Drawn(2, width);
    try (Scope scope = Scope.withoutGradients()) {
      assertThat(drawn.by(RightLstm::widened)).containsExactly(drawn.byLoops(), within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1e-6, true", "0.02, false", "-1, false", "NaN, false"})
  void theTrialSeesOneWrongState(double error, boolean agrees) {
    try (Scope scope = Scope.withoutGradients()) {
      double[] exact = drawn(24);
      double[] found = exact.clone();
      found[17] += error;
      assertThat(RightLstm.agree(Tensor.of(found, 2, 3, 4), Tensor.of(exact, 2, 3, 4)))
          .isEqualTo(agrees);
    }
  }
}
