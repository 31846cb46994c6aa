package org.conversener.translation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Learns {@link IbmModel1} by expectation maximisation.
 *
 * <p>Expected counts are whole multiples of 2^-32, since adding whole numbers has the same result
 * in any order: threads add to one table, and their number changes nothing. Only words that stand
 * together in a pair have a cell. Beside the tables, training needs four bytes for every source
 * word × English word of every pair.
 *
 * <p>m condition words e, n output words f, C and F how many different ones.
 */
final class IbmModel1Trainer {
  private static final double UNIT = 1L << 32;
  private static final int CHUNK = 512;

  /** Rows are dealt out like cards, since the first words are the most frequent ones. */
  private static final int HANDS = 64;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private final int[][] conditions;
  private final int[][] outputs;
  private final AlignerConfig config;
  private final DiagonalPrior prior;
  private final Workers workers;
  private final int none; // The row of no word, C.
  private final int outputWords; // F
  private final int longest;
  private final int[][] cells; // For each pair [m][n]: where f_j stands in the row of e_i.
  private final int[][] rowOutputs; // [C + 1][..], ascending
  private final long[][] counts;
  private final double[][] probabilities;

  /**
   * Begins with all translations alike.
   *
   * @param conditions for each pair the numbers of its condition words, at least one
   * @param outputs for each pair the numbers of its output words
   */
  IbmModel1Trainer(int[][] conditions, int[][] outputs, AlignerConfig config, Workers workers) {
    this.conditions = conditions;
    this.outputs = outputs;
    this.config = config;
    this.prior = new DiagonalPrior(config.tension(), config.nullProbability());
    this.workers = workers;
    none = size(conditions);
    outputWords = size(outputs);
    longest = Arrays.stream(conditions).mapToInt(e -> e.length).max().orElse(0);
    cells = new int[conditions.length][];
    for (int pair = 0; pair < cells.length; pair++) {
      cells[pair] = new int[Math.multiplyExact(conditions[pair].length, outputs[pair].length)];
    }
    rowOutputs = new int[none + 1][];
    counts = new long[none + 1][];
    probabilities = new double[none + 1][];
    Occurrences occurrences = Occurrences.of(conditions, none);
    workers.each(HANDS, hand -> layOut(occurrences, hand));
    int[] all = new int[outputWords];
    Arrays.setAll(all, f -> f);
    row(none, all);
  }

  private static int size(int[][] sentences) {
    return Arrays.stream(sentences).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
  }

  /** Where each condition word occurs: from starts[e] to starts[e + 1] its pairs and places. */
  private record Occurrences(int[] starts, int[] pairs, int[] places) {
    static Occurrences of(int[][] sentences, int words) {
      int[] starts = new int[words + 1];
      for (int[] sentence : sentences) {
        for (int word : sentence) {
          starts[word + 1]++;
        }
      }
      Arrays.parallelPrefix(starts, Math::addExact);
      int[] next = starts.clone();
      int[] pairs = new int[starts[words]];
      int[] places = new int[starts[words]];
      for (int pair = 0; pair < sentences.length; pair++) {
        for (int i = 0; i < sentences[pair].length; i++) {
          int at = next[sentences[pair][i]]++;
          pairs[at] = pair;
          places[at] = i;
        }
      }
      return new Occurrences(starts, pairs, places);
    }
  }

  /** Finds the output words of every HANDS-th row and the cells that lie in it. */
  private void layOut(Occurrences occurrences, int hand) {
    int[] seenIn = new int[outputWords]; // e + 1 of the last row an output word was seen in
    int[] place = new int[outputWords];
    int[] found = new int[64];
    for (int e = hand; e < none; e += HANDS) {
      int size = 0;
      for (int o = occurrences.starts[e]; o < occurrences.starts[e + 1]; o++) {
        for (int f : outputs[occurrences.pairs[o]]) {
          if (seenIn[f] != e + 1) {
            seenIn[f] = e + 1;
            found = size == found.length ? Arrays.copyOf(found, 2 * size) : found;
            found[size++] = f;
          }
        }
      }
      int[] words = Arrays.copyOf(found, size);
      Arrays.sort(words);
      for (int r = 0; r < size; r++) {
        place[words[r]] = r;
      }
      for (int o = occurrences.starts[e]; o < occurrences.starts[e + 1]; o++) {
        int[] output = outputs[occurrences.pairs[o]];
        int[] cell = cells[occurrences.pairs[o]];
        int first = occurrences.places[o] * output.length;
        for (int j = 0; j < output.length; j++) {
          cell[first + j] = place[output[j]];
        }
      }
      row(e, words);
    }
  }

  private void row(int e, int[] words) {
    rowOutputs[e] = words;
    counts[e] = new long[words.length];
    probabilities[e] = new double[words.length];
    Arrays.fill(probabilities[e], 1.0 / outputWords);
  }

  /**
   * One pass over the text.
   *
   * @return the log-likelihood of all output words before it, in nats
   */
  double pass() {
    workers.each(HANDS, hand -> rows(hand, e -> Arrays.fill(counts[e], 0)));
    int chunks = (conditions.length + CHUNK - 1) / CHUNK;
    double logLikelihood = workers.sum(chunks, this::expect);
    workers.each(HANDS, hand -> rows(hand, this::maximise));
    return logLikelihood;
  }

  private void rows(int hand, java.util.function.IntConsumer work) {
    for (int e = hand; e <= none; e += HANDS) {
      work.accept(e);
    }
  }

  private double expect(int chunk) {
    double[] weights = new double[longest];
    double logLikelihood = 0;
    int end = Math.min(conditions.length, (chunk + 1) * CHUNK);
    for (int pair = chunk * CHUNK; pair < end; pair++) {
      logLikelihood += expectPair(pair, weights);
    }
    return logLikelihood;
  }

  private double expectPair(int pair, double[] weights) {
    int[] cell = cells[pair];
    int m = conditions[pair].length;
    int n = outputs[pair].length;
    double[][] t = new double[m][];
    long[][] count = new long[m][];
    for (int i = 0; i < m; i++) {
      t[i] = probabilities[conditions[pair][i]];
      count[i] = counts[conditions[pair][i]];
    }
    double logLikelihood = 0;
    for (int j = 0; j < n; j++) {
      int f = outputs[pair][j];
      prior.fill(m, n, j, weights);
      double ofNone = prior.nullProbability() * probabilities[none][f];
      double sum = ofNone;
      for (int i = 0; i < m; i++) {
        weights[i] *= t[i][cell[i * n + j]];
        sum += weights[i];
      }
      logLikelihood += Math.log(sum);
      add(counts[none], f, ofNone / sum);
      for (int i = 0; i < m; i++) {
        add(count[i], cell[i * n + j], weights[i] / sum);
      }
    }
    return logLikelihood;
  }

  private static void add(long[] row, int at, double posterior) {
    long units = (long) (posterior * UNIT + 0.5);
    if (units != 0) {
      long unused = (long) CELL.getAndAdd(row, at, units);
    }
  }

  private void maximise(int e) {
    double total = 0;
    for (long count : counts[e]) {
      total += count / UNIT;
    }
    if (total == 0) {
      Arrays.fill(probabilities[e], 0);
      return;
    }
    double alpha = config.dirichlet();
    double digammaOfTotal = alpha == 0 ? 0 : Digamma.of(total + alpha * counts[e].length);
    double ofNothing = alpha == 0 ? 0 : Math.exp(Digamma.of(alpha) - digammaOfTotal);
    for (int r = 0; r < counts[e].length; r++) {
      double count = counts[e][r] / UNIT;
      probabilities[e][r] =
          alpha == 0
              ? count / total
              : count == 0 ? ofNothing : Math.exp(Digamma.of(count + alpha) - digammaOfTotal);
    }
  }

  /** How often the last pass expects an output word from a condition word; -1 is no word. */
  double expected(int condition, int output) {
    int row = condition == IbmModel1.NONE ? none : condition;
    int at = Arrays.binarySearch(rowOutputs[row], output);
    return at < 0 ? 0 : counts[row][at] / UNIT;
  }

  /** The number of output words in the text. */
  long outputTokens() {
    return Arrays.stream(outputs).mapToLong(f -> f.length).sum();
  }

  /** What was learned so far; further passes change it. */
  IbmModel1 model() {
    return new IbmModel1(rowOutputs, probabilities, prior);
  }
}
