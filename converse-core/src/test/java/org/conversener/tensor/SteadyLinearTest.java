package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyLinearTest {
  private static final int MOST = 300;
  private final int threads = Natives.threads();
  private final SplittableRandom random = new SplittableRandom(4);

  @AfterEach
  void restoreThreads() {
    Natives.threads(threads);
  }

  private Tensor drawn(long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return Tensor.of(random.doubles(count, -1, 1).toArray(), shape).as(DType.FLOAT32);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 48, 32, FLOAT32",
    "1, 256, 512, FLOAT32",
    "2, 256, 512, FLOAT32",
    "2, 128, 662, FLOAT32",
    "1, 100, 70, FLOAT32",
    "1, 256, 512, BFLOAT16"
  })
  void aRowIsTheSameAmongAnyOthers(int count, int in, int out, DType products) {
    Natives.threads(count);
    try (Scope scope = Scope.withoutGradients()) {
      Tensor rows = drawn(MOST, in);
      SteadyLinear layer = new SteadyLinear(drawn(out, in).as(products), drawn(out), products);
      float[] all = layer.forward(rows).toFloats();
      for (int size : new int[] {1, 2, 5, 7, 12, 13, 47, 64, 160, 255, 299}) {
        int first = random.nextInt(MOST - size + 1);
        float[] some = layer.forward(rows.narrow(0, first, size)).toFloats();
        assertThat(some)
            .as("seed 4, %s rows from %s", size, first)
            .isEqualTo(Arrays.copyOfRange(all, first * out, (first + size) * out));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "64, 96, FLOAT32, true",
    "256, 512, FLOAT32, true",
    "256, 512, FLOAT32, false",
    "256, 512, BFLOAT16, true",
    "3072, 768, BFLOAT16, true",
    "3072, 768, BFLOAT16, false"
  })
  void soIsARowOfNothingButRoundingWhereFewBitsWouldHideIt(
      int in, int out, DType products, boolean isForMany) {
    Natives.threads(1);
    try (Scope scope = Scope.withoutGradients()) {
      double[] powers = new double[MOST];
      Arrays.setAll(powers, i -> 1 << i % 4);
      Tensor rows =
          Tensor.of(powers, MOST, 1).as(DType.FLOAT32).times(SteadyPlan.cancelling(1, in, 1));
      Tensor weight = SteadyPlan.cancelling(out, in, -1).as(products);
      Tensor bias = Tensor.zeros(DType.FLOAT32, out);
      SteadyLinear layer =
          isForMany
              ? SteadyLinear.forManyRows(weight, bias, products)
              : new SteadyLinear(weight, bias, products);
      float[] all = layer.forward(rows).toFloats();
      assertThat(all).as("there is something to see").isNotEqualTo(new float[all.length]);
      for (int size : new int[] {1, 7, 30, 64, 100, 299}) {
        float[] some = layer.forward(rows.narrow(0, MOST - size, size)).toFloats();
        assertThat(some)
            .as("%s rows", size)
            .isEqualTo(Arrays.copyOfRange(all, (MOST - size) * out, MOST * out));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 20, 32, 33, 40, 48, 49, 70, 100})
  void theResultIsThatOfAProductInDoublePrecision(int out) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor weight = drawn(out, 30);
      Tensor bias = drawn(out);
      Tensor input = drawn(3, 7, 30);
      double[] exact = Ops.linear(exact(input), exact(weight), exact(bias)).toDoubles();
      for (boolean isForMany : new boolean[] {false, true}) {
        SteadyLinear layer =
            isForMany
                ? SteadyLinear.forManyRows(weight, bias, DType.FLOAT32)
                : new SteadyLinear(weight, bias, DType.FLOAT32);
        Tensor found = layer.forward(input);
        assertThat(found.shape()).containsExactly(3, 7, out);
        assertThat(found.toDoubles()).containsExactly(exact, within(1e-5));
      }
    }
  }

  private static Tensor exact(Tensor tensor) {
    return tensor.as(DType.FLOAT64);
  }

  @ParameterizedTest
  @EnumSource(SteadyPlan.Way.class)
  void theTrialSeesThatAResultIsNoProduct(SteadyPlan.Way way) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor weight = drawn(64, 30);
      Tensor none = Tensor.zeros(DType.FLOAT32, 64);
      assertThat(SteadyPlan.isRight(new SteadyLinear(weight, none, DType.FLOAT32), way)).isTrue();
      Tensor one = none.plus(1);
      assertThat(SteadyPlan.isRight(new SteadyLinear(weight, one, DType.FLOAT32), way)).isFalse();
    }
  }

  @Test
  void noRowsGiveNoRows() {
    try (Scope scope = Scope.withoutGradients()) {
      SteadyLinear layer = new SteadyLinear(drawn(4, 6), drawn(4), DType.FLOAT32);
      assertThat(layer.forward(Tensor.zeros(DType.FLOAT32, 0, 6)).shape()).containsExactly(0, 4);
    }
  }

  @Test
  void nothingIsLeftBehind() {
    try (Scope scope = Scope.withoutGradients()) {
      SteadyLinear layer = new SteadyLinear(drawn(40, 60), drawn(40), DType.FLOAT32);
      Tensor input = drawn(50, 60);
      try (Scope first = Scope.withoutGradients()) {
        var unused = layer.forward(input);
      }
      long before = Scope.livePointers();
      for (int i = 0; i < 20; i++) {
        try (Scope again = Scope.withoutGradients()) {
          var unused = layer.forward(input);
        }
      }
      assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
    }
  }
}
