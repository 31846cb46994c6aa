package org.conversener.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of sacreBLEU, as REFERENCE 5.2 gives them. */
class BleuTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "It's 3.5-fold (approx.) &amp; 1,000.5 - ok|It's 3.5 - fold ( approx . ) & 1,000.5 - ok",
        "It's 3.5-fold (approx.) & 1,000.5 - ok|It's 3.5 - fold ( approx . ) & 1,000.5 - ok",
        "U.S. dollars, $5.00.|U . S . dollars , $ 5.00 .",
        "pages 10-12, e.g. 3,4|pages 10 - 12 , e . g . 3,4",
        "x..y|x . . y",
        "a-b 5-a|a-b 5 - a",
        "http://a.b/c?d=1|http : / / a . b / c ? d = 1",
        "&quot;a&quot; &lt;b&gt;|\" a \" < b >",
        "&amp;lt;|<",
        "a <skipped> b|a b",
      })
  void segmentsAreCutAs13aCutsThem(String segment, String expected) {
    assertThat(String.join(" ", Tokenizer13a.tokens(segment))).isEqualTo(expected);
  }

  @Test
  void whiteSpaceIsThatOfPython() {
    for (char c : "\u0085\u00a0\u1680\u2007\u2028\u202f\u205f\u3000\u001c\t".toCharArray()) {
      assertThat(Tokenizer13a.tokens("a" + c + "b" + c)).as("U+%04X", (int) c).hasSize(2);
    }
    for (char c : "\u200b\u2060\ufeff\u180e".toCharArray()) {
      assertThat(Tokenizer13a.tokens("a" + c + "b")).as("U+%04X", (int) c).hasSize(1);
    }
  }

  @Test
  void onlyAsciiDigitsAreDigits() {
    assertThat(Tokenizer13a.tokens("٣.٣ 3.3")).containsExactly("٣", ".", "٣", "3.3");
  }

  @Test
  void lineEndsInsideASegmentJoinHyphenatedWords() {
    assertThat(Tokenizer13a.tokens("well-\nknown\nname \n")).containsExactly("wellknown", "name");
  }

  @Test
  void ordersWithoutMatchAreSmoothed() {
    BleuScore score =
        Bleu.score(
            List.of("the cat sat on the mat", "hello there"),
            List.of(List.of("the cat is on the mat", "hello there general")));
    assertThat(score.score()).isCloseTo(34.844929, within(1e-6));
    assertThat(score.bp()).isCloseTo(.882497, within(1e-6));
    assertThat(score.precisions()).containsExactly(87.5, 100 * 4 / 6.0, 25.0, 100 / 6.0);
    assertThat(score.hypLen()).isEqualTo(8);
    assertThat(score.refLen()).isEqualTo(9);
  }

  @Test
  void matchesAreClippedAtTheCountsOfTheReference() {
    BleuScore score =
        Bleu.score(
            List.of("the the the the the the the"), List.of(List.of("the cat is on the mat")));
    assertThat(score.score()).isCloseTo(7.809850, within(1e-6));
  }

  @Test
  void anyOfSeveralReferencesMayMatch() {
    BleuScore score =
        Bleu.score(
            List.of("The dog bit the man.", "It was not unexpected.", "The man bit him first."),
            List.of(
                List.of(
                    "The dog bit the man.",
                    "It was not surprising.",
                    "The man had just bitten him."),
                List.of(
                    "The dog had bit the man.",
                    "No one was surprised.",
                    "The man had bitten the dog.")));
    assertThat(score.score()).isCloseTo(50.178269, within(1e-6));
    assertThat(score.bp()).isCloseTo(.942873, within(1e-6));
    assertThat(score.hypLen()).isEqualTo(17);
    assertThat(score.refLen()).isEqualTo(18);
    assertThat(score.signature())
        .isEqualTo(
            "nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0-compatible|impl:converse");
  }

  @Test
  void closestLengthIsTheShorterOfTwoAsClose() {
    List<String> hypothesis = List.of("a b c d");
    List<List<String>> references = List.of(List.of("a b c d e"), List.of("a b c"));
    assertThat(Bleu.score(hypothesis, references).refLen()).isEqualTo(3);
  }

  @Test
  void withoutAnyMatchOrAnyFourWordsTheScoreIsZero() {
    assertThat(Bleu.score(List.of("a b c d e"), List.of(List.of("v w x y z"))).score()).isZero();
    assertThat(Bleu.score(List.of("a b c"), List.of(List.of("a b c"))).score()).isZero();
    BleuScore empty = Bleu.score(List.of(""), List.of(List.of("a b c")));
    assertThat(empty.score()).isZero();
    assertThat(empty.bp()).isZero();
    assertThat(Bleu.score(List.of(""), List.of(List.of(""))).score()).isZero();
  }

  @Test
  void caseCounts() {
    assertThat(Bleu.score(List.of("A b c d"), List.of(List.of("a b c d"))).score()).isLessThan(100);
  }

  @Test
  void segmentsThatAreNotParallelAreRefused() {
    assertThatThrownBy(() -> Bleu.score(List.of("a", "b"), List.of(List.of("a", "b"), List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reference set 2 (from 1) has 0 segments, the hypothesis 2");
    assertThatThrownBy(() -> Bleu.score(List.of(), List.of(List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scoreIsAHundredForTheReferenceAndDoesNotHangOnTheOrderOfSegments() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
      List<String> hypotheses = new ArrayList<>();
      List<String> references = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        hypotheses.add(randomText(random));
        references.add(randomText(random));
      }
      assertThat(Bleu.score(references, List.of(references)).score())
          .as("seed %d", seed)
          .isCloseTo(100, within(1e-9));
      double score = Bleu.score(hypotheses, List.of(references)).score();
      assertThat(score).as("seed %d", seed).isBetween(0.0, 100.0);
      Collections.shuffle(order, random);
      assertThat(
              Bleu.score(
                      order.stream().map(hypotheses::get).toList(),
                      List.of(order.stream().map(references::get).toList()))
                  .score())
          .as("seed %d", seed)
          .isEqualTo(score);
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 4 + random.nextInt(6); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(3))).append(' ');
    }
    return text.toString();
  }

  @Test
  void mapHasTheOrderOfTheCommandLineContract() {
    assertThat(Bleu.score(List.of("a"), List.of(List.of("a"))).toMap().keySet())
        .containsExactly("score", "precisions", "bp", "hyp_len", "ref_len", "signature");
  }
}
