package org.conversener.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns the merges of {@link Bpe}.
 *
 * <p>The result is that of counting all pairs of all words anew before each merge. Here a merge
 * touches only the words that hold its pair: every pair knows its count and its words, and a queue
 * holds the pairs by count. An entry of the queue may promise more than its pair still has, never
 * less; it is put back with the true count when it comes up.
 */
final class BpeLearner {
  private static final long MINIMUM_COUNT = 2;

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingLong(Candidate::count)
          .thenComparing(Candidate::left, Characters.CODE_POINT_ORDER)
          .thenComparing(Candidate::right, Characters.CODE_POINT_ORDER)
          .reversed();

  private record Candidate(Pair pair, long count, String left, String right) {}

  /** Two neighbouring symbols: how often they stand together and in which words, at least. */
  private static final class Pair {
    final int left;
    final int right;
    long count;
    long queued;
    boolean isTouched;
    private int[] words = new int[2];
    private int size;

    Pair(int left, int right) {
      this.left = left;
      this.right = right;
    }

    void addWord(int word) {
      if (size > 0 && words[size - 1] == word) {
        return;
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = word;
    }

    int[] takeWords() {
      int[] taken = Arrays.copyOf(words, size);
      words = new int[2];
      size = 0;
      return taken;
    }
  }

  private static final int NO_SYMBOL = -1;

  private final List<String> symbols = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final int[][] words;
  private final long[] counts;
  private final Map<Long, Pair> pairs = new HashMap<>();
  private final List<Pair> touched = new ArrayList<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(BEST_FIRST);

  private BpeLearner(Map<String, Long> wordCounts) {
    words = new int[wordCounts.size()][];
    counts = new long[wordCounts.size()];
    int w = 0;
    for (Map.Entry<String, Long> entry : wordCounts.entrySet()) {
      words[w] = checked(entry).stream().mapToInt(this::idOf).toArray();
      counts[w] = entry.getValue();
      w++;
    }
  }

  static List<Bpe.Merge> learn(Map<String, Long> wordCounts, int merges) {
    if (merges < 0) {
      throw new IllegalArgumentException("expected merges >= 0, found " + merges);
    }
    BpeLearner learner = new BpeLearner(wordCounts);
    learner.countAll();
    return learner.learn(merges);
  }

  private static List<String> checked(Map.Entry<String, Long> entry) {
    String word = entry.getKey();
    if (word.isEmpty() || word.chars().anyMatch(c -> c == ' ' || c == '\n' || c == '\r')) {
      throw new IllegalArgumentException(
          "merges are learned from words without spaces and line breaks; found \"" + word + "\"");
    }
    if (entry.getValue() < 0) {
      throw new IllegalArgumentException(
          "expected a count >= 0 of \"" + word + "\", found " + entry.getValue());
    }
    return Bpe.characters(word);
  }

  private void countAll() {
    for (int w = 0; w < words.length; w++) {
      int[] word = words[w];
      for (int i = 0; i + 1 < word.length; i++) {
        add(word[i], word[i + 1], counts[w]).addWord(w);
      }
    }
    queueTouched();
  }

  private List<Bpe.Merge> learn(int number) {
    List<Bpe.Merge> merges = new ArrayList<>();
    while (merges.size() < number && !queue.isEmpty()) {
      Candidate best = queue.remove();
      Pair pair = best.pair();
      if (best.count() != pair.queued) {
        continue;
      }
      pair.queued = 0;
      if (best.count() != pair.count) {
        enqueue(pair);
        continue;
      }
      merges.add(new Bpe.Merge(best.left(), best.right()));
      merge(pair);
    }
    return merges;
  }

  private void merge(Pair pair) {
    int merged = idOf(symbols.get(pair.left) + symbols.get(pair.right));
    for (int w : pair.takeWords()) {
      int[] before = words[w];
      int[] after = replace(before, pair, merged);
      if (after.length == before.length) {
        continue; // The word lost the pair to an earlier merge.
      }
      for (int i = 0; i + 1 < before.length; i++) {
        add(before[i], before[i + 1], -counts[w]);
      }
      for (int i = 0; i + 1 < after.length; i++) {
        Pair neighbours = add(after[i], after[i + 1], counts[w]);
        if (after[i] == merged || after[i + 1] == merged) {
          neighbours.addWord(w);
        }
      }
      words[w] = after;
    }
    queueTouched();
  }

  private static int[] replace(int[] word, Pair pair, int merged) {
    int[] after = new int[word.length];
    int length = 0;
    for (int i = 0; i < word.length; i++) {
      int next = i + 1 < word.length ? word[i + 1] : NO_SYMBOL;
      boolean stands = word[i] == pair.left && next == pair.right;
      after[length++] = stands ? merged : word[i];
      i += stands ? 1 : 0;
    }
    return Arrays.copyOf(after, length);
  }

  private Pair add(int left, int right, long count) {
    Pair pair = pairs.computeIfAbsent(((long) left << 32) | right, key -> new Pair(left, right));
    pair.count += count;
    if (!pair.isTouched) {
      pair.isTouched = true;
      touched.add(pair);
    }
    return pair;
  }

  private void queueTouched() {
    for (Pair pair : touched) {
      pair.isTouched = false;
      enqueue(pair);
    }
    touched.clear();
  }

  private void enqueue(Pair pair) {
    if (pair.count >= MINIMUM_COUNT && pair.count > pair.queued) {
      pair.queued = pair.count;
      queue.add(new Candidate(pair, pair.count, symbols.get(pair.left), symbols.get(pair.right)));
    }
  }

  private int idOf(String symbol) {
    Integer id = ids.putIfAbsent(symbol, symbols.size());
    if (id != null) {
      return id;
    }
    symbols.add(symbol);
    return symbols.size() - 1;
  }
}
