package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentTest {
  private static final String MINIMAL =
      """
      language: es
      train: data/es.train
      dev: data/es.dev
      test: ../es.test
      embeddings: [char:30, random:50]
      translator: runs/translator
      teacher: runs/teacher
      systems: [baseline, can-last]
      seeds: [1, 2]
      profile: quick
      """;

  @TempDir private Path folder = Path.of("");

  private Experiment read(String text) throws Exception {
    return Experiment.read(Files.writeString(folder.resolve("e.yml"), text));
  }

  @Test
  void whatIsNotNeededMayBeLeftOut() throws Exception {
    Experiment experiment = read(MINIMAL);
    assertThat(experiment.limit()).isZero();
    assertThat(experiment.stripSegmentDigit()).isFalse();
    assertThat(experiment.columns()).isNull();
    assertThat(experiment.tagger()).isNull();
    assertThat(experiment.transfer()).isNull();
    assertThat(experiment.seeds()).containsExactly(1L, 2L);
    assertThat(experiment.systems()).containsExactly("baseline", "can-last");
  }

  @Test
  void everythingElseIsReadToo() throws Exception {
    Experiment experiment =
        read(
            MINIMAL
                + """
                columns: word,tag
                stripSegmentDigit: true
                limit: 500
                tagger: {hidden: 64, emissions: softmax}
                transfer: {shift: 1}
                """);
    assertThat(experiment.limit()).isEqualTo(500);
    assertThat(experiment.stripSegmentDigit()).isTrue();
    assertThat(experiment.columns()).isEqualTo("word,tag");
    assertThat(experiment.tagger()).containsEntry("hidden", 64);
    assertThat(experiment.transfer()).containsEntry("shift", "1");
  }

  @Test
  void relativePathsStayAsTheyAreWritten() throws Exception {
    Experiment experiment = read(MINIMAL);
    assertThat(experiment.train()).isEqualTo("data/es.train");
    assertThat(experiment.test()).isEqualTo("../es.test");
    assertThat(experiment.teacher()).isEqualTo("runs/teacher");
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheValidKeys() {
    assertThatThrownBy(() -> read(MINIMAL.replace("seeds:", "sedes:")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("e.yml:9: unknown key sedes")
        .hasMessageContaining("seeds")
        .hasMessageContaining("embeddings");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "language",
        "train",
        "dev",
        "test",
        "embeddings",
        "translator",
        "teacher",
        "systems",
        "seeds",
        "profile"
      })
  void aMissingKeyIsNamedWithTheFile(String key) {
    String without = MINIMAL.replaceAll("(?m)^" + key + ":.*\n", "");
    assertThatThrownBy(() -> read(without))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("e.yml")
        .hasMessageContaining("needs the key " + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- a\n- b\n", "language: [", "language: es\nlanguage: de\n"})
  void whatIsNoExperimentIsRefusedWithTheFile(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("e.yml");
  }

  @Test
  void theSystemGlossNeedsItsTranslator() throws Exception {
    String text = MINIMAL.replace("can-last", "gloss");
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the system gloss needs the key gloss");
    assertThat(read(text + "gloss: runs/gloss\n").gloss()).isEqualTo("runs/gloss");
    assertThat(read(MINIMAL).gloss()).isNull();
  }

  @Test
  void numbersOutOfRangeAndEmptyListsAreRefused() {
    assertThatThrownBy(() -> read(MINIMAL + "limit: -1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit: expected at least 0, found -1");
    assertThatThrownBy(() -> read(MINIMAL.replace("[1, 2]", "[]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one of embeddings, systems and seeds");
  }

  @Test
  void aMissingFileIsMissing() {
    assertThatThrownBy(() -> Experiment.read(folder.resolve("none.yml")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
