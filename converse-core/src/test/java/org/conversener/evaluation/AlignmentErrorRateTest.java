package org.conversener.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.conversener.text.Alignment;
import org.conversener.text.Link;
import org.junit.jupiter.api.Test;

class AlignmentErrorRateTest {
  private static List<Alignment> lines(String... lines) {
    return Arrays.stream(lines).map(Alignment::parse).toList();
  }

  private static AlignmentScore score(String gold, String predicted) {
    return AlignmentErrorRate.score(lines(gold), lines(predicted));
  }

  private static void assertScore(
      AlignmentScore score, double precision, double recall, double f1, double aer) {
    assertThat(score.precision()).isCloseTo(precision, within(1e-9));
    assertThat(score.recall()).isCloseTo(recall, within(1e-9));
    assertThat(score.f1()).isCloseTo(f1, within(1e-9));
    assertThat(score.aer()).isCloseTo(aer, within(1e-9));
  }

  @Test
  void thePublishedExampleOfNltk() {
    // The example in the documentation of nltk.metrics' alignment_error_rate.
    assertScore(score("0-0 1-1 2-2", "0-0 1-2 2-1"), 100 / 3.0, 100 / 3.0, 100 / 3.0, 200 / 3.0);
  }

  @Test
  void possibleLinksAreNoMistakesAndNeedNotBeFound() {
    // By hand: |A| = 3, |S| = 2, |A∩S| = 1 (0-0), |A∩P| = 2 (0-0, 2-3).
    assertScore(
        score("0-0 1-1 2?2 2?3", "0-0 1-2 2-3"),
        200 / 3.0,
        50,
        2 * 200 / 3.0 * 50 / (350 / 3.0),
        40);
  }

  @Test
  void allSureAndSomePossibleLinksAreWithoutError() {
    assertScore(score("0-0 1-1 2?2 2?3", "0-0 1-1 2-3"), 100, 100, 100, 0);
  }

  @Test
  void countsAreAddedUpBeforeDividing() {
    AlignmentScore score =
        AlignmentErrorRate.score(lines("0-0", "0-0 1-1 2-2", ""), lines("0-0", "0-1", ""));
    assertScore(score, 50, 25, 100 / 3.0, 200 / 3.0);
    assertThat(score.sentences()).isEqualTo(3);
    assertThat(score.notices()).isEmpty();
  }

  @Test
  void swappedSidesAreWrong() {
    String gold = "0-0 1-2 2-1 3-1 4-3";
    assertScore(score(gold, gold), 100, 100, 100, 0);
    AlignmentScore swapped = score(gold, "0-0 2-1 1-2 1-3 3-4");
    assertThat(swapped.aer()).isGreaterThan(30);
    assertThat(swapped.f1()).isLessThan(70);
  }

  @Test
  void goldAndPredictedAreNotInterchangeable() {
    AlignmentScore score = score("0-0 1-1 2-2 3-3", "0-0");
    assertThat(score.precision()).isEqualTo(100);
    assertThat(score.recall()).isEqualTo(25);
    AlignmentScore other = score("0-0", "0-0 1-1 2-2 3-3");
    assertThat(other.precision()).isEqualTo(25);
    assertThat(other.recall()).isEqualTo(100);
  }

  @Test
  void whereAllLinksAreSureAerIsOneMinusF1() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Alignment> gold = random(random, 4, false);
      AlignmentScore score = AlignmentErrorRate.score(gold, random(random, 4, false));
      assertThat(score.aer()).as("seed %s", seed).isCloseTo(100 - score.f1(), within(1e-9));
    }
    // With possible links it is not, so that the law above can fail.
    AlignmentScore score = score("0-0 1-1 2?2 2?3", "0-0 1-2 2-3");
    assertThat(score.aer()).isNotCloseTo(100 - score.f1(), within(1.0));
  }

  @Test
  void agreesWithTheFormulaByLoops() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Alignment> gold = random(random, 3, true);
      List<Alignment> predicted = random(random, 3, false);
      AlignmentScore score = AlignmentErrorRate.score(gold, predicted);
      double a = 0;
      double s = 0;
      double inSure = 0;
      double inPossible = 0;
      for (int k = 0; k < gold.size(); k++) {
        for (int i = 0; i < 6; i++) {
          for (int j = 0; j < 6; j++) {
            Link link = new Link(i, j);
            boolean isFound = predicted.get(k).sure().contains(link);
            boolean isSure = gold.get(k).sure().contains(link);
            a += isFound ? 1 : 0;
            s += isSure ? 1 : 0;
            inSure += isFound && isSure ? 1 : 0;
            inPossible += isFound && gold.get(k).possible().contains(link) ? 1 : 0;
          }
        }
      }
      if (a > 0 && s > 0) {
        assertThat(score.precision())
            .as("seed %s", seed)
            .isCloseTo(100 * inPossible / a, within(1e-9));
        assertThat(score.recall()).as("seed %s", seed).isCloseTo(100 * inSure / s, within(1e-9));
        assertThat(score.aer())
            .as("seed %s", seed)
            .isCloseTo(100 * (1 - (inSure + inPossible) / (a + s)), within(1e-9));
      }
    }
  }

  private static List<Alignment> random(Random random, int sentences, boolean hasPossible) {
    List<Alignment> alignments = new ArrayList<>();
    for (int k = 0; k < sentences; k++) {
      alignments.add(
          new Alignment(links(random), hasPossible ? links(random) : Collections.emptySortedSet()));
    }
    return alignments;
  }

  private static SortedSet<Link> links(Random random) {
    SortedSet<Link> links = new TreeSet<>();
    int count = random.nextInt(8);
    for (int k = 0; k < count; k++) {
      links.add(new Link(random.nextInt(6), random.nextInt(6)));
    }
    return links;
  }

  @Test
  void nothingIsRightWhereThereIsNothing() {
    assertScore(score("0-0", ""), 0, 0, 0, 100);
    assertThat(score("0-0", "").notices()).containsExactly("nothing is predicted: precision is 0");
    assertScore(score("", "0-0"), 0, 0, 0, 100);
    assertThat(score("", "0-0").notices()).containsExactly("gold has no sure link: recall is 0");
    assertScore(score("", ""), 0, 0, 0, 100);
    assertThat(score("", "").notices()).hasSize(2).last().asString().contains("AER 100");
  }

  @Test
  void onlyPossibleGoldLinksLeaveAerToPrecision() {
    assertScore(score("0?0 1?1", "0-0 2-2"), 50, 0, 0, 50);
  }

  @Test
  void theMapIsThatOfTheContract() {
    assertThat(score("0-0 1-1 2-2 2?3", "0-0 1-2 2-3").toMap())
        .containsExactly(
            Map.entry("precision", 66.67),
            Map.entry("recall", 33.33),
            Map.entry("f1", 44.44),
            Map.entry("aer", 50.0),
            Map.entry("sure", 3L),
            Map.entry("possible", 4L),
            Map.entry("predicted", 3L),
            Map.entry("sentences", 1L));
  }

  @Test
  void theReportHasCountsAndFigures() {
    assertThat(score("0-0 1-1 2-2 2?3", "0-0 1-2 2-3").report())
        .isEqualTo(
            "1 sentences; gold: 3 sure links, 4 at least possible; predicted: 3, of which 1 sure,"
                + " 2 at least possible\n"
                + "precision:  66.67%; recall:  33.33%; F1:  44.44; AER:  50.00\n");
  }

  @Test
  void whatCannotBeComparedIsRejected() {
    assertThatThrownBy(() -> AlignmentErrorRate.score(lines("0-0"), lines("0-0", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 1 and 2");
    assertThatThrownBy(() -> AlignmentErrorRate.score(lines(), lines()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AlignmentErrorRate.score(lines("", "0-0"), lines("", "0?0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sentence 2");
  }
}
