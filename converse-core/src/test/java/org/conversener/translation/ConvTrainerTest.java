package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.conversener.corpus.SentencePair;
import org.conversener.tensor.Scope;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvTrainerTest {
  @TempDir Path folder;
  private final List<SentencePair> train = TinyTranslation.pairs(300, 1);
  private final List<SentencePair> valid = TinyTranslation.pairs(50, 2);

  private ConvTrainer.Trained train(
      ConvConfig config, @Nullable Path checkpoints, boolean resume, Progress progress)
      throws IOException {
    return ConvTrainer.train(train, valid, config, Limits.NONE, checkpoints, resume, progress);
  }

  /** Calls back whenever training says how far it is. */
  private interface OnStep extends Progress {
    @Override
    default void begin(String stage, long total) {}

    @Override
    default void say(String line) {}
  }

  @Test
  void aCipherIsLearned() throws IOException {
    ConvTrainer.Trained trained =
        train(TinyTranslation.config(32, 0, 30), null, false, Progress.silent());
    try (ConvTranslator translator = trained.translator()) {
      assertThat(trained.epochs()).hasSize(30);
      assertThat(trained.epochs().get(0).validPerplexity()).isGreaterThan(2);
      assertThat(trained.epochs().get(29).validPerplexity()).isLessThan(1.2);
      int right = 0;
      for (SentencePair pair : valid) {
        List<String> words = List.of(pair.source().split(" ", -1));
        String found = String.join(" ", translator.translate(words).target());
        right += found.equals(pair.target()) ? 1 : 0;
      }
      assertThat(right).isGreaterThanOrEqualTo(45);
    }
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    byte[] first = weights(train(small(2), null, false, Progress.silent()), "first");
    byte[] second = weights(train(small(2), null, false, Progress.silent()), "second");
    assertThat(second).isEqualTo(first);
    assertThat(weights(train(small(1), null, false, Progress.silent()), "third"))
        .isNotEqualTo(first);
  }

  @Test
  void anInterruptedRunGoesOnAsIfNothingHadHappened() throws IOException {
    ConvTrainer.Trained whole = train(small(3), null, false, Progress.silent());
    List<Integer> calls = new ArrayList<>();
    // Two reports an epoch: the interruption comes amid the second.
    OnStep interrupting =
        (done, detail) -> {
          calls.add((int) done);
          if (calls.size() == 4) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> train(small(3), folder, false, interrupting))
        .isInstanceOf(CancellationException.class);
    assertThat(calls).containsExactly(1, 11, 1, 11);
    assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
    ConvTrainer.Trained resumed = train(small(3), folder, true, Progress.silent());
    assertThat(resumed.epochs()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      ConvTrainer.Epoch found = resumed.epochs().get(i);
      ConvTrainer.Epoch expected = whole.epochs().get(i);
      assertThat(found.number()).isEqualTo(expected.number());
      assertThat(found.trainLoss()).isEqualTo(expected.trainLoss());
      assertThat(found.validLoss()).isEqualTo(expected.validLoss());
      assertThat(found.targetSubwords()).isEqualTo(expected.targetSubwords());
    }
    assertThat(weights(resumed, "resumed")).isEqualTo(weights(whole, "whole"));
  }

  @Test
  void aFinishedRunResumesToItsEnd() throws IOException {
    byte[] first = weights(train(small(2), folder, false, Progress.silent()), "first");
    ConvTrainer.Trained again = train(small(2), folder, true, Progress.silent());
    assertThat(again.epochs()).hasSize(2);
    assertThat(weights(again, "again")).isEqualTo(first);
  }

  @Test
  void stepsLeaveNothingBehind() throws IOException {
    List<Long> live = new ArrayList<>();
    OnStep counting = (done, detail) -> live.add(Scope.livePointers());
    train(small(4), null, false, counting).translator().close();
    int perEpoch = live.size() / 4;
    assertThat(perEpoch).isGreaterThanOrEqualTo(2);
    // Not equal: the collector may free what other tests left to it.
    assertThat(live.get(live.size() - 1)).isLessThanOrEqualTo(live.get(2 * perEpoch - 1));
  }

  @Test
  void aPlateauShrinksTheRateAndEndsTheRun() throws IOException {
    // Nothing is learned at this rate after the first epochs, so every epoch is a plateau in time.
    ConvConfig config = TinyTranslation.plateau(8, 40);
    ConvTrainer.Trained trained = train(config, null, false, Progress.silent());
    List<Double> rates = trained.epochs().stream().map(ConvTrainer.Epoch::rate).toList();
    assertThat(rates).hasSizeLessThan(40).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(rates.get(0)).isEqualTo(config.rate());
    assertThat(rates.get(rates.size() - 1)).isGreaterThan(config.minimumRate());
    for (int i = 1; i < rates.size(); i++) {
      double before = trained.epochs().get(i - 1).smoothedValidLoss();
      double best =
          trained.epochs().subList(0, i - 1).stream()
              .mapToDouble(ConvTrainer.Epoch::smoothedValidLoss)
              .min()
              .orElse(Double.POSITIVE_INFINITY);
      boolean isBetter = before < best * (1 - 1e-4);
      double expected = isBetter ? rates.get(i - 1) : rates.get(i - 1) * config.shrink();
      assertThat(rates.get(i)).as("epoch %s", i + 1).isCloseTo(expected, within(1e-9));
    }
    trained.translator().close();
  }

  @Test
  void validationTellsTheSmoothedLossBesideThePlainOne() throws IOException {
    ConvConfig smooth = TinyTranslation.with(small(1), "labelSmoothing", 0.1);
    ConvTrainer.Trained smoothed = train(smooth, null, false, Progress.silent());
    ConvConfig plain = TinyTranslation.with(small(1), "labelSmoothing", 0.0);
    ConvTrainer.Trained unsmoothed = train(plain, null, false, Progress.silent());
    ConvTrainer.Epoch first = smoothed.epochs().get(0);
    // What has learned anything loses by having to give something to every subword.
    assertThat(first.smoothedValidLoss()).isGreaterThan(first.validLoss() + 1e-3);
    ConvTrainer.Epoch other = unsmoothed.epochs().get(0);
    assertThat(other.smoothedValidLoss()).isEqualTo(other.validLoss());
    smoothed.translator().close();
    unsmoothed.translator().close();
  }

  @Test
  void validationSentencesAreTranslatedAndScored() throws IOException {
    ConvTrainer.Trained trained =
        train(TinyTranslation.config(32, 0, 12, 20), null, false, Progress.silent());
    double first = trained.epochs().get(0).validBleu();
    double last = trained.epochs().get(11).validBleu();
    assertThat(first).isBetween(0.0, 100.0);
    assertThat(last).isGreaterThan(first + 20);
    trained.translator().close();
  }

  @Test
  void aTimeLimitStillGivesATranslator() throws IOException {
    ConvTrainer.Trained trained =
        ConvTrainer.train(
            train, valid, small(100_000), new Limits(0.01), null, false, Progress.silent());
    assertThat(trained.epochs()).isNotEmpty().hasSizeLessThan(100_000);
    trained.translator().close();
  }

  @Test
  void anEpochThatATimeLimitCutIsEndedWhenTheRunIsResumed() throws IOException {
    ConvTrainer.Trained whole = train(small(3), null, false, Progress.silent());
    Limits limit = new Limits(0.01);
    List<Long> calls = new ArrayList<>();
    // Two reports an epoch: time runs out amid the second, if it has not before.
    OnStep waiting =
        (done, detail) -> {
          calls.add(done);
          if (calls.size() == 4) {
            sleep(700);
          }
        };
    ConvTrainer.Trained cut =
        ConvTrainer.train(train, valid, small(3), limit, folder, false, waiting);
    ConvTrainer.Epoch last = cut.epochs().get(cut.epochs().size() - 1);
    assertThat(last.targetSubwords()).isLessThan(whole.epochs().get(0).targetSubwords());
    ConvTrainer.Trained same =
        ConvTrainer.train(train, valid, small(3), limit, folder, true, Progress.silent());
    assertThat(same.epochs()).isEqualTo(cut.epochs());
    ConvTrainer.Trained resumed = train(small(3), folder, true, Progress.silent());
    List<Long> subwords = whole.epochs().stream().map(ConvTrainer.Epoch::targetSubwords).toList();
    List<ConvTrainer.Epoch> ended =
        resumed.epochs().stream().filter(e -> e.targetSubwords() == subwords.get(0)).toList();
    assertThat(ended.stream().map(ConvTrainer.Epoch::number)).containsExactly(1, 2, 3);
    assertThat(ended.stream().map(ConvTrainer.Epoch::targetSubwords)).isEqualTo(subwords);
  }

  @Test
  void whatAnUnfinishedEpochReachedIsToldAsLongAsItsWeightsAreTheBest() throws IOException {
    // At this rate later epochs do not reach again what the first batch has.
    ConvConfig config = TinyTranslation.with(small(2), "rate", 30.0);
    ConvTrainer.Trained cut =
        ConvTrainer.train(train, valid, config, new Limits(1e-9), folder, false, Progress.silent());
    assertThat(cut.epochs()).hasSize(1);
    ConvTrainer.Epoch first = cut.epochs().get(0);
    byte[] before = weights(cut, "cut");
    ConvTrainer.Trained resumed = train(config, folder, true, Progress.silent());
    double least =
        resumed.epochs().stream()
            .mapToDouble(ConvTrainer.Epoch::smoothedValidLoss)
            .min()
            .orElseThrow();
    boolean isStillBest = least == first.smoothedValidLoss();
    assertThat(isStillBest).isEqualTo(Arrays.equals(weights(resumed, "resumed"), before));
  }

  @Test
  void whenTimeIsOverAtTheStartOneBatchIsLearnedFrom() throws IOException {
    ConvTrainer.Trained trained =
        ConvTrainer.train(
            train, valid, small(3), new Limits(1e-9), folder, false, Progress.silent());
    assertThat(trained.epochs()).hasSize(1);
    assertThat(trained.epochs().get(0).targetSubwords()).isPositive();
    trained.translator().close();
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingUsableIsRejectedWithItsCounts() {
    List<SentencePair> uneven = List.of(new SentencePair("a", "b ".repeat(30)));
    assertThatThrownBy(
            () ->
                ConvTrainer.train(
                    uneven, valid, small(1), Limits.NONE, null, false, Progress.silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 too uneven");
  }

  private static ConvConfig small(int epochs) {
    return TinyTranslation.config(8, 0.2, epochs);
  }

  private byte[] weights(ConvTrainer.Trained trained, String name) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    try (ConvTranslator translator = trained.translator()) {
      translator.writeTo(target);
    }
    return Files.readAllBytes(target.resolve("weights.safetensors"));
  }
}
