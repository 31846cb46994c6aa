package org.conversener.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBatchesTest {
  private final int[] lengths = IntStream.range(0, 103).map(i -> 1 + i * 37 % 50).toArray();

  @Test
  void everySentenceOccursOnce() {
    for (int pool : new int[] {1, 3, 1000}) {
      assertThat(
              LengthBatches.shuffled(lengths, 8, pool, 1, 1).stream()
                  .flatMapToInt(Arrays::stream)
                  .sorted()
                  .toArray())
          .isEqualTo(IntStream.range(0, 103).toArray());
    }
  }

  @Test
  void theOrderDependsOnSeedAndEpochOnly() {
    List<int[]> first = LengthBatches.shuffled(lengths, 8, 4, 1, 2);
    assertThat(LengthBatches.shuffled(lengths, 8, 4, 1, 2))
        .usingRecursiveComparison()
        .isEqualTo(first);
    assertThat(LengthBatches.shuffled(lengths, 8, 4, 1, 3).get(0)).isNotEqualTo(first.get(0));
    assertThat(LengthBatches.shuffled(lengths, 8, 4, 2, 2).get(0)).isNotEqualTo(first.get(0));
  }

  @Test
  void theLongestSentenceOfABatchComesFirst() {
    for (int[] batch : LengthBatches.shuffled(lengths, 8, 1, 1, 1)) {
      assertThat(Arrays.stream(batch).map(i -> -lengths[i]).toArray()).isSorted();
    }
  }

  @Test
  void aPoolSavesPadding() {
    assertThat(padded(LengthBatches.shuffled(lengths, 8, 13, 1, 1)))
        .isLessThan(padded(LengthBatches.shuffled(lengths, 8, 1, 1, 1)));
  }

  private int padded(List<int[]> batches) {
    return batches.stream().mapToInt(batch -> batch.length * lengths[batch[0]]).sum();
  }

  @Test
  void aVeryLongSentenceIsComputedAlone() {
    int[] some = {1238, 30, 20, 20, 5};
    assertThat(LengthBatches.parts(new int[] {0, 1, 2, 3, 4}, some, 100))
        .containsExactly(new int[] {0}, new int[] {1, 2, 3}, new int[] {4});
  }
}
