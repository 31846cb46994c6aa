package org.conversener.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BiLstmTest {
  private final Parameters parameters = new Parameters(7, DType.FLOAT64);
  private final Tensor input = parameters.normal("input", 1, 2, 5, 3);
  private final BiLstm lstm = new BiLstm(parameters, 3, 4);

  @Test
  void paddedEqualsUnpadded() {
    try (Scope scope = Scope.withoutGradients()) {
      double[] padded = lstm.forward(input, new int[] {5, 3}).select(0, 1).toDoubles();
      Tensor alone = input.narrow(0, 1, 1).narrow(1, 0, 3);
      double[] unpadded = lstm.forward(alone, new int[] {3}).toDoubles();
      assertThat(Arrays.copyOf(padded, unpadded.length)).containsExactly(unpadded, within(1e-12));
    }
  }

  @Test
  void stepsAreRoundedUpToFourBinaryDigits() {
    int[] steps = {1, 15, 16, 17, 31, 33, 64, 65, 100};
    assertThat(Arrays.stream(steps).map(BiLstm::rounded))
        .containsExactly(1, 15, 16, 18, 32, 36, 64, 72, 104);
  }

  @Test
  void sequencesReadTogetherAreToTheLastBitWhatEachIsAlone() {
    int[] lengths = {17, 4, 11, 1, 17, 9};
    for (int hidden : new int[] {2, 16, 64}) {
      Parameters single = new Parameters(9, DType.FLOAT32);
      Tensor sequences = single.normal("input", 1, lengths.length, 17, 30);
      BiLstm reader = new BiLstm(single, 30, hidden);
      try (Scope scope = Scope.withoutGradients()) {
        Tensor together = reader.forward(sequences, lengths);
        for (int b = 0; b < lengths.length; b++) {
          Tensor own = sequences.narrow(0, b, 1).narrow(1, 0, lengths[b]).contiguous();
          float[] alone = reader.forward(own, new int[] {lengths[b]}).toFloats();
          float[] beside =
              together.narrow(0, b, 1).narrow(1, 0, lengths[b]).contiguous().toFloats();
          assertThat(beside).as("%d of width %d", b, hidden).isEqualTo(alone);
        }
      }
      reader.release();
      single.close();
    }
  }

  @Test
  void whatIsReadIsWhatIsTrained() {
    Parameters single = new Parameters(9, DType.FLOAT32);
    Tensor sequences = single.normal("input", 1, 2, 17, 30);
    BiLstm both = new BiLstm(single, 30, 16);
    int[] lengths = {17, 4};
    try (Scope scope = Scope.open()) {
      Tensor trained = both.forward(sequences, lengths);
      try (Scope reading = Scope.withoutGradients()) {
        Tensor read = both.forward(sequences, lengths);
        for (int b = 0; b < 2; b++) {
          float[] expected = trained.select(0, b).narrow(0, 0, lengths[b]).toFloats();
          assertThat(read.select(0, b).narrow(0, 0, lengths[b]).toFloats())
              .containsExactly(expected, within(1e-5f));
        }
      }
    }
    both.release();
    single.close();
  }

  @Test
  void reversedInputWithSwappedWeightsGivesSwappedHalvesInReverse() {
    Parameters swapped = new Parameters(8, DType.FLOAT64);
    BiLstm mirror = new BiLstm(swapped, 3, 4);
    try (Scope scope = Scope.withoutGradients()) {
      for (String name : new String[] {"input_weight", "state_weight", "bias"}) {
        swapped.get("forward." + name).copyFrom(parameters.get("backward." + name));
        swapped.get("backward." + name).copyFrom(parameters.get("forward." + name));
      }
      Tensor backwards = Tensor.of(new long[] {4, 3, 2, 1, 0}, 5);
      Tensor reversed = input.indexSelect(1, backwards);
      Tensor out = lstm.forward(input, new int[] {5, 5}).indexSelect(1, backwards);
      Tensor expected = Tensor.concat(2, out.narrow(2, 4, 4), out.narrow(2, 0, 4));
      assertThat(mirror.forward(reversed, new int[] {5, 5}).toDoubles())
          .containsExactly(expected.toDoubles(), within(1e-12));
    }
  }

  @Test
  void gradientsAreRight() {
    assertThat(
            GradientCheck.worstError(
                parameters.tensors(),
                () -> {
                  Tensor out = lstm.forward(input, new int[] {5, 3});
                  Tensor real = out.select(0, 0).sum();
                  return real.plus(out.select(0, 1).narrow(0, 0, 3).sum());
                }))
        .isLessThan(1e-6);
  }

  @Test
  void singlePrecisionGradientsAgreeWithDoubleOnes() {
    Parameters singles = new Parameters(7, DType.FLOAT32);
    Tensor singleInput = singles.normal("input", 1, 2, 5, 3);
    BiLstm single = new BiLstm(singles, 3, 4);
    try (Scope scope = Scope.open()) {
      Tensor out = lstm.forward(input, new int[] {5, 3});
      out.times(out).sum().backward();
      Tensor singleOut = single.forward(singleInput, new int[] {5, 3});
      singleOut.times(singleOut).sum().backward();
      singles
          .all()
          .forEach(
              (name, value) ->
                  assertThat(value.gradient().toDoubles())
                      .as(name)
                      .containsExactly(parameters.get(name).gradient().toDoubles(), within(1e-5)));
      parameters.clearGradients();
    }
  }
}
