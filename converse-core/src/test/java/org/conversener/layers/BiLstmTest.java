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
