package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SteadyTrialTest {
  private static final int WIDTH = 5;

  private static Tensor doubled(Tensor input) {
    return input.times(2);
  }

  @Test
  void aLayerThatReadsEachRowAlonePasses() {
    assertThat(SteadyTrial.passes(SteadyTrialTest::doubled, WIDTH)).isTrue();
  }

  @Test
  void aLayerThatLooksAtTheNumberOfSequencesFails() {
    assertThat(SteadyTrial.passes(input -> moved(input, input.size(0) > 16 ? 1 : 0), WIDTH))
        .isFalse();
  }

  @Test
  void aLayerThatLooksAtThePaddingFails() {
    assertThat(SteadyTrial.passes(input -> moved(input, input.size(1) > 8 ? 1 : 0), WIDTH))
        .isFalse();
  }

  @Test
  void aLayerThatReadsOneRowOtherwiseFails() {
    UnaryOperator<Tensor> layer =
        input -> {
          long rows = input.size(0);
          Tensor doubled = doubled(input);
          return rows < 7
              ? doubled
              : Tensor.concat(
                  0, doubled.narrow(0, 0, rows - 1), moved(input.narrow(0, rows - 1, 1), 1));
        };
    assertThat(SteadyTrial.passes(layer, WIDTH)).isFalse();
  }

  /** Doubled, and changed in the last bits. */
  private static Tensor moved(Tensor input, int by) {
    return doubled(input).times(1 + by * 1e-7);
  }

  @Test
  void anLstmThatPassesGivesDifferentSequencesWhatEachGetsAlone() {
    int threads = Natives.threads();
    Natives.threads(1);
    try (Scope scope = Scope.withoutGradients()) {
      for (int hidden : new int[] {3, 16, 40, 256}) {
        PackedLstm lstm =
            new PackedLstm(
                SteadyTrial.drawn(4L * hidden, 30),
                SteadyTrial.drawn(4L * hidden, hidden),
                SteadyTrial.drawn(4L * hidden));
        Tensor input = SteadyTrial.drawn(21, 11, 30);
        float[] together = lstm.forward(input).contiguous().toFloats();
        boolean isSame = true;
        for (int b = 0; b < 21; b++) {
          float[] alone = lstm.forward(input.narrow(0, b, 1)).contiguous().toFloats();
          for (int i = 0; i < alone.length; i++) {
            isSame &= alone[i] == together[b * alone.length + i];
          }
        }
        // One that does not pass may still be the same by chance.
        assertThat(isSame || !lstm.isSteady()).as("hidden %d", hidden).isTrue();
        lstm.close();
      }
    } finally {
      Natives.threads(threads);
    }
  }
}
