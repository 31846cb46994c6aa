package org.conversener.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.conversener.tensor.Randomness;

/**
 * Groups examples of like length into batches of bounded size (fairseq {@code data_utils.py}):
 * examples are shuffled, stably sorted by length, and cut greedily so that count × longest stays
 * within a number of tokens. The batches are frozen; only their order changes from epoch to epoch.
 */
public final class TokenBatches {
  private final List<int[]> batches;
  private final long seed;

  /**
   * Cuts the batches.
   *
   * @param count the number of examples
   * @param primaryLength an example's length on the side to sort by last
   * @param secondaryLength its length on the other side
   * @param maxTokens largest count × longest side; an example longer than that is a batch alone
   * @param multiple batches of at least this many examples hold a multiple of it
   */
  public TokenBatches(
      int count,
      IntUnaryOperator primaryLength,
      IntUnaryOperator secondaryLength,
      int maxTokens,
      int multiple,
      long seed) {
    this.seed = seed;
    List<Integer> order = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(Randomness.seedFor(seed, "batches")));
    order.sort(
        Comparator.<Integer>comparingInt(i -> primaryLength.applyAsInt(i))
            .thenComparingInt(i -> secondaryLength.applyAsInt(i)));
    batches = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    int longest = 0;
    for (int i : order) {
      int length = Math.max(primaryLength.applyAsInt(i), secondaryLength.applyAsInt(i));
      int longestWith = Math.max(longest, length);
      if (!batch.isEmpty() && (batch.size() + 1L) * longestWith > maxTokens) {
        List<Integer> left = cut(batch, multiple);
        batch = left;
        longestWith = length;
        for (int j : left) {
          longestWith =
              Math.max(
                  longestWith,
                  Math.max(primaryLength.applyAsInt(j), secondaryLength.applyAsInt(j)));
        }
        if ((batch.size() + 1L) * longestWith > maxTokens && !batch.isEmpty()) {
          batches.add(array(batch));
          batch = new ArrayList<>();
          longestWith = length;
        }
      }
      batch.add(i);
      longest = longestWith;
    }
    if (!batch.isEmpty()) {
      batches.add(array(batch));
    }
  }

  /** Takes a multiple of examples off the front; what is left starts the next batch. */
  private List<Integer> cut(List<Integer> batch, int multiple) {
    int taken = batch.size() < multiple ? batch.size() : batch.size() / multiple * multiple;
    batches.add(array(batch.subList(0, taken)));
    return new ArrayList<>(batch.subList(taken, batch.size()));
  }

  private static int[] array(List<Integer> indices) {
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The batches of one epoch, in its order: indices of examples. */
  public List<int[]> epoch(int epoch) {
    List<int[]> shuffled = new ArrayList<>(batches);
    Collections.shuffle(shuffled, new Random(Randomness.mix(seed + epoch)));
    return shuffled;
  }

  /** The number of batches. */
  public int count() {
    return batches.size();
  }
}
