package org.conversener.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.conversener.layers.GatedConvolution;
import org.conversener.layers.Linear;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Forward and backward of the two layers a translator's training is made of, without an optimiser:
 * batch 64, 30 time steps, width 256, kernel 3.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1)
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
public class LayerBenchmark {
  private static final int BATCH = 64;
  private static final int TIME = 30;
  private static final int WIDTH = 256;

  private final Parameters parameters = new Parameters(1, DType.FLOAT32);
  private final Linear linear = Linear.plain(parameters.group("linear"), WIDTH, WIDTH);
  private final GatedConvolution convolution =
      new GatedConvolution(parameters.group("convolution"), WIDTH, WIDTH, 3, 0);
  private final float[] values = new float[BATCH * TIME * WIDTH];

  /** Draws the input. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /** A linear layer, 256 to 256, over [64, 30, 256]. */
  @Benchmark
  public double linear() {
    try (Scope scope = Scope.open()) {
      return step(linear.forward(Tensor.of(values, BATCH, TIME, WIDTH)));
    }
  }

  /** A gated convolution, 256 to 256, over [64, 30, 256]. */
  @Benchmark
  public double gatedConvolution() {
    try (Scope scope = Scope.open()) {
      return step(convolution.centred(Tensor.of(values, BATCH, TIME, WIDTH)));
    }
  }

  private double step(Tensor output) {
    Tensor loss = output.sum();
    loss.backward();
    parameters.clearGradients();
    return loss.item();
  }

  /** Frees the parameters. */
  @TearDown
  public void close() {
    parameters.close();
  }
}
