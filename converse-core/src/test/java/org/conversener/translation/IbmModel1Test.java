package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbmModel1Test {
  private static final long SEED = 5;
  private static final int WORDS = 9;
  private static final int[][] SOURCES = sentences(40, 1);
  private static final int[][] TARGETS = sentences(40, 2);

  /** Sentences of 1 to 7 words, some twice in one. */
  private static int[][] sentences(int count, long stream) {
    SplittableRandom random = new SplittableRandom(SEED + stream);
    int[][] sentences = new int[count][];
    for (int s = 0; s < count; s++) {
      sentences[s] = random.ints(random.nextInt(1, 8), 0, WORDS).toArray();
    }
    return sentences;
  }

  private static AlignerConfig config(double tension, double dirichlet) {
    return new AlignerConfig(4, tension, 0.08, dirichlet);
  }

  private static double difference(IbmModel1Trainer trainer, NaiveModel1 naive) {
    double worst = 0;
    IbmModel1 model = trainer.model();
    for (int e = -1; e < WORDS; e++) {
      for (int f = 0; f < WORDS; f++) {
        String name = e < 0 ? NaiveModel1.NONE : Integer.toString(e);
        String output = Integer.toString(f);
        worst = Math.max(worst, Math.abs(trainer.expected(e, f) - naive.count(name, output)));
        if (e >= 0) {
          worst = Math.max(worst, Math.abs(model.probability(e, f) - naive.t(name, output)));
        }
      }
    }
    return worst;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 1})
  void aPassIsWhatTheFormulasSay(double dirichlet) {
    AlignerConfig config = config(4, dirichlet);
    NaiveModel1 naive = new NaiveModel1(SOURCES, TARGETS, config);
    try (Workers workers = new Workers(2)) {
      IbmModel1Trainer trainer = new IbmModel1Trainer(SOURCES, TARGETS, config, workers);
      for (int pass = 0; pass < 4; pass++) {
        assertThat(trainer.pass()).as("seed %d", SEED).isCloseTo(naive.pass(), within(1e-4));
        assertThat(difference(trainer, naive)).as("seed %d", SEED).isLessThan(1e-5);
      }
    }
  }

  @Test
  void anotherModelIsToldFromIt() {
    NaiveModel1 flat = new NaiveModel1(SOURCES, TARGETS, config(0, 0));
    assertThat(flat.pass()).isNegative();
    try (Workers workers = new Workers(1)) {
      IbmModel1Trainer trainer = new IbmModel1Trainer(SOURCES, TARGETS, config(4, 0), workers);
      assertThat(trainer.pass()).isNegative();
      assertThat(difference(trainer, flat)).isGreaterThan(0.1);
    }
  }

  @Test
  void expectedCountsSumToTheOutputWords() {
    try (Workers workers = new Workers(1)) {
      IbmModel1Trainer trainer = new IbmModel1Trainer(SOURCES, TARGETS, config(4, 0.01), workers);
      assertThat(trainer.pass()).isNegative();
      double sum = 0;
      for (int f = 0; f < WORDS; f++) {
        double ofWord = 0;
        for (int e = -1; e < WORDS; e++) {
          ofWord += trainer.expected(e, f);
        }
        int word = f;
        long occurs =
            Arrays.stream(TARGETS).flatMapToInt(Arrays::stream).filter(w -> w == word).count();
        assertThat(ofWord).isCloseTo((double) occurs, within(1e-6));
        sum += ofWord;
      }
      assertThat(sum).isCloseTo((double) trainer.outputTokens(), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 4, 20})
  void likelihoodNeverFalls(double tension) {
    try (Workers workers = new Workers(1)) {
      IbmModel1Trainer trainer =
          new IbmModel1Trainer(SOURCES, TARGETS, config(tension, 0), workers);
      double before = trainer.pass();
      for (int pass = 0; pass < 12; pass++) {
        double now = trainer.pass();
        assertThat(now).as("seed %d pass %d", SEED, pass).isGreaterThanOrEqualTo(before - 1e-6);
        before = now;
      }
    }
  }

  @Test
  void probabilitiesOfAWordSumToOne() {
    try (Workers workers = new Workers(1)) {
      IbmModel1Trainer trainer = new IbmModel1Trainer(SOURCES, TARGETS, config(4, 0), workers);
      assertThat(trainer.pass()).isNegative();
      for (int e = 0; e < WORDS; e++) {
        double sum = 0;
        for (int f = 0; f < WORDS; f++) {
          sum += trainer.model().probability(e, f);
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    int[][] sources = sentences(3000, 3);
    int[][] targets = sentences(3000, 4);
    double[] losses = new double[2];
    IbmModel1[] models = new IbmModel1[2];
    for (int run = 0; run < 2; run++) {
      try (Workers workers = new Workers(run == 0 ? 1 : 5)) {
        IbmModel1Trainer trainer = new IbmModel1Trainer(sources, targets, config(4, 0.01), workers);
        assertThat(trainer.pass()).isNegative();
        losses[run] = trainer.pass();
        models[run] = trainer.model();
      }
    }
    assertThat(losses[1]).isEqualTo(losses[0]);
    for (int e = 0; e < WORDS; e++) {
      for (int f = 0; f < WORDS; f++) {
        assertThat(models[1].probability(e, f)).isEqualTo(models[0].probability(e, f));
      }
    }
  }

  @Test
  void thePriorSumsToOneAndPrefersTheDiagonal() {
    DiagonalPrior prior = new DiagonalPrior(4, 0.08);
    for (int m = 1; m < 9; m++) {
      for (int n = 1; n < 9; n++) {
        for (int j = 0; j < n; j++) {
          double[] weights = new double[m];
          prior.fill(m, n, j, weights);
          double normaliser = 0;
          for (int i = 0; i < m; i++) {
            normaliser += Math.exp(-4 * Math.abs((i + 1.0) / m - (j + 1.0) / n));
          }
          for (int i = 0; i < m; i++) {
            double closeness = Math.exp(-4 * Math.abs((i + 1.0) / m - (j + 1.0) / n));
            assertThat(weights[i]).isCloseTo(0.92 * closeness / normaliser, within(1e-12));
          }
        }
      }
    }
  }

  @Test
  void digammaIsThatOfTheTables() {
    assertThat(Digamma.of(1)).isCloseTo(-0.5772156649015329, within(1e-10));
    assertThat(Digamma.of(0.5)).isCloseTo(-1.9635100260214235, within(1e-10));
    assertThat(Digamma.of(10)).isCloseTo(2.251752589066721, within(1e-10));
    assertThat(Digamma.of(0.01)).isCloseTo(-100.56088545786868, within(1e-8));
    assertThat(NaiveModel1.digamma(0.3)).isCloseTo(Digamma.of(0.3), within(1e-6));
  }
}
