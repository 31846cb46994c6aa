package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledProductTest {
  private final SplittableRandom random = new SplittableRandom(8);

  private Tensor drawn(long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return Tensor.of(random.doubles(count, -1, 1).toArray(), shape);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 64", "7, 10, 65", "5, 769, 130", "23, 2304, 20"})
  void theResultIsThatOfAPlainProduct(int rows, int in, int out) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor weight = drawn(out, in);
      Tensor bias = drawn(out);
      Tensor input = drawn(rows, in);
      double[] expected = Ops.linear(input, weight, bias).toDoubles();
      try (TiledProduct product = new TiledProduct(weight, bias)) {
        for (int most : new int[] {1, 4, rows}) {
          Tensor found = product.product(input, most);
          assertThat(found.shape()).containsExactly(rows, out);
          assertThat(found.toDoubles()).as("seed 8").containsExactly(expected, within(1e-11));
        }
      }
      double[] wrong = Ops.linear(input, weight, bias.times(1.001)).toDoubles();
      assertThat(maximum(expected, wrong)).isGreaterThan(1e-11);
    }
  }

  private static double maximum(double[] a, double[] b) {
    double maximum = 0;
    for (int i = 0; i < a.length; i++) {
      maximum = Math.max(maximum, Math.abs(a[i] - b[i]));
    }
    return maximum;
  }

  @ParameterizedTest
  @CsvSource({"60, 260", "768, 20", "769, 40", "2304, 20"})
  void aProductOfTheMostRowsIsSmall(int in, int most) {
    try (Scope scope = Scope.withoutGradients();
        TiledProduct product = new TiledProduct(drawn(64, in), drawn(64))) {
      assertThat(product.mostRows()).isEqualTo(most);
    }
  }
}
