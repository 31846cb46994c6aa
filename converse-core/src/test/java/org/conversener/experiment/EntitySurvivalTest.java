package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.corpus.SentencePair;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;

class EntitySurvivalTest {
  private static final Sentence SOURCE =
      new Sentence(
          List.of("Ana", "Ruiz", "vive", "en", "Londres", "y", "no", "en", "Quito"),
          List.of(new Span("PER", 0, 2), new Span("LOC", 4, 5), new Span("LOC", 8, 9)));
  private static final List<String> ENGLISH =
      List.of("Ana", "Ruiz", "lives", "in", "London", "and", "not", "there");

  @Test
  void survivalIsCountedByTypeAndByWhatParallelTextHasShown() {
    EntitySurvival survival = new EntitySurvival(List.of(), Set.of("Ana", "Ruiz", "Quito"));
    survival.add(SOURCE, ENGLISH);
    assertThat(survival.toMap())
        .containsEntry("entity_survival", 33.33)
        .containsEntry(
            "entity_survival_by_type",
            Map.of(
                "PER", Map.of("entities", 1L, "survival", 100.0),
                "LOC", Map.of("entities", 2L, "survival", 0.0)))
        .containsEntry("entity_survival_seen_words", Map.of("entities", 2L, "survival", 50.0))
        .containsEntry("entity_survival_unseen_words", Map.of("entities", 1L, "survival", 0.0))
        .doesNotContainKey("entity_survival_or_lexicon");
  }

  @Test
  void aNameOfASentenceInCapitalsSurvivesInSmallLettersToo() {
    List<Span> entities = List.of(new Span("PER", 0, 2));
    List<String> english = List.of("Ana", "Ruiz", "lives", "here");
    for (String end : List.of("AQUI", "aqui", "aqui hoy")) {
      EntitySurvival survival = new EntitySurvival(List.of(), null);
      List<String> words = List.of(("ANA RUIZ VIVE " + end).split(" "));
      survival.add(new Sentence(words, entities), english);
      // Three of five words are a name or two, no headline.
      assertThat(survival.toMap())
          .containsEntry("entity_survival", 0.0)
          .containsEntry("entity_survival_recased", end.equals("aqui hoy") ? 0.0 : 100.0);
    }
  }

  @Test
  void ofSentencesInCapitalsLexiconAndParallelTextAreReadInSmallLettersToo() {
    EntitySurvival survival =
        new EntitySurvival(
            List.of(new SentencePair("Estados Unidos", "United States")),
            Set.of("Estados", "Unidos"));
    survival.add(
        new Sentence(List.of("ESTADOS", "UNIDOS", "ATACA"), List.of(new Span("LOC", 0, 2))),
        List.of("United", "States", "attacks"));
    assertThat(survival.toMap())
        .containsEntry("entity_survival", 0.0)
        .containsEntry("entity_survival_or_lexicon", 100.0)
        .containsEntry("entity_survival_seen_words", Map.of("entities", 1L, "survival", 0.0));
  }

  @Test
  void aLexiconsTranslationCountsAsWell() {
    EntitySurvival survival =
        new EntitySurvival(
            List.of(new SentencePair("Londres", "London"), new SentencePair("Quito", "Lima")),
            null);
    survival.add(SOURCE, ENGLISH);
    assertThat(survival.toMap())
        .containsEntry("entity_survival", 33.33)
        .containsEntry("entity_survival_or_lexicon", 66.67)
        .doesNotContainKey("entity_survival_seen_words");
  }

  @Test
  void theWordsOfANameAreAlsoCountedOneByOne() {
    List<SentencePair> lexicon =
        List.of(new SentencePair("Guardia", "Guard"), new SentencePair("Junta", "Regional Board"));
    Sentence source =
        new Sentence(
            List.of("Guardia", "Civil", "y", "Junta"),
            List.of(new Span("ORG", 0, 2), new Span("ORG", 3, 4)));
    EntitySurvival survival = new EntitySurvival(lexicon, null);
    survival.add(source, List.of("Civil", "Guard", "and", "board"));
    survival.add(source, List.of("Civilian", "Guard", "and", "regional", "board"));
    assertThat(survival.toMap())
        .containsEntry("entity_survival_or_lexicon", 0.0)
        .containsEntry("entity_survival_by_word", 50.0);
  }

  @Test
  void chineseCharactersAreJoinedToLookThemUp() {
    EntitySurvival survival = new EntitySurvival(List.of(new SentencePair("利马", "Lima")), null);
    survival.add(
        new Sentence(List.of("在", "利", "马"), List.of(new Span("LOC", 1, 3))),
        List.of("in", "Lima"));
    assertThat(survival.toMap()).containsEntry("entity_survival_or_lexicon", 100.0);
  }
}
