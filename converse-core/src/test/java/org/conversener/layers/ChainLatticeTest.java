package org.conversener.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChainLatticeTest {
  @Test
  void theGoldenExampleIsReproduced() throws IOException {
    JsonNode golden = golden();
    ChainScores scores = goldenScores(golden.get("trans"), false);
    double[][] emissions = rows(golden.get("emissions"));
    assertThat(new ChainLattice(scores, emissions).logZ())
        .isCloseTo(golden.get("logZ").asDouble(), within(1e-9));
    assertThat(scores.bestPath(emissions)).containsExactly(0, 1, 2);
    assertThat(scores.pathScore(emissions, new int[] {0, 1, 2}))
        .isCloseTo(golden.get("best_score").asDouble(), within(1e-12));
  }

  @Test
  void transitionsReadTheWrongWayRoundMissTheGoldenExample() throws IOException {
    JsonNode golden = golden();
    ChainScores scores = goldenScores(golden.get("trans"), true);
    assertThat(new ChainLattice(scores, rows(golden.get("emissions"))).logZ())
        .isNotCloseTo(golden.get("logZ").asDouble(), within(1e-3));
  }

  @Test
  void shortSentencesAgreeWithTheEnumerationOfAllPaths() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 60; round++) {
      int tags = 1 + round % 3;
      int length = 1 + round / 3 % 4;
      // Size 400 leaves the range in which exponentials of transitions are multiplied.
      double size = round % 2 == 0 ? 1 : 400;
      ChainScores scores = ChainEnumeration.randomScores(random, tags, size);
      double[][] emissions = ChainEnumeration.randomRows(random, length, tags, 2);
      String where = "seed " + seed + ", round " + round;
      if (size == 1) {
        agrees(scores, emissions, where);
      }
      assertThat(scores.bestPath(emissions))
          .as(where)
          .containsExactly(new ChainEnumeration(scores, emissions).best());
    }
  }

  private static void agrees(ChainScores scores, double[][] emissions, String where) {
    ChainLattice lattice = new ChainLattice(scores, emissions);
    ChainEnumeration all = new ChainEnumeration(scores, emissions);
    assertThat(lattice.logZ()).as(where).isCloseTo(all.logZ(), within(1e-9));
    double[][] expected = new double[scores.tags()][scores.tags()];
    double[][] found = new double[scores.tags()][scores.tags()];
    lattice.addExpectedTransitions(found);
    for (int t = 0; t < emissions.length; t++) {
      for (int k = 0; k < scores.tags(); k++) {
        assertThat(lattice.tagProbabilities()[t][k])
            .as(where)
            .isCloseTo(all.probability(t, k), within(1e-9));
        for (int next = 0; t + 1 < emissions.length && next < scores.tags(); next++) {
          expected[k][next] += all.probability(t, k, next);
          assertThat(lattice.spanProbability(t, new int[] {k, next}))
              .as(where)
              .isCloseTo(all.probability(t, k, next), within(1e-9));
        }
      }
    }
    for (int k = 0; k < scores.tags(); k++) {
      assertThat(found[k]).as(where).containsExactly(expected[k], within(1e-9));
    }
  }

  @Test
  void farApartTransitionsAreSummedExactly() {
    // Two tags that forbid each other, then emissions that make the first choice regrettable.
    double[][] transitions = {{0, -1e4}, {-1e4, 0}};
    ChainScores scores = new ChainScores(new double[2], transitions, new double[2]);
    double[][] emissions = {{2000, 0}, {0, 5000}};
    assertThat(new ChainLattice(scores, emissions).logZ()).isCloseTo(5000, within(1e-6));
    assertThat(new ChainLattice(scores, emissions).tagProbabilities()[0][1])
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void farApartStartsAndStopsAreSummedExactly() {
    double[] flat = new double[2];
    double[] far = {0, -1e4};
    double[][] emissions = {{0, 5000}, {0, 0}};
    ChainScores starts = new ChainScores(far, new double[2][2], flat);
    ChainScores stops = new ChainScores(flat, new double[2][2], far);
    double[][] reversed = {{0, 0}, {0, 5000}};
    double expected = Math.log(2);
    assertThat(new ChainLattice(starts, emissions).logZ()).isCloseTo(expected, within(1e-9));
    assertThat(new ChainLattice(stops, reversed).logZ()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void productsAndLogarithmsGiveTheSameSums() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 30; round++) {
      int tags = 1 + random.nextInt(17);
      // Deviations of 1 to 30, so that the spread of up to 17² normal numbers stays below 300.
      double size = 1 + random.nextInt(30);
      ChainScores scores = ChainEnumeration.randomScores(random, tags, size);
      double[][] emissions = ChainEnumeration.randomRows(random, 1 + round, tags, size * 10);
      ChainFactors factors = new ChainFactors(scores);
      String where = "seed " + seed + ", round " + round;
      assertThat(factors.isSafe()).as(where).isTrue();
      agree(new ScaledChain(factors, emissions), new LogChain(scores, emissions), tags, where);
    }
  }

  private static void agree(ChainSums found, ChainSums expected, int tags, String where) {
    assertThat(found.logZ()).as(where).isCloseTo(expected.logZ(), within(1e-8));
    double[][] probabilities = expected.tagProbabilities();
    double[][] transitions = new double[tags][tags];
    double[][] expectedTransitions = new double[tags][tags];
    found.addExpectedTransitions(transitions);
    expected.addExpectedTransitions(expectedTransitions);
    for (int t = 0; t < probabilities.length; t++) {
      assertThat(found.tagProbabilities()[t])
          .as(where)
          .containsExactly(probabilities[t], within(1e-8));
    }
    for (int k = 0; k < tags; k++) {
      assertThat(transitions[k]).as(where).containsExactly(expectedTransitions[k], within(1e-8));
    }
    int[] path = new int[probabilities.length];
    assertThat(found.spanProbability(0, path))
        .as(where)
        .isCloseTo(expected.spanProbability(0, path), within(1e-8));
  }

  @Test
  void multiplyingScoresThatLieTooFarApartLosesAPath() {
    ChainScores scores =
        new ChainScores(new double[2], new double[][] {{0, -1e4}, {-1e4, 0}}, new double[2]);
    double[][] emissions = {{2000, 0}, {0, 5000}};
    ChainFactors factors = new ChainFactors(scores);
    assertThat(factors.isSafe()).isFalse();
    assertThat(new ScaledChain(factors, emissions).logZ()).isNotCloseTo(5000, within(1.0));
  }

  @Test
  void theBestPathOfLongSentencesIsThatOfBackPointersEvenAmongEquals() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 40; round++) {
      int tags = 1 + round % 9;
      // Small whole numbers, so that many paths are equally good.
      ChainScores scores =
          new ChainScores(
              whole(random, 1, tags)[0], whole(random, tags, tags), whole(random, 1, tags)[0]);
      double[][] emissions = whole(random, 1 + random.nextInt(40), tags);
      assertThat(scores.bestPath(emissions)).containsExactly(byBackPointers(scores, emissions));
    }
  }

  private static double[][] whole(SplittableRandom random, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, i -> random.nextInt(3));
    }
    return values;
  }

  /** The oracle: Viterbi as the textbook has it. */
  private static int[] byBackPointers(ChainScores scores, double[][] emissions) {
    int tags = scores.tags();
    int[][] back = new int[emissions.length][tags];
    double[] best = ChainScores.plus(scores.start(), emissions[0]);
    for (int t = 1; t < emissions.length; t++) {
      double[] next = new double[tags];
      for (int to = 0; to < tags; to++) {
        for (int from = 1; from < tags; from++) {
          int arg = back[t][to];
          boolean isMore =
              best[from] + scores.transitions()[from][to]
                  > best[arg] + scores.transitions()[arg][to];
          back[t][to] = isMore ? from : arg;
        }
        next[to] = best[back[t][to]] + scores.transitions()[back[t][to]][to] + emissions[t][to];
      }
      best = next;
    }
    best = ChainScores.plus(best, scores.stop());
    int[] path = new int[emissions.length];
    for (int k = 1; k < tags; k++) {
      path[path.length - 1] = best[k] > best[path[path.length - 1]] ? k : path[path.length - 1];
    }
    for (int t = path.length - 1; t > 0; t--) {
      path[t - 1] = back[t][path[t]];
    }
    return path;
  }

  @Test
  void hugeEmissionsDoNotOverflow() {
    SplittableRandom random = new SplittableRandom(3);
    ChainScores scores = ChainEnumeration.randomScores(random, 9, 1);
    double[][] emissions = new double[1238][9];
    for (double[] row : emissions) {
      for (int k = 0; k < 9; k++) {
        row[k] = random.nextBoolean() ? 1e4 : -1e4;
      }
    }
    ChainLattice lattice = new ChainLattice(scores, emissions);
    assertThat(lattice.logZ()).isFinite();
    double[][] expected = new double[9][9];
    lattice.addExpectedTransitions(expected);
    double sum = 0;
    for (double[] row : expected) {
      for (double value : row) {
        sum += value;
      }
    }
    assertThat(sum).isCloseTo(1237, within(1e-5));
    for (double[] row : lattice.tagProbabilities()) {
      assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void theCostIsLinearInTheLength() {
    SplittableRandom random = new SplittableRandom(4);
    ChainScores scores = ChainEnumeration.randomScores(random, 17, 1);
    double[][] once = ChainEnumeration.randomRows(random, 1000, 17, 1);
    double[][] twice = ChainEnumeration.randomRows(random, 2000, 17, 1);
    double ratio = Double.POSITIVE_INFINITY;
    for (int attempt = 0; attempt < 5 && ratio >= 3; attempt++) {
      ratio = (double) fastest(scores, twice) / fastest(scores, once);
    }
    assertThat(ratio).isLessThan(3);
  }

  private static long fastest(ChainScores scores, double[][] emissions) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 12; i++) {
      long start = System.nanoTime();
      new ChainLattice(scores, emissions).addExpectedTransitions(new double[17][17]);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ChainLatticeTest.class.getResourceAsStream("/golden/crf.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** The file stores [to][from], with START and STOP as tags 3 and 4. */
  private static ChainScores goldenScores(JsonNode trans, boolean isTransposed) {
    double[][] stored = rows(trans);
    double[][] transitions = new double[3][3];
    double[] start = new double[3];
    for (int from = 0; from < 3; from++) {
      start[from] = stored[from][3];
      for (int to = 0; to < 3; to++) {
        transitions[from][to] = isTransposed ? stored[from][to] : stored[to][from];
      }
    }
    return new ChainScores(start, transitions, Arrays.copyOf(stored[4], 3));
  }

  private static double[][] rows(JsonNode array) {
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[array.get(i).size()];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = array.get(i).get(j).asDouble();
      }
    }
    return rows;
  }
}
