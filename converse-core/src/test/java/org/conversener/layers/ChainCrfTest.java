package org.conversener.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ChainCrfTest {
  private static final int[][] GOLD = {{0, 1, 2, 2}, {1, 0}};

  private final Parameters parameters = new Parameters(5, DType.FLOAT64);
  private final Tensor emissions = parameters.normal("emissions", 1, 2, 4, 3);
  private final ChainCrf crf = new ChainCrf(parameters, 3);

  ChainCrfTest() {
    try (Scope scope = Scope.open()) {
      Parameters random = new Parameters(6, DType.FLOAT64);
      parameters.get("transitions").copyFrom(random.normal("t", 1, 3, 3));
      parameters.get("start").copyFrom(random.normal("s", 1, 3));
      parameters.get("stop").copyFrom(random.normal("e", 1, 3));
    }
  }

  @Test
  void gradientsOfEmissionsAndTransitionsAreRight() {
    assertThat(GradientCheck.worstError(parameters.tensors(), () -> crf.loss(emissions, GOLD)))
        .isLessThan(1e-6);
  }

  @Test
  void gradientsPassThroughWhatMadeTheEmissions() {
    assertThat(
            GradientCheck.worstError(
                List.of(emissions), () -> crf.loss(Ops.softmax(emissions, 2), GOLD)))
        .isLessThan(1e-6);
  }

  @Test
  void theCheckRejectsALossWhoseEmissionsGetTwiceTheirGradient() {
    assertThat(
            GradientCheck.worstError(
                List.of(emissions),
                () -> {
                  Tensor doubled = emissions.times(2).minus(emissions.detach());
                  return crf.loss(doubled, GOLD);
                }))
        .isGreaterThan(0.3);
  }

  @Test
  void theLossIsLogZMinusTheGoldPath() {
    try (Scope scope = Scope.open()) {
      double[][][] rows = crf.unpad(emissions, new int[] {4, 2});
      double expected = 0;
      for (int b = 0; b < 2; b++) {
        ChainEnumeration all = new ChainEnumeration(crf.scores(), rows[b]);
        expected -= Math.log(all.probability(0, GOLD[b]));
      }
      assertThat(crf.loss(emissions, GOLD).item()).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void whatStandsInThePaddingChangesNothing() {
    try (Scope scope = Scope.open()) {
      double[] values = emissions.toDoubles();
      for (int i = (4 + 2) * 3; i < values.length; i++) {
        values[i] = 1e9;
      }
      Tensor other = Tensor.of(values, 2, 4, 3);
      assertThat(crf.loss(other, GOLD).item()).isEqualTo(crf.loss(emissions, GOLD).item());
    }
  }

  @Test
  void aGoldPathLongerThanTheEmissionsIsRefused() {
    assertThatThrownBy(() -> crf.loss(emissions, new int[][] {{0}, {0, 0, 0, 0, 0}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 4 tags")
        .hasMessageContaining("found 5");
  }
}
