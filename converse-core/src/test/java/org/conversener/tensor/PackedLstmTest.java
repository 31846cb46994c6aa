package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackedLstmTest {
  private final Parameters parameters = new Parameters(3, DType.FLOAT32);
  private final Tensor inputWeight = parameters.normal("input_weight", 0.3, 4 * 32, 20);
  private final Tensor stateWeight = parameters.normal("state_weight", 0.3, 4 * 32, 32);
  private final Tensor bias = parameters.normal("bias", 0.3, 4 * 32);
  private final Tensor input = parameters.normal("input", 1, 5, 9, 20);
  private final PackedLstm packed = new PackedLstm(inputWeight, stateWeight, bias);

  @AfterEach
  void close() {
    packed.close();
    parameters.close();
  }

  private float[] plain() {
    return Ops.lstm(input, inputWeight, stateWeight, bias).toFloats();
  }

  @Test
  void theOutputIsThatOfAnLstmWhoseWeightsAreNotPacked() {
    try (Scope scope = Scope.withoutGradients()) {
      for (int i = 0; i < 3; i++) {
        assertThat(packed.forward(input).toFloats()).containsExactly(plain(), within(1e-6f));
      }
      Tensor one = input.narrow(0, 2, 1).narrow(1, 0, 4);
      float[] expected = Ops.lstm(one, inputWeight, stateWeight, bias).toFloats();
      assertThat(packed.forward(one).toFloats()).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void changedWeightsAreSeen() {
    try (Scope scope = Scope.withoutGradients()) {
      float[] before = packed.forward(input).toFloats();
      stateWeight.addInPlace(stateWeight, -2);
      assertThat(packed.forward(input).toFloats()).containsExactly(plain(), within(1e-6f));
      inputWeight.copyFrom(inputWeight.times(3));
      float[] after = packed.forward(input).toFloats();
      assertThat(after).containsExactly(plain(), within(1e-6f)).isNotEqualTo(before);
    }
  }

  @Test
  void gradientsAreRecordedWhereTheyAreWanted() {
    try (Scope scope = Scope.open()) {
      packed.forward(input).sum().backward();
      assertThat(stateWeight.hasGradient()).isTrue();
    }
  }

  @Test
  void nothingIsLeftBehindWhenWeightsChangeOften() {
    try (Scope scope = Scope.withoutGradients()) {
      var unused = packed.forward(input);
    }
    long before = Scope.livePointers();
    for (int i = 0; i < 50; i++) {
      try (Scope scope = Scope.withoutGradients()) {
        stateWeight.multiplyInPlace(0.99);
        var unused = packed.forward(input);
      }
    }
    // Not equal: the collector may free what other tests left to it.
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }
}
