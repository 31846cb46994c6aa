package org.conversener.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.conversener.tensor.DType;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DropoutTest {
  @Test
  void lockedDropoutDropsAFeatureInTheWholeSentence() {
    try (Scope scope = Scope.open()) {
      Randomness.seed(1, 1);
      Tensor ones = Tensor.full(DType.FLOAT64, 1, 3, 50, 40);
      Tensor dropped = new LockedDropout(0.25).forward(ones, true);
      double[] first = dropped.select(1, 0).toDoubles();
      double[] last = dropped.select(1, 49).toDoubles();
      assertThat(first).isEqualTo(last).contains(0.0, 1 / 0.75);
      assertThat(dropped.sum().item() / 6000).isCloseTo(1, within(0.15));
    }
  }

  @Test
  void wordDropoutZeroesWholeWordsOfSingleSentencesWithoutScaling() {
    try (Scope scope = Scope.open()) {
      Randomness.seed(1, 2);
      Tensor ones = Tensor.full(DType.FLOAT64, 1, 2, 200, 5);
      Tensor dropped = new WordDropout(0.3).forward(ones, true);
      assertThat(dropped.select(2, 0).toDoubles())
          .isEqualTo(dropped.select(2, 4).toDoubles())
          .containsOnly(0.0, 1.0);
      assertThat(dropped.select(0, 0).toDoubles()).isNotEqualTo(dropped.select(0, 1).toDoubles());
    }
  }

  @Test
  void outsideOfTrainingNothingIsDropped() {
    try (Scope scope = Scope.open()) {
      Tensor ones = Tensor.full(DType.FLOAT64, 1, 2, 3, 4);
      assertThat(new LockedDropout(0.9).forward(ones, false)).isSameAs(ones);
      assertThat(new WordDropout(0.9).forward(ones, false)).isSameAs(ones);
    }
  }

  @Test
  void everythingCannotBeDropped() {
    assertThatThrownBy(() -> new LockedDropout(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("locked dropout");
  }
}
