package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
  @Test
  void firstValuesDependOnSeedAndNameOnly() {
    double[] alone = new Parameters(3, DType.FLOAT64).group("g").normal("w", 1, 4).toDoubles();
    Parameters others = new Parameters(3, DType.FLOAT64);
    others.uniform("first", 1, 7);
    assertThat(others.normal("g.w", 1, 4).toDoubles()).isEqualTo(alone);
    assertThat(others.normal("g.v", 1, 4).toDoubles()).isNotEqualTo(alone);
    assertThat(new Parameters(4, DType.FLOAT64).normal("g.w", 1, 4).toDoubles())
        .isNotEqualTo(alone);
  }

  @Test
  void singlePrecisionStartsAsDoublePrecisionRounded() {
    double[] doubles = new Parameters(3, DType.FLOAT64).uniform("w", 1, 4).toDoubles();
    float[] singles = new Parameters(3, DType.FLOAT32).uniform("w", 1, 4).toFloats();
    for (int i = 0; i < 4; i++) {
      assertThat(singles[i]).isEqualTo((float) doubles[i]);
    }
  }

  @Test
  void drawsHaveTheirMeanSpreadAndBounds() {
    Parameters parameters = new Parameters(1, DType.FLOAT64);
    double[] normal = parameters.normal("n", 0.5, 10_000).toDoubles();
    double[] uniform = parameters.uniform("u", 0.5, 10_000).toDoubles();
    assertThat(Arrays.stream(normal).average().orElseThrow()).isCloseTo(0, within(0.02));
    assertThat(Arrays.stream(normal).map(x -> x * x).average().orElseThrow())
        .isCloseTo(0.25, within(0.02));
    assertThat(Arrays.stream(uniform).average().orElseThrow()).isCloseTo(0, within(0.02));
    assertThat(Arrays.stream(uniform).map(x -> x * x).average().orElseThrow())
        .isCloseTo(0.25 / 3, within(0.01));
    assertThat(Arrays.stream(uniform).map(Math::abs).max().orElseThrow()).isBetween(0.49, 0.5);
  }

  @Test
  void aNameIsTakenOnce() {
    Parameters parameters = new Parameters(1, DType.FLOAT32);
    parameters.constant("g.w", 0, 1);
    assertThatThrownBy(() -> parameters.group("g").constant("w", 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("g.w");
    assertThatThrownBy(() -> parameters.get("g"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("g");
  }

  @Test
  void savedValuesAreCopied() {
    Parameters parameters = new Parameters(1, DType.FLOAT32);
    Tensor weight = parameters.constant("w", 0, 2);
    try (Scope scope = Scope.withoutGradients()) {
      parameters.load(Map.of("w", Tensor.of(new float[] {1, 2}, 2)));
    }
    assertThat(weight.toFloats()).containsExactly(1, 2);
    assertThat(parameters.count()).isEqualTo(2);
  }

  @Test
  void valuesOfAnotherModelAreRejected() {
    Parameters parameters = new Parameters(1, DType.FLOAT32);
    parameters.constant("w", 0, 2);
    parameters.constant("v", 0, 1);
    try (Scope scope = Scope.withoutGradients()) {
      Tensor one = Tensor.of(new float[] {1}, 1);
      Tensor two = Tensor.of(new float[] {1, 2}, 2);
      assertThatThrownBy(() -> parameters.load(Map.of("w", two)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tensor v is missing");
      assertThatThrownBy(() -> parameters.load(Map.of("w", two, "v", one, "x", one)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tensor x is not part");
      assertThatThrownBy(() -> parameters.load(Map.of("w", one, "v", one)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tensor w")
          .hasMessageContaining("[2]")
          .hasMessageContaining("[1]");
    }
  }
}
