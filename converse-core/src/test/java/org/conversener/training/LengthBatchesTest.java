package org.conversener.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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

  @Test
  void tightBatchesHoldEverySentenceOnceAndKeepTheirLimits() {
    List<int[]> batches = LengthBatches.tight(lengths, 6, 200);
    assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(IntStream.range(0, 103).toArray());
    for (int[] batch : batches) {
      assertThat(batch.length).isBetween(1, 6);
      assertThat(batch.length * lengths[batch[0]]).isLessThanOrEqualTo(200);
    }
    assertThat(LengthBatches.tight(new int[0], 6, 200)).isEmpty();
  }

  @Test
  void noOtherCutOfTheSortedSentencesCostsLessThanTightBatches() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 50; round++) {
      int[] some = random.ints(1 + round % 8, 1, 60).toArray();
      int[] sorted = IntStream.of(some).map(i -> -i).sorted().map(i -> -i).toArray();
      long cost = 0;
      for (int[] batch : LengthBatches.tight(some, 6, 150)) {
        cost += LengthBatches.cost(some[batch[0]], batch.length);
      }
      assertThat(cost).as(Arrays.toString(some)).isEqualTo(cheapest(sorted, 0, 6, 150));
    }
  }

  /** The slow oracle: every way to cut the sentences from a place on. */
  private static long cheapest(int[] sorted, int start, int most, int maxPaddedWords) {
    long cheapest = start == sorted.length ? 0 : Long.MAX_VALUE;
    for (int end = start + 1; end <= Math.min(sorted.length, start + most); end++) {
      boolean fits = end == start + 1 || sorted[start] * (end - start) <= maxPaddedWords;
      if (fits && LengthBatches.isUsual(end - start)) {
        long cost = LengthBatches.cost(sorted[start], end - start);
        cheapest = Math.min(cheapest, cost + cheapest(sorted, end, most, maxPaddedWords));
      }
    }
    return cheapest;
  }

  @Test
  void fewNumbersOfSentencesAreUsual() {
    assertThat(IntStream.rangeClosed(1, 64).filter(LengthBatches::isUsual).toArray())
        .containsExactly(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64);
  }

  @Test
  void aVeryLongSentenceStandsAloneInTightBatches() {
    int[] some = {5, 20, 1238, 20, 30};
    assertThat(LengthBatches.tight(some, 64, 100).get(0)).containsExactly(2);
  }
}
