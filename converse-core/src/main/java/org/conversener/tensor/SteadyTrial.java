package org.conversener.tensor;

import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Tries whether a layer that reads sequences gives each of them the same, to the last bit, whatever
 * is read beside it and however much padding comes after it: one sequence stands in every row of
 * batches of many sizes and lengths, and all must say what the first says.
 *
 * <p>A native library promises no such thing, and whether it holds depends on the processor and the
 * shapes. It is decided by the results alone and never by the clock, so that it is the same in
 * every run on a machine.
 */
final class SteadyTrial {
  private static final int LONGEST = 33;

  /** How many sequences are tried of how many steps: of one step most, for they take the least. */
  private static final Map<Integer, int[]> SEQUENCES =
      Map.of(
          1,
          new int[] {1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 100, 128},
          8,
          new int[] {1, 2, 5, 16, 33},
          LONGEST,
          new int[] {3, 17});

  private SteadyTrial() {}

  /** Numbers as weights might be, the same in every run. */
  static Tensor drawn(long... shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    Random random = new Random(count);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.3f * (random.nextFloat() - 0.5f);
    }
    return Tensor.of(values, shape);
  }

  /**
   * Whether a layer passes.
   *
   * @param layer from [B, T, in] to [B, T, out]; no step may depend on those after it
   * @param in its input's width
   */
  static boolean passes(UnaryOperator<Tensor> layer, long in) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor sequence = drawn(1, LONGEST, in);
      Tensor expected = layer.apply(sequence);
      return SEQUENCES.entrySet().stream()
          .allMatch(
              tried ->
                  IntStream.of(tried.getValue())
                      .allMatch(
                          sequences ->
                              isSame(layer, sequence, expected, sequences, tried.getKey())));
    }
  }

  private static boolean isSame(
      UnaryOperator<Tensor> layer, Tensor sequence, Tensor expected, int sequences, int steps) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor batch =
          sequence.narrow(1, 0, steps).expand(sequences, steps, sequence.size(2)).contiguous();
      Tensor difference = layer.apply(batch).minus(expected.narrow(1, 0, steps));
      return difference.times(difference).sum().item() == 0;
    }
  }
}
