package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedLinearTest {
  private static final int IN = 75;

  /** Of whole blocks: what some processors make of others is found out by SteadyPlan. */
  private static final int OUT = 160;

  private final SplittableRandom random = new SplittableRandom(9);

  @BeforeEach
  void needOneDnn() {
    assumeTrue(PackedLinear.exists(DType.FLOAT32), "this libtorch has no packed products");
  }

  private Tensor drawn(long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return Tensor.of(random.doubles(count, -1, 1).toArray(), shape).as(DType.FLOAT32);
  }

  /** The slow oracle. */
  private static double[] product(double[] rows, double[] weight, double[] bias, int count) {
    double[] result = new double[count * OUT];
    for (int r = 0; r < count; r++) {
      for (int o = 0; o < OUT; o++) {
        double sum = bias[o];
        for (int i = 0; i < IN; i++) {
          sum += rows[r * IN + i] * weight[o * IN + i];
        }
        result[r * OUT + o] = sum;
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 64, 200})
  void theResultIsThatOfLoops(int count) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor rows = drawn(count, IN);
      Tensor weight = drawn(OUT, IN);
      Tensor bias = drawn(OUT);
      try (PackedLinear packed = new PackedLinear(weight, bias, DType.FLOAT32)) {
        double[] found = packed.product(rows).toDoubles();
        double[] expected = product(rows.toDoubles(), weight.toDoubles(), bias.toDoubles(), count);
        assertThat(found).containsExactly(expected, within(1e-4));
        // Of the weight the other way round it would be something else.
        double[] other =
            product(
                rows.toDoubles(),
                weight.transpose(0, 1).contiguous().toDoubles(),
                bias.toDoubles(),
                count);
        assertThat(Math.abs(found[1] - other[1])).isGreaterThan(1e-3);
      }
    }
  }

  @Test
  void rowsMayLieApart() {
    try (Scope scope = Scope.withoutGradients();
        PackedLinear packed = new PackedLinear(drawn(OUT, IN), drawn(OUT), DType.FLOAT32)) {
      Tensor columns = drawn(IN, 6).transpose(0, 1); // 6 x IN
      assertThat(packed.product(columns).toFloats())
          .containsExactly(packed.product(columns.contiguous()).toFloats());
    }
  }

  @Test
  void inBfloat16TheProductAloneIsRounded() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor weight = drawn(OUT, IN);
      Tensor bias = drawn(OUT).times(1000);
      Tensor rows = drawn(5, IN);
      Tensor expected = Ops.linear(rows, weight, bias);
      try (PackedLinear packed =
          new PackedLinear(weight.as(DType.BFLOAT16), bias, DType.BFLOAT16)) {
        Tensor found = packed.product(rows);
        assertThat(found.type()).isEqualTo(DType.FLOAT32);
        // A thousand in bfloat16 is off by up to 2.
        assertThat(found.toDoubles()).containsExactly(expected.toDoubles(), within(0.2));
        assertThat(found.toDoubles()).isNotEqualTo(expected.toDoubles());
      } catch (RuntimeException e) {
        assumeTrue(!String.valueOf(e.getMessage()).contains("bf16"), "this processor has none");
        throw e;
      }
    }
  }

  @Test
  void rowsOfAnotherWidthAreRefused() {
    try (Scope scope = Scope.withoutGradients();
        PackedLinear packed = new PackedLinear(drawn(OUT, IN), drawn(OUT), DType.FLOAT32)) {
      Tensor wrong = drawn(3, IN + 1);
      assertThatThrownBy(() -> packed.product(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("packed linear of")
          .hasMessageContaining("76");
    }
  }

  @Test
  void nothingIsLeftBehind() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor weight = drawn(OUT, IN);
      Tensor bias = drawn(OUT);
      Tensor rows = drawn(4, IN);
      long before = 0;
      for (int i = 0; i < 30; i++) {
        try (Scope step = Scope.withoutGradients();
            PackedLinear packed = new PackedLinear(weight, bias, DType.FLOAT32)) {
          var unused = packed.product(rows);
        }
        if (i == 2) {
          before = Scope.livePointers();
        }
      }
      assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
    }
  }
}
