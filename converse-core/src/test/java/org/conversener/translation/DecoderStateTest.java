package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecoderStateTest {
  private static final int[] SOURCE = {4, 7, 5, 9, 2};
  private final ConvNetwork network = ToyNetwork.create();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void stepByStepEqualsAllAtOnce() {
    int[] english = {6, 8, 4, 11, 3, 3, 9, 10};
    try (Scope scope = Scope.withoutGradients();
        DecoderState state = new DecoderState(network.decoder(), network.encode(List.of(SOURCE)))) {
      assertRow(state.step(ids(Symbols.EOS), null), 0);
      for (int t = 0; t < english.length; t++) {
        assertRow(state.step(ids(english[t]), null), 0, Arrays.copyOf(english, t + 1));
      }
    }
  }

  @Test
  void rowsMayBeReorderedRepeatedAndDropped() {
    long seed = 4;
    SplittableRandom random = new SplittableRandom(seed);
    try (Scope scope = Scope.withoutGradients();
        DecoderState state = new DecoderState(network.decoder(), network.encode(List.of(SOURCE)))) {
      var unused = state.step(ids(Symbols.EOS), null);
      List<int[]> histories = new ArrayList<>(List.of(new int[0]));
      for (int step = 0; step < 8; step++) {
        int rows = random.nextInt(1, 5);
        long[] parents = new long[rows];
        long[] next = new long[rows];
        List<int[]> longer = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
          int parent = random.nextInt(histories.size());
          parents[row] = parent;
          next[row] = random.nextInt(3, ToyNetwork.VOCABULARY);
          int[] history = Arrays.copyOf(histories.get(parent), step + 1);
          history[step] = (int) next[row];
          longer.add(history);
        }
        histories = longer;
        state.select(parents);
        Tensor logits = state.step(Tensor.of(next, rows), null);
        for (int row = 0; row < rows; row++) {
          assertRow(logits, row, histories.get(row));
        }
      }
    }
  }

  @Test
  void foldedWeightsGiveTheSameNumbers() {
    network.fold();
    stepByStepEqualsAllAtOnce();
  }

  @Test
  void sentencesOfDifferentLengthAreNotDecodedTogether() {
    try (Scope scope = Scope.withoutGradients()) {
      var uneven = network.encode(List.of(SOURCE, new int[] {5, 2}));
      assertThatThrownBy(() -> new DecoderState(network.decoder(), uneven))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("equally long");
    }
  }

  private void assertRow(Tensor logits, int row, int... english) {
    assertThat(Ops.logSoftmax(logits, -1).select(0, row).toDoubles())
        .as("row %s after %s", row, Arrays.toString(english))
        .containsExactly(Recomputation.next(network, SOURCE, english), within(1e-9));
  }

  private static Tensor ids(long... ids) {
    return Tensor.of(ids, ids.length);
  }
}
