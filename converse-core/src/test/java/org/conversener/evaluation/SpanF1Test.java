package org.conversener.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.conversener.text.Span;
import org.conversener.text.TagScheme;
import org.junit.jupiter.api.Test;

class SpanF1Test {
  private static List<List<String>> tags(String... sentences) {
    List<List<String>> list = new ArrayList<>();
    for (String sentence : sentences) {
      list.add(List.of(sentence.split(" ")));
    }
    return list;
  }

  private static SpanEvaluation evaluate(List<List<String>> gold, List<List<String>> predicted) {
    return SpanF1.evaluate(gold, predicted, TagScheme.BIO);
  }

  @Test
  void anEntityIsRightIfTypeStartAndEndAgree() {
    SpanEvaluation result =
        evaluate(
            tags("B-PER I-PER O B-LOC", "B-ORG O B-LOC"),
            tags("B-PER I-PER O B-ORG", "B-ORG I-ORG B-LOC"));
    assertThat(result.overall()).isEqualTo(Scores.of(4, 4, 2));
    assertThat(result.overall().f1()).isEqualTo(50);
    assertThat(result.types())
        .containsExactly(
            Map.entry("LOC", Scores.of(2, 1, 1)),
            Map.entry("ORG", Scores.of(1, 2, 0)),
            Map.entry("PER", Scores.of(1, 1, 1)));
    assertThat(result.accuracy()).isEqualTo(100.0 * 5 / 7);
  }

  @Test
  void entitiesOfBioesThatTouchAreNotOne() {
    // The original script, fed BIOES, calls this 100 % right.
    assertThat(SpanF1.evaluate(tags("S-LOC S-LOC"), tags("B-LOC E-LOC"), TagScheme.BIOES).overall())
        .isEqualTo(Scores.of(2, 1, 0));
  }

  @Test
  void schemesOfTheTwoSidesMayDiffer() {
    SpanEvaluation result =
        SpanF1.evaluate(tags("I-PER I-PER B-PER O"), tags("B-PER L-PER U-PER O"), TagScheme.BILOU);
    assertThat(result.overall()).isEqualTo(Scores.of(2, 2, 2));
    assertThat(result.accuracy()).isEqualTo(100);
    assertThat(result.strict()).isEqualTo(result.overall());
  }

  @Test
  void illFormedPredictionsCountButNotStrictly() {
    SpanEvaluation result = evaluate(tags("B-PER I-PER O"), tags("I-PER I-PER O"));
    assertThat(result.overall()).isEqualTo(Scores.of(1, 1, 1));
    assertThat(result.strict()).isEqualTo(Scores.of(1, 0, 0));
  }

  @Test
  void illFormedGoldIsAnEntityForStrictScoresToo() {
    SpanEvaluation result = evaluate(tags("I-PER O"), tags("B-PER O"));
    assertThat(result.strict()).isEqualTo(Scores.of(1, 1, 1));
  }

  @Test
  void nothingDividedByNothingIsZero() {
    SpanEvaluation result = evaluate(tags("O O"), tags("O O"));
    assertThat(result.overall()).isEqualTo(new Scores(0, 0, 0, 0, 0, 0));
    assertThat(result.accuracy()).isEqualTo(100);
    assertThat(evaluate(tags("B-X"), tags("O")).overall().f1()).isZero();
    assertThat(evaluate(tags("O"), tags("B-X")).overall().f1()).isZero();
    assertThat(evaluate(List.of(), List.of()).overall().f1()).isZero();
  }

  @Test
  void sentencesThatDoNotMatchAreRefused() {
    assertThatThrownBy(() -> evaluate(tags("O"), tags("O", "O")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 and 2");
    assertThatThrownBy(() -> evaluate(tags("O", "O O"), tags("O", "O")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sentence 2 (from 1) has 2 words on one side and 1");
    assertThatThrownBy(() -> evaluate(tags("O"), tags("PER")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"PER\"");
  }

  @Test
  void unseenScoresLeaveOutSentencesOfTheTrainingText() {
    List<List<String>> words = tags("a b", "c d", "b a", "a b");
    SpanEvaluation result =
        SpanF1.evaluate(
            words,
            tags("B-X O", "B-X O", "B-X O", "O B-X"),
            tags("B-X O", "O B-X", "B-X O", "O B-X"),
            TagScheme.BIO,
            tags("x", "a b"));
    assertThat(result.overall()).isEqualTo(Scores.of(4, 4, 3));
    assertThat(result.unseen()).isEqualTo(new SpanEvaluation.Unseen(Scores.of(2, 2, 1), 2, 2));
  }

  @Test
  void spansAreScoredDirectly() {
    Span right = new Span("PER", 0, 2);
    Scores scores =
        SpanF1.ofSpans(
            List.of(List.of(right), List.of(right)),
            List.of(List.of(right, right), List.of(new Span("PER", 0, 1))));
    assertThat(scores).as("a span said twice is right once").isEqualTo(Scores.of(2, 3, 1));
  }

  @Test
  void reportIsLaidOutAsThatOfConlleval() {
    SpanEvaluation result =
        evaluate(tags("B-PER I-PER O B-LOC O O"), tags("B-PER I-PER O B-PER O O"));
    assertThat(result.report())
        .isEqualTo(
            """
            processed 6 tokens with 2 phrases; found: 2 phrases; correct: 1.
            accuracy:  83.33%; precision:  50.00%; recall:  50.00%; FB1:  50.00
                          LOC: precision:   0.00%; recall:   0.00%; FB1:   0.00  0
                          PER: precision:  50.00%; recall: 100.00%; FB1:  66.67  2
            strict (well-formed predictions only): precision:  50.00%; recall:  50.00%; FB1:  50.00
            """);
  }

  @Test
  void mapHasTheOrderOfTheCommandLineContract() {
    SpanEvaluation plain = evaluate(tags("B-PER O"), tags("B-PER B-LOC"));
    assertThat(plain.toMap().keySet())
        .containsExactly(
            "precision", "recall", "f1", "gold", "predicted", "correct", "types", "strict");
    assertThat(plain.toMap()).containsEntry("f1", 66.67).containsEntry("gold", 1L);
    assertThat(plain.withUnseen(new SpanEvaluation.Unseen(Scores.of(0, 0, 0), 0, 1)).toMap())
        .containsKey("unseen");
  }

  @Test
  void countsEqualThoseOfTheOracleOnAnyTags() {
    Map<TagScheme, String> letters =
        Map.of(
            TagScheme.IOB1,
            "BI",
            TagScheme.BIO,
            "BI",
            TagScheme.BIOES,
            "BIES",
            TagScheme.BILOU,
            "BILU");
    List<TagScheme> schemes = List.of(TagScheme.values());
    int wrongFoundOut = 0;
    for (long seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed);
      TagScheme scheme = schemes.get((int) (seed % 4));
      List<List<String>> gold = new ArrayList<>();
      List<List<String>> predicted = new ArrayList<>();
      ConllevalOracle oracle = new ConllevalOracle(true);
      ConllevalOracle wrong = new ConllevalOracle(false);
      for (int s = 0; s < 4; s++) {
        int length = 1 + random.nextInt(9);
        gold.add(randomTags(random, length, letters.getOrDefault(scheme, ""), List.of()));
        predicted.add(randomTags(random, length, letters.getOrDefault(scheme, ""), gold.get(s)));
        oracle.add(gold.get(s), predicted.get(s));
        wrong.add(gold.get(s), predicted.get(s));
      }
      Scores scores = SpanF1.evaluate(gold, predicted, scheme).overall();
      assertThat(scores)
          .as("seed %d: %s against %s", seed, gold, predicted)
          .isEqualTo(Scores.of(oracle.gold, oracle.predicted, oracle.correct));
      Scores blind = Scores.of(wrong.gold, wrong.predicted, wrong.correct);
      wrongFoundOut += scores.equals(blind) ? 0 : 1;
    }
    assertThat(wrongFoundOut).as("draws that reject a scorer blind to B").isGreaterThan(1_000);
  }

  @Test
  void scorerThatOverlooksBeginIsFoundOut() {
    List<String> gold = List.of("B-X", "B-X", "O");
    List<String> predicted = List.of("B-X", "I-X", "O");
    ConllevalOracle wrong = new ConllevalOracle(false);
    wrong.add(gold, predicted);
    assertThat(wrong.correct).as("the wrong scorer calls it right").isEqualTo(1);
    assertThat(evaluate(List.of(gold), List.of(predicted)).overall())
        .isEqualTo(Scores.of(2, 1, 0))
        .isNotEqualTo(Scores.of(wrong.gold, wrong.predicted, wrong.correct));
  }

  /** Random tags, each with an even chance that of the other side, so that entities agree. */
  private static List<String> randomTags(
      Random random, int length, String letters, List<String> other) {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      boolean copies = !other.isEmpty() && random.nextInt(4) > 0;
      char letter = letters.charAt(random.nextInt(letters.length()));
      String tag = random.nextInt(3) == 0 ? "O" : letter + (random.nextInt(3) == 0 ? "-X" : "-Y");
      tags.add(copies ? other.get(i) : tag);
    }
    return tags;
  }

  @Test
  void percentagesAreRoundedAsCDoes() {
    assertThat(Statistics.format(0.125, 6)).isEqualTo("  0.12");
    assertThat(Statistics.format(66.665, 0)).isEqualTo("66.67");
    assertThat(Statistics.format(50.165, 0)).as("50.16499.. in binary").isEqualTo("50.16");
    assertThat(Statistics.twoDecimals(1.005)).isEqualTo(1.0);
  }
}
