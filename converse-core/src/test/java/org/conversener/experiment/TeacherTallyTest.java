package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.conversener.corpus.SentencePair;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;

class TeacherTallyTest {
  private static final List<String> ENGLISH =
      List.of("Ana", "Ruiz", "lives", "in", "London", "near", "Quito");
  private static final List<Span> FOUND = List.of(new Span("ORG", 0, 2), new Span("LOC", 4, 5));

  private static EntitySurvival.Place place(String... words) {
    return Objects.requireNonNull(EntitySurvival.place(List.of(words), ENGLISH));
  }

  @Test
  void spansCountByTheirWordsAndTypesAmongThem() {
    TeacherTally tally = new TeacherTally();
    tally.add("PER", place("Ana", "Ruiz"), FOUND);
    tally.add("LOC", place("London"), FOUND);
    tally.add("LOC", place("Quito"), FOUND);
    tally.add("PER", place("Ana"), FOUND);
    assertThat(tally.spanAccuracy()).isEqualTo(50.0);
    assertThat(tally.typeAccuracy()).isEqualTo(50.0);
    assertThat(tally.confusions())
        .isEqualTo(Map.of("PER", Map.of("ORG", 1L), "LOC", Map.of("LOC", 1L)));
  }

  @Test
  void nothingSeenIsNoDivisionByZero() {
    assertThat(new TeacherTally().spanAccuracy()).isZero();
  }

  @Test
  void aTranslatedNameStandsWhereTheLexiconsWordsStand() {
    EntitySurvival survival =
        new EntitySurvival(
            List.of(new SentencePair("伦敦", "Londinium"), new SentencePair("伦敦", "London")), null);
    Sentence source = Sentence.of("伦", "敦", "利", "马");
    assertThat(survival.placeOfTranslation(source, new Span("LOC", 0, 2), ENGLISH))
        .isEqualTo(new EntitySurvival.Place(4, 5));
    assertThat(survival.placeOfTranslation(source, new Span("LOC", 2, 4), ENGLISH)).isNull();
  }
}
