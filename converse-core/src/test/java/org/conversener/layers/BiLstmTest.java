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
  void roundedStepsChangeNothing() {
    Tensor longer = new Parameters(9, DType.FLOAT64).normal("input", 1, 2, 17, 3);
    int[] lengths = {17, 4};
    try (Scope scope = Scope.open()) {
      double[] exact = lstm.forward(longer, lengths).toDoubles();
      try (Scope reading = Scope.withoutGradients()) {
        double[] rounded = lstm.forward(longer, lengths).toDoubles();
        int real = 17 * 8; // the first sequence; the second is padded behind its four steps
        assertThat(Arrays.copyOf(rounded, real))
            .containsExactly(Arrays.copyOf(exact, real), within(1e-12));
        assertThat(Arrays.copyOfRange(rounded, real, real + 32))
            .containsExactly(Arrays.copyOfRange(exact, real, real + 32), within(1e-12));
      }
    }
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
