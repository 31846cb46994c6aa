package org.conversener.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.conversener.tensor.Crew;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B rows, T steps, D wide input, H wide state. */
class LstmTest {
  private static final int TIME = 4;

  private static Tensor random(long seed, DType type, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return Tensor.of(values, shape).as(type);
  }

  @Test
  void foldedItComputesTheSameUntilItIsUnfolded() {
    try (Parameters parameters = new Parameters(1, DType.FLOAT64);
        Scope scope = Scope.withoutGradients()) {
      Lstm lstm = new Lstm(parameters, 3, 5);
      Tensor input = random(1, DType.FLOAT64, 2, TIME, 3);
      Tensor hidden = random(2, DType.FLOAT64, 2, 5);
      Tensor cell = random(3, DType.FLOAT64, 2, 5);
      Ops.Recurrence expected = lstm.forward(input, hidden, cell);
      double[] fromZero = lstm.forward(input).toDoubles();
      lstm.fold();
      Ops.Recurrence folded = lstm.forward(input, hidden, cell);
      assertThat(folded.output().toDoubles())
          .containsExactly(expected.output().toDoubles(), within(1e-12));
      assertThat(folded.hidden().toDoubles())
          .containsExactly(expected.hidden().toDoubles(), within(1e-12));
      assertThat(folded.cell().toDoubles())
          .containsExactly(expected.cell().toDoubles(), within(1e-12));
      assertThat(lstm.forward(input).toDoubles()).containsExactly(fromZero, within(1e-12));
      // Swapped, the states would give something else.
      assertThat(folded.output().toDoubles()[0])
          .isNotCloseTo(lstm.forward(input, cell, hidden).output().toDoubles()[0], within(1e-6));
      lstm.unfold();
      assertThat(lstm.forward(input, hidden, cell).output().toDoubles())
          .containsExactly(expected.output().toDoubles());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 33", "2, 33", "7, 21", "32, 21", "33, 64", "40, 130"})
  void foldedARowIsTheOneAloneToTheLastBit(int batch, int hidden) {
    try (Parameters parameters = new Parameters(1, DType.FLOAT32);
        Scope scope = Scope.withoutGradients()) {
      Lstm lstm = new Lstm(parameters, 9, hidden);
      lstm.fold();
      Tensor input = random(4, DType.FLOAT32, batch, TIME, 9);
      Tensor state = random(5, DType.FLOAT32, batch, hidden);
      Crew.work(
          1,
          part -> {
            Ops.Recurrence all = lstm.forward(input, state, state);
            for (int b = 0; b < batch; b++) {
              Tensor own = state.narrow(0, b, 1);
              Ops.Recurrence alone = lstm.forward(input.narrow(0, b, 1), own, own);
              assertThat(all.output().select(0, b).toFloats())
                  .as("row %d", b)
                  .containsExactly(alone.output().toFloats());
              assertThat(all.cell().select(0, b).toFloats())
                  .containsExactly(alone.cell().toFloats());
            }
          });
      lstm.unfold();
    }
  }

  @Test
  void foldingLeavesNothingBehind() {
    try (Parameters parameters = new Parameters(1, DType.FLOAT32);
        Scope scope = Scope.withoutGradients()) {
      Lstm lstm = new Lstm(parameters, 3, 5);
      long before = 0;
      for (int i = 0; i < 6; i++) {
        if (i == 1) {
          before = Scope.livePointers();
        }
        try (Scope step = Scope.withoutGradients()) {
          lstm.fold();
          var unused = lstm.forward(random(1, DType.FLOAT32, 2, TIME, 3));
          lstm.unfold();
        }
      }
      assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
    }
  }
}
