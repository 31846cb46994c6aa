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
import org.conversener.tensor.SteadyLstm;
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
  void theSteadyOneComputesTheSame() {
    try (Parameters parameters = new Parameters(1, DType.FLOAT64);
        Scope scope = Scope.withoutGradients()) {
      Lstm lstm = new Lstm(parameters, 3, 5);
      Tensor input = random(1, DType.FLOAT64, 2, TIME, 3);
      Tensor hidden = random(2, DType.FLOAT64, 2, 5);
      Tensor cell = random(3, DType.FLOAT64, 2, 5);
      Ops.Recurrence expected = lstm.forward(input, hidden, cell);
      try (SteadyLstm steady = lstm.steady(DType.FLOAT64)) {
        Ops.Recurrence found = steady.forward(input, hidden, cell);
        assertThat(found.output().toDoubles())
            .containsExactly(expected.output().toDoubles(), within(1e-12));
        assertThat(found.hidden().toDoubles())
            .containsExactly(expected.hidden().toDoubles(), within(1e-12));
        assertThat(found.cell().toDoubles())
            .containsExactly(expected.cell().toDoubles(), within(1e-12));
        Tensor zero = Tensor.zeros(DType.FLOAT64, 2, 5);
        assertThat(steady.forward(input, zero, zero).output().toDoubles())
            .containsExactly(lstm.forward(input).toDoubles(), within(1e-12));
        // Swapped, the states would give something else.
        assertThat(found.output().toDoubles()[0])
            .isNotCloseTo(
                steady.forward(input, cell, hidden).output().toDoubles()[0], within(1e-6));
      }
      // Nothing that was given to it is closed with it.
      assertThat(lstm.forward(input, hidden, cell).output().toDoubles())
          .containsExactly(expected.output().toDoubles());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 33", "2, 33", "7, 21", "32, 21", "33, 64", "40, 130"})
  void ofTheSteadyOneARowIsTheOneAloneToTheLastBit(int batch, int hidden) {
    for (DType products : new DType[] {DType.FLOAT32, DType.BFLOAT16}) {
      try (Parameters parameters = new Parameters(1, DType.FLOAT32);
          Scope scope = Scope.withoutGradients();
          SteadyLstm steady = new Lstm(parameters, 9, hidden).steady(products)) {
        Tensor input = random(4, DType.FLOAT32, batch, TIME, 9);
        Tensor state = random(5, DType.FLOAT32, batch, hidden);
        Crew.work(
            1,
            part -> {
              Ops.Recurrence all = steady.forward(input, state, state);
              for (int b = 0; b < batch; b++) {
                Tensor own = state.narrow(0, b, 1);
                Ops.Recurrence alone = steady.forward(input.narrow(0, b, 1), own, own);
                assertThat(all.output().select(0, b).toFloats())
                    .as("row %d, %s", b, products)
                    .containsExactly(alone.output().toFloats());
                assertThat(all.cell().select(0, b).toFloats())
                    .containsExactly(alone.cell().toFloats());
              }
            });
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"16, FLOAT32", "40, FLOAT32", "40, BFLOAT16"})
  void rowsReadByNumberAreReadAsThemselves(int hidden, DType products) {
    try (Parameters parameters = new Parameters(1, DType.FLOAT32);
        Scope scope = Scope.withoutGradients();
        SteadyLstm steady = new Lstm(parameters, 9, hidden).steady(products)) {
      Tensor rows = random(4, DType.FLOAT32, 11, 9);
      Tensor numbers = Tensor.of(new long[] {3, 10, 0, 3, 7, 7, 1, 2}, 2, 4);
      Tensor state = random(5, DType.FLOAT32, 2, hidden);
      Tensor inputs = Ops.embedding(rows, numbers); // 2 x 4 x 9
      try (SteadyLstm.Table table = steady.table(rows)) {
        Crew.work(
            1,
            part -> {
              Ops.Recurrence found = table.forward(numbers, state, state);
              Ops.Recurrence expected = steady.forward(inputs, state, state);
              assertThat(found.output().toFloats()).isEqualTo(expected.output().toFloats());
              assertThat(found.hidden().toFloats()).isEqualTo(expected.hidden().toFloats());
              assertThat(found.cell().toFloats()).isEqualTo(expected.cell().toFloats());
            });
      }
    }
  }

  @Test
  void theSteadyOneLeavesNothingBehind() {
    try (Parameters parameters = new Parameters(1, DType.FLOAT32);
        Scope scope = Scope.withoutGradients()) {
      Lstm lstm = new Lstm(parameters, 3, 5);
      long before = 0;
      for (int i = 0; i < 6; i++) {
        if (i == 1) {
          before = Scope.livePointers();
        }
        try (Scope step = Scope.withoutGradients();
            SteadyLstm steady = lstm.steady(DType.FLOAT32)) {
          Tensor state = Tensor.zeros(DType.FLOAT32, 2, 5);
          var unused = steady.forward(random(1, DType.FLOAT32, 2, TIME, 3), state, state);
        }
      }
      assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
    }
  }
}
