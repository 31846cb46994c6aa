package org.conversener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.conversener.model.ModelDirectory;
import org.conversener.tagging.Tagging;
import org.conversener.text.Sentence;
import org.conversener.transfer.TransferOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConverseTest {
  private static final int THREADS = 8;

  @TempDir private static Path folder = Path.of("");

  private static TinyModels.Can can;
  private static Converse converse;

  /** Trains, packs and moves a tagger, and deletes what it was packed from. */
  @BeforeAll
  static void packAndMove() throws Exception {
    Path training = Files.createDirectory(folder.resolve("training"));
    TinyModels models = new TinyModels(training);
    can = models.can(training.resolve("can"), TransferOptions.DEFAULT);
    var unused = ModelDirectory.pack(can.directory().path(), folder.resolve("packed"), false);
    Files.move(training, folder.resolve("elsewhere"));
    converse = Converse.load(Files.move(folder.resolve("packed"), folder.resolve("moved")));
  }

  @AfterAll
  static void close() {
    converse.close();
  }

  @Test
  void aPackedAndMovedTaggerSaysWhatItSaidBeforeItWasSaved() {
    assertThat(converse.tagAll(TinyModels.questions())).isEqualTo(can.said());
  }

  @Test
  void theEntitiesAreThoseItWasTaughtWithTheirConfidences() {
    Tagging tagging = converse.tag(TinyModels.questions().get(0));
    assertThat(tagging.sentence()).isEqualTo(TinyModels.EXAMPLE);
    assertThat(tagging.confidences()).hasSize(2).allMatch(c -> c > 0.3 && c <= 1);
  }

  @Test
  void aTaggerThatWasMovedWithoutItsTeacherIsNotLoaded() throws Exception {
    Path alone = folder.resolve("alone");
    Files.createDirectory(alone);
    Path can = folder.resolve("elsewhere").resolve("can");
    try (var files = Files.list(can)) {
      for (Path file : files.toList()) {
        Files.copy(file, alone.resolve(can.relativize(file)));
      }
    }
    assertThatThrownBy(() -> Converse.load(alone))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("converse pack");
  }

  @Test
  void manyThreadsSayWhatOneSays() throws Exception {
    List<Sentence> questions = TinyModels.questions();
    List<Callable<List<Tagging>>> tasks =
        Collections.nCopies(
            THREADS,
            () -> {
              List<Tagging> answers = new ArrayList<>();
              for (Sentence question : questions) {
                answers.add(converse.tag(question));
              }
              return answers;
            });
    // Loaded anew, so that the threads meet where the knowledge of a sentence is made.
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Converse fresh = Converse.load(folder.resolve("moved"))) {
      List<Callable<List<Tagging>>> all = new ArrayList<>(tasks);
      for (int i = 0; i < THREADS; i++) {
        all.add(() -> fresh.tagAll(questions));
      }
      for (var answers : threads.invokeAll(all)) {
        assertThat(answers.get()).isEqualTo(can.said());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSentenceIsTaggedTheSameAloneAndAfterOthers() throws Exception {
    Sentence question = TinyModels.questions().get(0);
    List<Sentence> shuffled = new ArrayList<>(TinyModels.questions());
    Collections.shuffle(shuffled, new Random(3));
    try (Converse fresh = Converse.load(folder.resolve("moved"))) {
      Tagging alone = fresh.tag(question);
      List<Tagging> together = fresh.tagAll(shuffled);
      assertThat(fresh.tag(question)).isEqualTo(alone);
      assertThat(together.get(shuffled.indexOf(question))).isEqualTo(alone);
      assertThat(alone).isEqualTo(can.said().get(0));
    }
  }

  @Test
  void aModelThatIsNoTaggerIsRefused() {
    assertThatThrownBy(() -> Converse.load(folder.resolve("elsewhere").resolve("translator")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a tagger, found a translator");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    assertThatThrownBy(() -> Converse.load(folder.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("nowhere");
  }
}
