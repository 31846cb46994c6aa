package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.conversener.tensor.Scope;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CharlmTrainerTest {
  private static final CharlmText TEXT =
      new CharlmText(TinyCharlm.lines(400, 1), TinyCharlm.lines(40, 2));

  /** Remembers what is said, and interrupts the thread when something certain is. */
  private static final class Listener implements Progress {
    private final List<String> lines = new ArrayList<>();
    private final String last;

    Listener(String last) {
      this.last = last;
    }

    @Override
    public void begin(String stage, long total) {}

    @Override
    public void step(long done, String detail) {}

    @Override
    public void say(String line) {
      lines.add(line);
      if (line.startsWith(last)) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final String NEVER = "never said";

  @ParameterizedTest
  @EnumSource(Direction.class)
  void learnsMoreThanHowFrequentEachCharacterIs(Direction direction) throws IOException {
    CharlmConfig config = TinyCharlm.config(direction, 24);
    Listener listener = new Listener(NEVER);
    CharlmTrainer.Trained trained =
        CharlmTrainer.train(TEXT, config, Limits.NONE, null, false, listener);
    try (CharacterLanguageModel model = trained.model()) {
      double unigram = unigramPerplexity(model.vocabulary());
      assertThat(trained.splits()).hasSize(6);
      assertThat(trained.best().validPerplexity()).isLessThan(0.7 * unigram);
      assertThat(listener.lines.toString())
          .contains("epoch 2 split 3 of 3: training loss")
          .contains("it writes: ");
    }
  }

  /** Of the validation text, by the shares of the characters in the training text. */
  private static double unigramPerplexity(CharacterVocabulary vocabulary) {
    Map<Integer, Integer> counts = new HashMap<>();
    int[] train = CharacterStream.of(TEXT.train(), vocabulary, Direction.FORWARD);
    for (int number : train) {
      counts.merge(number, 1, Integer::sum);
    }
    int[] valid = CharacterStream.of(TEXT.valid(), vocabulary, Direction.FORWARD);
    double loss = 0;
    for (int number : valid) {
      loss -= Math.log(counts.getOrDefault(number, 1) / (double) train.length);
    }
    return Math.exp(loss / valid.length);
  }

  @Test
  void anInterruptedRunIsResumedToTheSameBytes(@TempDir Path folder) throws IOException {
    CharlmConfig config = TinyCharlm.config(Direction.FORWARD, 8);
    byte[] whole = bytes(folder.resolve("whole"), config, null, false, NEVER);
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    // At the beginning of the fifth split, and again of the last.
    assertThatThrownBy(
            () -> bytes(folder.resolve("x"), config, checkpoints, false, "epoch 2 split 1 of 3"))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(
            () -> bytes(folder.resolve("x"), config, checkpoints, true, "epoch 2 split 2 of 3"))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(bytes(folder.resolve("resumed"), config, checkpoints, true, NEVER)).isEqualTo(whole);
  }

  @Test
  void aRunCutShortByTimeGoesOnAsIfItHadNotEnded(@TempDir Path folder) throws IOException {
    CharlmConfig config = TinyCharlm.config(Direction.BACKWARD, 8);
    byte[] whole = bytes(folder.resolve("whole"), config, null, false, NEVER);
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    CharlmTrainer.Trained cut =
        CharlmTrainer.train(TEXT, config, new Limits(1e-9), checkpoints, false, Progress.silent());
    cut.model().close();
    assertThat(cut.splits()).hasSize(1);
    double fall = config.annealingFactor();
    assertThat(cut.best().rate()).isEqualTo(config.rate() * fall * fall * fall);
    assertThat(bytes(folder.resolve("resumed"), config, checkpoints, true, NEVER)).isEqualTo(whole);
  }

  @Test
  void theRateFallsThriceBeforeTheMinutesAreOver() {
    CharlmConfig config = TinyCharlm.config(Direction.FORWARD, 8);
    double fall = config.annealingFactor();
    assertThat(config.finalShare()).isEqualTo(0.5);
    assertThat(CharlmTrainer.rate(4, 0.5, config)).isEqualTo(4);
    assertThat(CharlmTrainer.rate(4, 0.51, config)).isEqualTo(4 * fall);
    assertThat(CharlmTrainer.rate(4, 0.68, config)).isEqualTo(4 * fall * fall);
    assertThat(CharlmTrainer.rate(4, 0.99, config)).isEqualTo(4 * fall * fall * fall);
    assertThat(CharlmTrainer.rate(4, 1.2, config)).isEqualTo(4 * fall * fall * fall);
    assertThat(CharlmTrainer.rate(4, 1e12, config)).isEqualTo(4 * fall * fall * fall);
  }

  @Test
  void withoutMinutesTheRateIsTheSchedules() {
    CharlmConfig config = TinyCharlm.config(Direction.FORWARD, 8);
    double share = 1e9 / (60 * Limits.NONE.minutes());
    assertThat(CharlmTrainer.rate(4, share, config)).isEqualTo(4);
  }

  private static byte[] bytes(
      Path out, CharlmConfig config, @Nullable Path checkpoints, boolean resume, String last)
      throws IOException {
    CharlmTrainer.Trained trained =
        CharlmTrainer.train(TEXT, config, Limits.NONE, checkpoints, resume, new Listener(last));
    try (CharacterLanguageModel model = trained.model()) {
      Files.createDirectory(out);
      model.writeTo(out);
      return Files.readAllBytes(out.resolve("weights.safetensors"));
    }
  }

  @Test
  void nothingLeaks() throws IOException {
    CharlmConfig config = TinyCharlm.config(Direction.FORWARD, 8);
    for (int i = 0; i < 2; i++) {
      CharlmTrainer.train(TEXT, config, Limits.NONE, null, false, Progress.silent())
          .model()
          .close();
    }
    long before = Scope.livePointers();
    CharlmTrainer.train(TEXT, config, Limits.NONE, null, false, Progress.silent()).model().close();
    // Two hundred steps of dozens of tensors each would be thousands.
    assertThat(Scope.livePointers()).isLessThan(before + 20);
  }

  @Test
  void linesAreHeldOutOnce() {
    CharlmText text = CharlmText.heldOut(TEXT.train(), 0.1, 3);
    assertThat(text.valid()).hasSize(40);
    List<String> all = new ArrayList<>(text.train());
    all.addAll(text.valid());
    assertThat(all).containsExactlyInAnyOrderElementsOf(TEXT.train());
    assertThatThrownBy(() -> CharlmText.heldOut(List.of("one"), 0.1, 3))
        .hasMessageContaining("cannot be parted");
  }
}
