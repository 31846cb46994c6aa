package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxLossTest {
  private static final long SEED = 11;
  private final SplittableRandom random = new SplittableRandom(SEED);

  private double[] draw(int count) {
    return random.doubles(count, -1, 1).toArray();
  }

  /** The loss written out. */
  private static double naive(
      double[] states, double[] weight, double[] bias, long[] targets, double smoothing) {
    int vocabulary = bias.length;
    int width = weight.length / vocabulary;
    double loss = 0;
    for (int n = 0; n < targets.length; n++) {
      double[] scores = bias.clone();
      double all = 0;
      for (int v = 0; v < vocabulary; v++) {
        for (int d = 0; d < width; d++) {
          scores[v] += states[n * width + d] * weight[v * width + d];
        }
        all += Math.exp(scores[v]);
      }
      for (int v = 0; v < vocabulary; v++) {
        double share = smoothing / vocabulary + (v == targets[n] ? 1 - smoothing : 0);
        loss -= share * (scores[v] - Math.log(all));
      }
    }
    return loss;
  }

  @Test
  void itIsTheSmoothedCrossEntropyWrittenOut() {
    double[] states = draw(5 * 3);
    double[] weight = draw(7 * 3);
    double[] bias = draw(7);
    long[] targets = {0, 6, 3, 3, 1};
    for (double smoothing : new double[] {0, 0.1}) {
      try (Scope scope = Scope.open()) {
        Tensor loss =
            SoftmaxLoss.of(
                Tensor.of(states, 5, 3).withGradient(),
                Tensor.of(weight, 7, 3).withGradient(),
                Tensor.of(bias, 7).withGradient(),
                Tensor.of(targets, 5),
                smoothing,
                DType.FLOAT64);
        double expected = naive(states, weight, bias, targets, smoothing);
        assertThat(loss.item()).as("seed %s", SEED).isCloseTo(expected, within(1e-12));
        assertThat(naive(states, weight, bias, new long[] {1, 6, 3, 3, 1}, smoothing))
            .as("a wrong target must be told apart")
            .isNotCloseTo(loss.item(), within(1e-3));
      }
    }
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    try (Scope scope = Scope.open()) {
      Tensor states = Tensor.of(draw(4 * 3), 4, 3).withGradient();
      Tensor weight = Tensor.of(draw(6 * 3), 6, 3).withGradient();
      Tensor bias = Tensor.of(draw(6), 6).withGradient();
      Tensor targets = Tensor.of(new long[] {5, 0, 2, 2}, 4);
      double error =
          GradientCheck.worstError(
              List.of(states, weight, bias),
              () ->
                  SoftmaxLoss.of(states.times(2), weight, bias, targets, 0.1, DType.FLOAT64)
                      .times(3));
      assertThat(error).as("seed %s", SEED).isLessThan(1e-6);
    }
  }

  @Test
  void blocksAddUp() {
    int count = 1100;
    double[] states = draw(count * 2);
    double[] weight = draw(5 * 2);
    double[] bias = draw(5);
    long[] targets = random.longs(count, 0, 5).toArray();
    try (Scope scope = Scope.open()) {
      Tensor loss =
          SoftmaxLoss.of(
              Tensor.of(states, count, 2),
              Tensor.of(weight, 5, 2).withGradient(),
              Tensor.of(bias, 5),
              Tensor.of(targets, count),
              0.1,
              DType.FLOAT64);
      assertThat(loss.item())
          .as("seed %s", SEED)
          .isCloseTo(naive(states, weight, bias, targets, 0.1), within(1e-8));
    }
  }

  @Test
  void withoutGradientsNothingIsRecorded() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor loss =
          SoftmaxLoss.of(
              Tensor.of(draw(6), 2, 3),
              Tensor.of(draw(12), 4, 3),
              Tensor.of(draw(4), 4),
              Tensor.of(new long[] {0, 3}, 2),
              0,
              DType.FLOAT64);
      assertThat(loss.item()).isPositive();
    }
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    try (Scope scope = Scope.open()) {
      assertThatThrownBy(
              () ->
                  SoftmaxLoss.of(
                      Tensor.of(draw(6), 2, 3),
                      Tensor.of(draw(8), 4, 2),
                      Tensor.of(draw(4), 4),
                      Tensor.of(new long[] {0, 3}, 2),
                      0,
                      DType.FLOAT64))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[2, 3]")
          .hasMessageContaining("[4, 2]");
    }
  }
}
