package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.translation.LayerAttention;
import org.conversener.translation.WordMatrix;
import org.junit.jupiter.api.Test;

class ChainDiagnosisTest {
  private static final Sentence SOURCE =
      new Sentence(
          List.of("Ana", "Paz", "vive", "en", "Lima"),
          List.of(new Span("PER", 0, 2), new Span("LOC", 4, 5)));
  private static final Sentence ENGLISH =
      new Sentence(
          List.of("in", "Lima", "lives", "Ana", "Paz"),
          List.of(new Span("LOC", 1, 2), new Span("PER", 3, 5)));

  /** Which English word each source word gives all its weight; -1 for none. */
  private static LayerAttention attention(int... places) {
    float[] values = new float[25];
    for (int i = 0; i < 5; i++) {
      if (places[i] >= 0) {
        values[5 * i + places[i]] = 1;
      }
    }
    return new LayerAttention(SOURCE.words(), ENGLISH.words(), new WordMatrix(1, 5, 5, values));
  }

  @Test
  void tagsGoWhereTheStrongestAttentionLeads() {
    assertThat(ChainDiagnosis.project(attention(3, 4, 2, 0, 1), ENGLISH))
        .isEqualTo(SOURCE.entities());
    // One word too early.
    assertThat(ChainDiagnosis.project(attention(2, 3, 1, -1, 0), ENGLISH))
        .containsExactly(new Span("PER", 1, 2), new Span("LOC", 2, 3));
  }

  @Test
  void aWordThatGivesNothingEndsAnEntity() {
    assertThat(ChainDiagnosis.project(attention(3, -1, 4, 0, 1), ENGLISH))
        .containsExactly(new Span("PER", 0, 1), new Span("PER", 2, 3), new Span("LOC", 4, 5));
  }

  @Test
  void whatOneWordGivesAloneComesBack() {
    assertThat(ChainDiagnosis.thereAndBack(attention(3, 4, 2, 0, 1), SOURCE))
        .isEqualTo(SOURCE.entities());
    assertThat(ChainDiagnosis.thereAndBack(attention(2, 3, 1, -1, 0), SOURCE))
        .isEqualTo(SOURCE.entities());
  }

  @Test
  void whatIsNotTranslatedOrSharedWithAStrongerWordIsLost() {
    float[] values = new float[25];
    values[3] = 0.4f; // Ana to the fourth English word,
    values[13] = 0.6f; // which reads more of "vive"
    LayerAttention shared =
        new LayerAttention(SOURCE.words(), ENGLISH.words(), new WordMatrix(1, 5, 5, values));
    assertThat(ChainDiagnosis.thereAndBack(shared, SOURCE)).isEmpty();
  }
}
