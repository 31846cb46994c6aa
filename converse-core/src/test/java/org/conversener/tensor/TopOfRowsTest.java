package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopOfRowsTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void theLargestAreThoseOfLibtorch(DType type) {
    SplittableRandom random = new SplittableRandom(21);
    try (Scope scope = Scope.withoutGradients()) {
      for (int columns : new int[] {1, 64, 1300}) {
        for (int k : new int[] {1, Math.min(columns, 5), Math.min(columns, 12)}) {
          double[] values = random.doubles(3L * columns, -1, 1).toArray();
          Tensor rows = Tensor.of(values, 3, columns).as(type);
          Ops.Top expected = Ops.top(rows, k);
          TopOfRows found = new TopOfRows(rows, k);
          for (int i = 0; i < 3 * k; i++) {
            assertThat(found.value(i / k, i % k)).isEqualTo(expected.values().toDoubles()[i]);
            assertThat(found.column(i / k, i % k))
                .as("seed 21, %s of %s columns", k, columns)
                .isEqualTo((int) expected.indices().toLongs()[i]);
          }
        }
      }
    }
  }

  @Test
  void ofEqualElementsTheEarlierComesFirst() {
    try (Scope scope = Scope.withoutGradients()) {
      TopOfRows found = new TopOfRows(Tensor.of(new double[] {NONE, 2, 1, 2, NONE}, 1, 5), 4);
      assertThat(new int[] {found.column(0, 0), found.column(0, 1), found.column(0, 2)})
          .containsExactly(1, 3, 2);
      assertThat(found.column(0, 3)).isZero();
      assertThat(found.value(0, 3)).isEqualTo(NONE);
    }
  }

  @Test
  void whatIsNoNumberIsNotTaken() {
    try (Scope scope = Scope.withoutGradients()) {
      TopOfRows found = new TopOfRows(Tensor.of(new double[] {1, Double.NaN, 3}, 1, 3), 2);
      assertThat(new int[] {found.column(0, 0), found.column(0, 1)}).containsExactly(2, 0);
    }
  }

  @Test
  void moreThanARowHasIsRefused() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor matrix = Tensor.of(new double[] {1, 2}, 1, 2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TopOfRows(matrix, 3))
          .withMessageContaining("3");
    }
  }
}
