package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.conversener.TinyModels;
import org.conversener.model.Models;
import org.conversener.tagging.Tagger;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.translation.AttentionOptions;
import org.conversener.translation.LayerAttention;
import org.conversener.translation.Translation;
import org.conversener.translation.WordMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void anEmptyTranslationIsCountedAndLosesItsNames(@TempDir Path folder) throws Exception {
    try (Tagger teacher = Models.loadTeacher(TinyModels.teacher(folder.resolve("teacher"), 8))) {
      ChainDiagnosis diagnosis = new ChainDiagnosis(teacher, AttentionOptions.DEFAULT);
      diagnosis.add(SOURCE, translation());
      assertThat(diagnosis.toMap())
          .containsEntry("empty_translations", 0)
          .containsEntry("entity_survival", 100.0)
          .containsEntry("gold_ceiling", List.of(100.0));
      diagnosis.add(SOURCE, new Translation(SOURCE.words(), List.of(), List.of(), 0));
      assertThat(diagnosis.toMap())
          .containsEntry("sentences", 2)
          .containsEntry("empty_translations", 1)
          .containsEntry("entity_survival", 50.0)
          .containsEntry("copy_accuracy", List.of(100.0))
          .containsEntry("gold_ceiling", List.of(66.67)); // all right, half of them found
    }
  }

  /** SOURCE as ENGLISH, each word read from its own. */
  private static Translation translation() {
    int[] owners = {0, 1, 2, 3, 4, Translation.EOS};
    int[] read = {3, 4, 2, 0, 1, 5};
    float[] values = new float[36];
    for (int i = 0; i < 6; i++) {
      values[6 * read[i] + i] = 1;
    }
    Translation.Window window = new Translation.Window(owners, owners.clone(), 1, values);
    return new Translation(SOURCE.words(), ENGLISH.words(), List.of(window), 0);
  }
}
