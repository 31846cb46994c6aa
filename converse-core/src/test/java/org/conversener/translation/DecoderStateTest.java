package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
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
    try (Scope scope = Scope.withoutGradients()) {
      DecoderState state = new DecoderState(network.decoder(), network.encode(SOURCE));
      assertRow(state.step(ids(Symbols.EOS)), 0);
      for (int t = 0; t < english.length; t++) {
        assertRow(state.step(ids(english[t])), 0, Arrays.copyOf(english, t + 1));
      }
    }
  }

  @Test
  void rowsMayBeReorderedRepeatedAndDropped() {
    long seed = 4;
    SplittableRandom random = new SplittableRandom(seed);
    try (Scope scope = Scope.withoutGradients()) {
      DecoderState state = new DecoderState(network.decoder(), network.encode(SOURCE));
      var unused = state.step(ids(Symbols.EOS));
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
        state.select(Tensor.of(parents, rows));
        Tensor logits = state.step(Tensor.of(next, rows));
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

  private void assertRow(Tensor logits, int row, int... english) {
    assertThat(Ops.logSoftmax(logits, -1).select(0, row).toDoubles())
        .as("row %s after %s", row, Arrays.toString(english))
        .containsExactly(Recomputation.next(network, SOURCE, english), within(1e-9));
  }

  private static Tensor ids(long... ids) {
    return Tensor.of(ids, ids.length);
  }
}
