package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void aThousandStepsLeaveNothingBehind() {
    Parameters parameters = new Parameters(1, DType.FLOAT32);
    Tensor weight = parameters.normal("w", 0.1, 8, 8);
    Optimizer optimizer = Optimizer.nag(parameters, 0.01, 0.9);
    long before = 0;
    for (int i = 0; i < 1000; i++) {
      if (i == 10) {
        before = Scope.livePointers();
      }
      try (Scope scope = Scope.open()) {
        Tensor input = Tensor.full(DType.FLOAT32, 0.5, 4, 8);
        Ops.softmax(input.matmul(weight), 1).select(1, 0).sum().backward();
        var unused = optimizer.step(1, 1);
      }
    }
    // Not equal: the collector may free what other tests left to it.
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }

  @Test
  void aKeptTensorSurvivesItsScopeAndDiesWithTheOuterOne() {
    long before = Scope.livePointers();
    try (Scope outer = Scope.open()) {
      Tensor kept;
      try (Scope inner = Scope.open()) {
        kept = inner.keep(Tensor.of(new float[] {1, 2}, 2));
        var unused = kept.plus(1.0);
      }
      assertThat(kept.toFloats()).containsExactly(1, 2);
    }
    // Not equal: the collector may free what other tests left to it.
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }

  @Test
  void withoutGradientsNothingIsRecorded() {
    Parameters parameters = new Parameters(1, DType.FLOAT64);
    Tensor x = parameters.constant("x", 1, 1);
    try (Scope scope = Scope.withoutGradients()) {
      Tensor loss = x.times(2);
      assertThatThrownBy(loss::backward).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void aMismatchOfShapesNamesTheOperandsInOneLine() {
    try (Scope scope = Scope.open()) {
      Tensor a = Tensor.zeros(DType.FLOAT32, 2, 3);
      Tensor b = Tensor.zeros(DType.FLOAT32, 4, 5);
      assertThatThrownBy(() -> a.matmul(b))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FLOAT32[2, 3]")
          .hasMessageContaining("FLOAT32[4, 5]")
          .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("\n"));
    }
  }
}
