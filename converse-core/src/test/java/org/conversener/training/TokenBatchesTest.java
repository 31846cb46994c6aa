package org.conversener.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBatchesTest {
  private static final long SEED = 3;
  private final int[] primary = lengths(1);
  private final int[] secondary = lengths(2);

  private static int[] lengths(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, 317).map(i -> random.nextInt(1, 40)).toArray();
  }

  private TokenBatches batches(int maxTokens, long seed) {
    return new TokenBatches(primary.length, i -> primary[i], i -> secondary[i], maxTokens, 8, seed);
  }

  @Test
  void everyExampleOccursOnceInEachEpoch() {
    for (int maxTokens : new int[] {1, 30, 400, 100_000}) {
      for (int epoch : new int[] {0, 1, 7}) {
        assertThat(
                batches(maxTokens, SEED).epoch(epoch).stream()
                    .flatMapToInt(Arrays::stream)
                    .sorted()
                    .toArray())
            .as("at most %s tokens, epoch %s", maxTokens, epoch)
            .isEqualTo(IntStream.range(0, primary.length).toArray());
      }
    }
  }

  @Test
  void noBatchExceedsItsTokensButASingleExample() {
    for (int maxTokens : new int[] {1, 30, 100, 400}) {
      for (int[] batch : batches(maxTokens, SEED).epoch(1)) {
        int longest =
            Arrays.stream(batch).map(i -> Math.max(primary[i], secondary[i])).max().orElseThrow();
        if (batch.length > 1) {
          assertThat(batch.length * longest).isLessThanOrEqualTo(maxTokens);
        }
      }
    }
  }

  @Test
  void batchesAreNotMuchSmallerThanTheyMayBe() {
    int padded =
        batches(400, SEED).epoch(1).stream()
            .mapToInt(
                b ->
                    b.length
                        * Arrays.stream(b)
                            .map(i -> Math.max(primary[i], secondary[i]))
                            .max()
                            .orElseThrow())
            .sum();
    assertThat(padded / (double) batches(400, SEED).count()).isGreaterThan(250);
  }

  @Test
  void batchesAreFrozenAndOnlyTheirOrderChanges() {
    TokenBatches batches = batches(400, SEED);
    List<int[]> first = batches.epoch(1);
    List<int[]> second = batches.epoch(2);
    assertThat(asSet(second)).isEqualTo(asSet(first)).hasSize(batches.count());
    assertThat(asLists(second)).isNotEqualTo(asLists(first));
  }

  @Test
  void theOrderDependsOnSeedAndEpochOnly() {
    TokenBatches again = batches(400, SEED);
    again.epoch(1);
    assertThat(asLists(again.epoch(2))).isEqualTo(asLists(batches(400, SEED).epoch(2)));
    assertThat(asSet(batches(400, SEED + 1).epoch(2)))
        .isNotEqualTo(asSet(batches(400, SEED).epoch(2)));
  }

  @Test
  void largeBatchesHoldAMultipleOfEight() {
    List<int[]> all = batches(400, SEED).epoch(0);
    // The last one takes what is left.
    assertThat(all.stream().filter(b -> b.length > 8 && b.length % 8 != 0).count())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void nothingMakesNoBatch() {
    assertThat(new TokenBatches(0, i -> 1, i -> 1, 10, 8, SEED).epoch(1)).isEmpty();
  }

  private static List<List<Integer>> asLists(List<int[]> batches) {
    return batches.stream().map(b -> Arrays.stream(b).boxed().toList()).toList();
  }

  private static Set<List<Integer>> asSet(List<int[]> batches) {
    return asLists(batches).stream().collect(Collectors.toSet());
  }
}
