package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
  private final Parameters parameters = new Parameters(1, DType.FLOAT64);
  private final Tensor x = parameters.normal("x", 1, 3, 2);

  @Test
  void acceptsRightGradients() {
    assertThat(GradientCheck.worstError(List.of(x), () -> x.times(x).sum())).isLessThan(1e-6);
  }

  @Test
  void rejectsAGradientThatIsWrongByAFactorOfTwo() {
    // Detaching one factor halves the gradient of the square and leaves its value alone.
    assertThat(GradientCheck.worstError(List.of(x), () -> x.times(x.detach()).sum()))
        .isGreaterThan(0.3);
  }
}
