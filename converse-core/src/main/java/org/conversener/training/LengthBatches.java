package org.conversener.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.tensor.Randomness;

/**
 * Cuts sentences into batches. Each epoch shuffles anew; the order depends on the seed and the
 * epoch's number only.
 *
 * <p>Padding costs time. So a pool of several batches may be sorted by length before it is cut, and
 * the batches of all pools shuffled again; lengths are blurred a little, lest the same sentences
 * meet in every epoch. A pool of one batch is plain shuffling, as Flair does it.
 */
public final class LengthBatches {
  private LengthBatches() {}

  /**
   * The batches of one epoch.
   *
   * @param lengths the length of each sentence
   * @param batchSize sentences in a batch; the last may hold fewer
   * @param pool how many batches are sorted by length together, at least 1
   * @return the indices of each batch, longest sentence first
   */
  public static List<int[]> shuffled(int[] lengths, int batchSize, int pool, long seed, int epoch) {
    if (batchSize < 1 || pool < 1) {
      throw new IllegalArgumentException(
          "expected a batch size and a pool of at least 1, found " + batchSize + " and " + pool);
    }
    SplittableRandom random = new SplittableRandom(Randomness.seedFor(seed, "epoch " + epoch));
    int[] order = new int[lengths.length];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    double[] blurred = new double[lengths.length];
    for (int i = 0; i < blurred.length; i++) {
      blurred[i] = lengths[i] * (1 + 0.3 * random.nextDouble());
    }
    int window = (int) Math.min((long) batchSize * pool, Math.max(1, order.length));
    List<int[]> batches = new ArrayList<>();
    for (int start = 0; start < order.length; start += window) {
      List<Integer> some = slice(order, start, Math.min(order.length, start + window));
      if (pool > 1) {
        some.sort(Comparator.comparingDouble((Integer i) -> -blurred[i]));
      }
      for (int i = 0; i < some.size(); i += batchSize) {
        batches.add(longestFirst(some.subList(i, Math.min(some.size(), i + batchSize)), lengths));
      }
    }
    if (pool > 1) {
      for (int i = batches.size() - 1; i > 0; i--) {
        Collections.swap(batches, i, random.nextInt(i + 1));
      }
    }
    return batches;
  }

  /** All sentences, longest first, in batches for reading only. */
  public static List<int[]> sorted(int[] lengths, int batchSize) {
    int[] order = new int[lengths.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int[] sorted = longestFirst(slice(order, 0, order.length), lengths);
    List<int[]> batches = new ArrayList<>();
    for (int i = 0; i < sorted.length; i += batchSize) {
      batches.add(java.util.Arrays.copyOfRange(sorted, i, Math.min(sorted.length, i + batchSize)));
    }
    return batches;
  }

  /**
   * Cuts a batch, longest sentence first, into parts that hold at most so many words with their
   * padding, so that one very long sentence does not multiply the memory of its neighbours. A
   * sentence above the limit stands alone.
   */
  public static List<int[]> parts(int[] batch, int[] lengths, int maxPaddedWords) {
    List<int[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= batch.length; i++) {
      boolean isFull =
          i < batch.length && (long) lengths[batch[start]] * (i - start + 1) > maxPaddedWords;
      if (isFull || i == batch.length) {
        parts.add(java.util.Arrays.copyOfRange(batch, start, i));
        start = i;
      }
    }
    return parts;
  }

  private static List<Integer> slice(int[] order, int from, int to) {
    List<Integer> some = new ArrayList<>();
    for (int i = from; i < to; i++) {
      some.add(order[i]);
    }
    return some;
  }

  private static int[] longestFirst(List<Integer> some, int[] lengths) {
    List<Integer> sorted = new ArrayList<>(some);
    sorted.sort(Comparator.comparingInt((Integer i) -> -lengths[i]));
    return sorted.stream().mapToInt(Integer::intValue).toArray();
  }
}
