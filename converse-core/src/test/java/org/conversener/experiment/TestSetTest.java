package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;

class TestSetTest {
  private static final Sentence ANA = named("Ana");
  private static final Sentence EVA = named("Eva");
  private static final Sentence LEO = named("Leo");
  private static final List<Sentence> GOLD = List.of(ANA, EVA, LEO);

  private static Sentence named(String name) {
    return new Sentence(List.of(name, "canta"), List.of(new Span("PER", 0, 1)));
  }

  private static Sentence blind(Sentence sentence) {
    return sentence.withEntities(List.of());
  }

  @Test
  void everyGroupHasItsOwnScoreInTheOrderOfAppearance() {
    TestSet test = new TestSet(GOLD, List.of("train", "new", "train"), List.of(), List.of());
    Result.Run run = test.score(List.of(ANA, blind(EVA), LEO), List.of(), 7L, 50.0, 2);
    assertThat(run.test()).isEqualTo(80);
    assertThat(run.byNames())
        .containsExactly(java.util.Map.entry("train", 100.0), java.util.Map.entry("new", 0.0));
    assertThat(run.seed()).isEqualTo(7);
    assertThat(run.dev()).isEqualTo(50);
    assertThat(run.seconds()).isEqualTo(2);
  }

  @Test
  void withoutGroupsThereAreNone() {
    assertThat(
            new TestSet(GOLD, List.of(), List.of(), List.of())
                .score(GOLD, List.of(), 1L, 0.0, 0)
                .byNames())
        .isEmpty();
  }

  @Test
  void sentencesThatStandInTrainingAreLeftOutOfTheUnseenScore() {
    // Labelled otherwise in training: the words count.
    TestSet test = new TestSet(GOLD, List.of(), List.of(blind(ANA), named("Ivo")), List.of());
    Result.Run run = test.score(List.of(ANA, EVA, blind(LEO)), List.of(), 1L, 0.0, 0);
    assertThat(run.test()).isEqualTo(80);
    assertThat(run.unseen()).isCloseTo(200.0 / 3, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void withoutLeaksTheUnseenScoreIsTheScore() {
    TestSet test = new TestSet(GOLD, List.of(), List.of(named("Ivo")), List.of());
    Result.Run run = test.score(List.of(ANA, EVA, blind(LEO)), List.of(), 1L, 0.0, 0);
    assertThat(run.unseen()).isEqualTo(run.test());
  }

  @Test
  void theRestOfDevIsScoredApart() {
    TestSet test = new TestSet(GOLD, List.of(), List.of(), List.of(ANA, EVA));
    Result.Run run = test.score(GOLD, List.of(ANA, blind(EVA)), 1L, 50.0, 0);
    assertThat(run.test()).isEqualTo(100);
    assertThat(run.dev()).isEqualTo(50);
    assertThat(run.devRest()).isCloseTo(200.0 / 3, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void whereAllOfDevChoosesTheEpochThereIsNoRest() {
    TestSet test = new TestSet(GOLD, List.of(), List.of(), List.of());
    assertThat(test.score(GOLD, List.of(), 1L, 50.0, 0).devRest()).isNull();
  }

  @Test
  void thereIsAGroupForEachSentence() {
    assertThatThrownBy(() -> new TestSet(GOLD, List.of("train"), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 sentences, found 1");
  }
}
