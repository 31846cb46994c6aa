package org.conversener.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.conversener.layers.BiLstm;
import org.conversener.layers.GatedConvolution;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/** The fastest this machine multiplies, in operations a second. */
final class Ceiling {
  private static final double SECONDS = 3;

  private Ceiling() {}

  /** A product of 256 that takes longer is of a type the processor does not know. */
  private static final double SLOW_SECONDS = 0.02;

  /** Two square matrices of 2,048; of 256 if those take too long. */
  static double product(DType type) {
    double small = product(type, 256);
    double seconds = 2.0 * 256 * 256 * 256 / small;
    return seconds > SLOW_SECONDS ? small : product(type, 2048);
  }

  private static double product(DType type, int size) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor a = random(size, size).as(type);
      Tensor b = random(size, size).as(type);
      return rate(
          2.0 * size * size * size,
          () -> {
            try (Scope step = Scope.withoutGradients()) {
              var unused = a.matmul(b);
            }
          });
    }
  }

  /** A convolution 256 to 512 with a kernel of 3 over 4,000 places, forward and backward. */
  static double convolution(DType products) {
    Parameters parameters = new Parameters(1, DType.FLOAT32, products);
    GatedConvolution layer = new GatedConvolution(parameters, 256, 256, 3, 0);
    try (Scope scope = Scope.open()) {
      Tensor input = random(160, 25, 256).withGradient();
      Tensor windows = Ops.windows(input, 3, 1, 1).detach().withGradient();
      return rate(
          3 * 2.0 * 4000 * 3 * 256 * 512,
          () -> {
            try (Scope step = Scope.open()) {
              layer.overWindows(windows).sum().backward();
            }
          });
    } finally {
      parameters.close();
    }
  }

  /** A bidirectional LSTM over 32 sequences of 24 steps, forward or forward and backward. */
  static double lstm(int in, int hidden, boolean withBackward) {
    try (Parameters parameters = new Parameters(1, DType.FLOAT32);
        Scope scope = Scope.open()) {
      BiLstm layer = new BiLstm(parameters, in, hidden);
      Tensor input = random(32, 24, in);
      int[] lengths = new int[32];
      Arrays.fill(lengths, 24);
      double forward = 32 * 24 * Arithmetic.bidirectionalLstm(in, hidden);
      return rate(
          withBackward ? 3 * forward : forward,
          () -> {
            try (Scope step = withBackward ? Scope.open() : Scope.withoutGradients()) {
              Tensor output = layer.forward(input, lengths);
              if (withBackward) {
                output.sum().backward();
                parameters.clearGradients();
              }
            }
          });
    }
  }

  private static double rate(double operations, Runnable work) {
    long warm = System.nanoTime();
    for (int i = 0; i < 5 && System.nanoTime() - warm < 1e9; i++) {
      work.run();
    }
    int times = 0;
    long start = System.nanoTime();
    double seconds = 0;
    while (seconds < SECONDS) {
      work.run();
      times++;
      seconds = (System.nanoTime() - start) / 1e9;
    }
    return operations * times / seconds;
  }

  private static Tensor random(long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return Tensor.of(values, shape);
  }
}
