package org.conversener.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.conversener.evaluation.Significance.Comparison;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;

class SignificanceTest {
  private static final Span ENTITY = new Span("PER", 0, 1);
  private static final Span OTHER = new Span("LOC", 0, 1);

  /** One entity a sentence, right with the given chance. */
  private static List<List<Span>> tagger(Random random, int sentences, double chance) {
    List<List<Span>> spans = new ArrayList<>();
    for (int i = 0; i < sentences; i++) {
      spans.add(List.of(random.nextDouble() < chance ? ENTITY : OTHER));
    }
    return spans;
  }

  private static List<List<Span>> gold(int sentences) {
    return tagger(new Random(0), sentences, 1);
  }

  @Test
  void muchBetterTaggerIsSignificantlyBetter() {
    Random random = new Random(7);
    Comparison comparison =
        Significance.pairedBootstrap(
            gold(300), tagger(random, 300, .6), tagger(random, 300, .8), 500, 1);
    assertThat(comparison.pValue()).isLessThan(.01);
    assertThat(comparison.low()).isPositive();
    assertThat(comparison.difference()).isBetween(comparison.low(), comparison.high());
    assertThat(comparison.difference()).isEqualTo(comparison.candidate() - comparison.baseline());
  }

  @Test
  void taggerIsNotBetterThanItself() {
    List<List<Span>> same = tagger(new Random(3), 50, .5);
    Comparison comparison = Significance.pairedBootstrap(gold(50), same, same, 100, 1);
    assertThat(comparison.pValue()).isEqualTo(1);
    assertThat(comparison.low()).isZero();
    assertThat(comparison.high()).isZero();
  }

  @Test
  void equallyGoodTaggersAreRarelySignificant() {
    int significant = 0;
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      Comparison comparison =
          Significance.pairedBootstrap(
              gold(80), tagger(random, 80, .7), tagger(random, 80, .7), 200, seed);
      significant += comparison.pValue() < .05 ? 1 : 0;
    }
    assertThat(significant).isLessThan(10);
  }

  @Test
  void sameSeedGivesTheSameResultAndAnotherDoesNot() {
    Random random = new Random(5);
    List<List<Span>> a = tagger(random, 60, .6);
    List<List<Span>> b = tagger(random, 60, .65);
    Comparison first = Significance.pairedBootstrap(gold(60), a, b, 200, 9);
    assertThat(Significance.pairedBootstrap(gold(60), a, b, 200, 9)).isEqualTo(first);
    assertThat(Significance.pairedBootstrap(gold(60), a, b, 200, 10)).isNotEqualTo(first);
  }

  @Test
  void unequalOrMissingSentencesAreRefused() {
    assertThatThrownBy(() -> Significance.pairedBootstrap(gold(2), gold(2), gold(3), 10, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Significance.pairedBootstrap(List.of(), List.of(), List.of(), 10, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deviationIsThatOfASample() {
    assertThat(Statistics.mean(List.of(1.0, 2.0, 4.0))).isCloseTo(7 / 3.0, within(1e-12));
    assertThat(Statistics.deviation(List.of(1.0, 3.0))).isEqualTo(Math.sqrt(2));
    assertThat(Statistics.deviation(List.of(5.0))).isNaN();
    assertThatThrownBy(() -> Statistics.mean(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
