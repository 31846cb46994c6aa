package org.conversener.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
  /** What a step of a recurrent layer costs beside its sentences' words, in words. */
  private static final int STEP_COST = 2;

  /** What a batch costs beside its steps, in words. */
  private static final int BATCH_COST = 64;

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

  /**
   * All sentences, longest first, in batches for reading only, cut where it costs least: little
   * padding, but no batch without need.
   *
   * @param mostSentences of a batch
   * @param maxPaddedWords of a batch, padding included; a sentence above it stands alone
   */
  public static List<int[]> tight(int[] lengths, int mostSentences, int maxPaddedWords) {
    int[] sorted =
        longestFirst(
            slice(IntStream.range(0, lengths.length).toArray(), 0, lengths.length), lengths);
    long[] least = new long[sorted.length + 1]; // cost of the first sentences, by their number
    int[] starts = new int[sorted.length + 1]; // where the last batch of them starts
    for (int end = 1; end <= sorted.length; end++) {
      least[end] = Long.MAX_VALUE;
      for (int start = end - 1; start >= Math.max(0, end - mostSentences); start--) {
        long longest = lengths[sorted[start]];
        if (end - start > 1 && longest * (end - start) > maxPaddedWords) {
          break;
        }
        if (!isUsual(end - start)) {
          continue;
        }
        long cost = least[start] + cost(longest, end - start);
        if (cost < least[end]) {
          least[end] = cost;
          starts[end] = start;
        }
      }
    }
    List<int[]> batches = new ArrayList<>();
    for (int end = sorted.length; end > 0; end = starts[end]) {
      batches.add(Arrays.copyOfRange(sorted, starts[end], end));
    }
    Collections.reverse(batches);
    return batches;
  }

  /**
   * Whether a batch may have so many sentences: two binary digits of them. The native library
   * prepares itself for each shape it has not met, so there had better be few.
   */
  static boolean isUsual(int sentences) {
    return sentences % Math.max(1, Integer.highestOneBit(sentences) >> 1) == 0;
  }

  /** What it costs to read a batch, in words of a large one. */
  static long cost(long longest, long sentences) {
    return BATCH_COST + longest * (STEP_COST + sentences);
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
        parts.add(Arrays.copyOfRange(batch, start, i));
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
