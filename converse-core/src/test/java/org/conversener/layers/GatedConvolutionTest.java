package org.conversener.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GatedConvolutionTest {
  private static final long SEED = 5;
  private static final int TIME = 6;
  private static final int IN = 3;
  private static final int OUT = 2;

  /** Convolution and gate, loop by loop, for one sentence. */
  private static double[] naive(
      double[] input, double[] weight, double[] bias, int kernel, int before) {
    double[] output = new double[TIME * OUT];
    for (int t = 0; t < TIME; t++) {
      double[] sums = bias.clone();
      for (int o = 0; o < 2 * OUT; o++) {
        for (int k = 0; k < kernel; k++) {
          int from = t + k - before;
          for (int c = 0; c < IN && from >= 0 && from < TIME; c++) {
            sums[o] += input[from * IN + c] * weight[(o * IN + c) * kernel + k];
          }
        }
      }
      for (int o = 0; o < OUT; o++) {
        output[t * OUT + o] = sums[o] / (1 + Math.exp(-sums[OUT + o]));
      }
    }
    return output;
  }

  @Test
  void everyKernelEqualsTheLoop() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] input = random.doubles(TIME * IN, -1, 1).toArray();
    for (int kernel = 1; kernel <= 4; kernel++) {
      Parameters parameters = new Parameters(SEED, DType.FLOAT64);
      GatedConvolution layer = new GatedConvolution(parameters, IN, OUT, kernel, 0);
      try (Scope scope = Scope.withoutGradients()) {
        parameters.get("bias").copyFrom(Tensor.of(new double[] {0.1, -0.2, 0.3, 0.4}, 4));
        // The gain is the norm at first, so the weight is the direction.
        double[] weight = parameters.get("weight_v").toDoubles();
        double[] bias = parameters.get("bias").toDoubles();
        Tensor x = Tensor.of(input, 1, TIME, IN);
        double[] centred = naive(input, weight, bias, kernel, (kernel - 1) / 2);
        double[] causal = naive(input, weight, bias, kernel, kernel - 1);
        assertThat(layer.centred(x).toDoubles()).containsExactly(centred, within(1e-12));
        assertThat(layer.causal(x).toDoubles()).containsExactly(causal, within(1e-12));
        layer.fold();
        assertThat(layer.causal(x).toDoubles()).containsExactly(causal, within(1e-12));
        if (kernel > 2) {
          assertThat(centred).as("the two differ").isNotEqualTo(causal);
        }
      }
      layer.unfold();
      parameters.close();
    }
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    Parameters parameters = new Parameters(SEED, DType.FLOAT64);
    GatedConvolution layer = new GatedConvolution(parameters, IN, OUT, 3, 0);
    double[] input = new SplittableRandom(SEED).doubles(2 * TIME * IN, -1, 1).toArray();
    double error =
        GradientCheck.worstError(
            parameters.tensors(),
            () -> {
              Tensor y = layer.centred(Tensor.of(input, 2, TIME, IN));
              return y.times(y).sum();
            });
    assertThat(error).as("seed %s", SEED).isLessThan(1e-6);
    parameters.close();
  }

  @Test
  void bfloat16ProductsAreCloseAndSinglePrecisionOnesCloser() {
    double[] input = new SplittableRandom(SEED).doubles(TIME * IN, -1, 1).toArray();
    double[] exact = output(input, DType.FLOAT32);
    double[] rough = output(input, DType.BFLOAT16);
    assertThat(rough).isNotEqualTo(exact);
    assertThat(rough).containsExactly(exact, within(0.02));
  }

  private static double[] output(double[] input, DType products) {
    Parameters parameters = new Parameters(SEED, DType.FLOAT32, products);
    GatedConvolution layer = new GatedConvolution(parameters, IN, OUT, 3, 0);
    try (Scope scope = Scope.withoutGradients()) {
      return layer.centred(Tensor.of(input, 1, TIME, IN).as(DType.FLOAT32)).toDoubles();
    } finally {
      parameters.close();
    }
  }
}
