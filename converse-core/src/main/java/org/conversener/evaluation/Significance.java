package org.conversener.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.conversener.text.Span;

/**
 * Paired bootstrap over sentences (Koehn 2004, "Statistical significance tests for machine
 * translation evaluation"), for F1.
 *
 * <p>It answers whether another draw of test sentences could turn the difference of two given
 * taggers. It says nothing about another training seed: for that, train several and compare means.
 */
public final class Significance {
  private Significance() {}

  /**
   * What the bootstrap found; F1 in percent.
   *
   * @param baseline F1 of the first tagger on all sentences
   * @param candidate F1 of the second
   * @param difference candidate minus baseline
   * @param low lower end of the 95 % interval of the difference (2.5th percentile of the resamples)
   * @param high upper end (97.5th percentile)
   * @param pValue one-sided: (1 + resamples in which the candidate is not better) / (1 + resamples)
   * @param resamples the number of resamples
   */
  public record Comparison(
      double baseline,
      double candidate,
      double difference,
      double low,
      double high,
      double pValue,
      int resamples) {}

  /**
   * Compares two taggers on the same sentences.
   *
   * @param gold the entities of each sentence
   * @param baseline those of the first tagger
   * @param candidate those of the second
   * @param resamples how many draws, such as 1,000
   * @param seed of the draws; the same seed gives the same result
   * @throws IllegalArgumentException if the numbers of sentences differ, there are none, or
   *     resamples is below 1
   */
  public static Comparison pairedBootstrap(
      List<List<Span>> gold,
      List<List<Span>> baseline,
      List<List<Span>> candidate,
      int resamples,
      long seed) {
    SpanF1.checkCounts(gold.size(), baseline.size());
    SpanF1.checkCounts(gold.size(), candidate.size());
    int n = gold.size();
    if (n == 0 || resamples < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a bootstrap needs sentences and resamples; found %d and %d",
              n,
              resamples));
    }
    Scores[] ofBaseline = new Scores[n];
    Scores[] ofCandidate = new Scores[n];
    int[] draw = new int[n];
    for (int i = 0; i < n; i++) {
      ofBaseline[i] = SpanF1.ofSpans(List.of(gold.get(i)), List.of(baseline.get(i)));
      ofCandidate[i] = SpanF1.ofSpans(List.of(gold.get(i)), List.of(candidate.get(i)));
      draw[i] = i;
    }
    double baselineF1 = f1(ofBaseline, draw);
    double candidateF1 = f1(ofCandidate, draw);

    Random random = new Random(seed);
    double[] differences = new double[resamples];
    int notBetter = 0;
    for (int r = 0; r < resamples; r++) {
      for (int i = 0; i < n; i++) {
        draw[i] = random.nextInt(n);
      }
      differences[r] = f1(ofCandidate, draw) - f1(ofBaseline, draw);
      notBetter += differences[r] <= 0 ? 1 : 0;
    }
    Arrays.sort(differences);
    return new Comparison(
        baselineF1,
        candidateF1,
        candidateF1 - baselineF1,
        differences[(int) (0.025 * (resamples - 1))],
        differences[(int) Math.ceil(0.975 * (resamples - 1))],
        (1.0 + notBetter) / (1 + resamples),
        resamples);
  }

  private static double f1(Scores[] sentences, int[] draw) {
    long gold = 0;
    long predicted = 0;
    long correct = 0;
    for (int i : draw) {
      gold += sentences[i].gold();
      predicted += sentences[i].predicted();
      correct += sentences[i].correct();
    }
    return Scores.of(gold, predicted, correct).f1();
  }
}
