package org.conversener.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.DType;
import org.conversener.tensor.Scope;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.training.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaggerTrainerTest {
  private static final List<Sentence> TRAIN = TinyTask.sentences(40, 1);
  private static final List<Sentence> DEV = TinyTask.sentences(20, 2);
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  private static TrainingReport train(Tagger tagger) throws IOException, InterruptedException {
    return TaggerTrainer.train(tagger, TRAIN, DEV, Progress.silent(), null, NO_LIMIT);
  }

  @Test
  void aTinyTaskIsLearnedAndNewNamesAreTaggedByTheirVectors() throws Exception {
    // Without characters the two new names differ in nothing but their vectors.
    Tagger tagger =
        new Tagger(
            TinyTask.config(), TagSet.of(TRAIN), TinyTask.embeddings("static:vectors.txt"), null);
    TrainingReport report = train(tagger);
    assertThat(report.bestDevF1()).isEqualTo(100);
    assertThat(report.epochs().get(9).loss()).isLessThan(report.epochs().get(0).loss() / 3);
    for (Map.Entry<String, String> name :
        Map.of(TinyTask.NEW_PERSON, "PER", TinyTask.NEW_PLACE, "LOC").entrySet()) {
      Tagging tagging = tagger.tag(Sentence.of(name.getKey(), "and", "."));
      assertThat(tagging.sentence().entities()).containsExactly(new Span(name.getValue(), 0, 1));
      assertThat(tagging.tags()).containsExactly("B-" + name.getValue(), "O", "O");
      assertThat(tagging.confidences().get(0)).isBetween(0.5, 1.0);
    }
  }

  @Test
  void sameSeedSameBytes(@TempDir Path folder) throws Exception {
    for (String name : List.of("first", "second")) {
      Tagger tagger = TinyTask.tagger(TinyTask.config(0.2, 3));
      train(tagger);
      tagger.writeTo(Files.createDirectory(folder.resolve(name)));
    }
    assertThat(bytes(folder.resolve("second"))).isEqualTo(bytes(folder.resolve("first")));
    Tagger other = TinyTask.tagger(TinyTask.config(0.2, 3).withSeed(12));
    train(other);
    other.writeTo(Files.createDirectory(folder.resolve("other")));
    assertThat(bytes(folder.resolve("other")).get("weights.safetensors"))
        .isNotEqualTo(bytes(folder.resolve("first")).get("weights.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.5})
  void aResumedRunEndsWithTheSameBytes(double averaged, @TempDir Path folder) throws Exception {
    Tagger whole = TinyTask.tagger(config(6, averaged));
    TrainingReport expected = train(whole);
    whole.writeTo(Files.createDirectory(folder.resolve("whole")));

    Path checkpoint = folder.resolve("run.checkpoint");
    for (int epochs : new int[] {2, 3}) {
      TaggerTrainer.train(
          TinyTask.tagger(config(epochs, averaged)),
          TRAIN,
          DEV,
          Progress.silent(),
          checkpoint,
          NO_LIMIT);
    }
    // Poisoned parameters show whether the checkpoint is really read.
    Tagger resumed = TinyTask.tagger(config(6, averaged));
    resumed.parameters().tensors().forEach(tensor -> tensor.copyFrom(tensor.times(7)));
    TrainingReport report =
        TaggerTrainer.train(resumed, TRAIN, DEV, Progress.silent(), checkpoint, NO_LIMIT);
    resumed.writeTo(Files.createDirectory(folder.resolve("resumed")));

    assertThat(bytes(folder.resolve("resumed"))).isEqualTo(bytes(folder.resolve("whole")));
    assertThat(report.epochs().stream().map(TrainingReport.Epoch::loss))
        .isEqualTo(expected.epochs().stream().map(TrainingReport.Epoch::loss).toList());
    assertThat(report.bestEpoch()).isEqualTo(expected.bestEpoch());
  }

  private static TaggerConfig config(int epochs, double averaged) {
    return TinyTask.averaged(TinyTask.config(0.2, epochs), averaged);
  }

  @Test
  void untilTheRateFallsStepsAreThoseWithoutAnAverage() throws Exception {
    Tagger plain = TinyTask.tagger(config(3, 0));
    Tagger averaged = TinyTask.tagger(config(3, 2));
    assertThat(losses(train(averaged))).isEqualTo(losses(train(plain)));
    assertThat(averaged.parameters().get("linear.weight").toFloats())
        .isNotEqualTo(plain.parameters().get("linear.weight").toFloats());
  }

  @Test
  void anAverageOverNoTimeIsTheParameters() throws Exception {
    Tagger plain = TinyTask.tagger(config(3, 0));
    Tagger averaged = TinyTask.tagger(config(3, 1e-9));
    assertThat(train(averaged).bestDevF1()).isEqualTo(train(plain).bestDevF1());
    plain
        .parameters()
        .all()
        .forEach(
            (name, value) ->
                assertThat(averaged.parameters().get(name).toFloats()).isEqualTo(value.toFloats()));
  }

  private static List<Double> losses(TrainingReport report) {
    return report.epochs().stream().map(TrainingReport.Epoch::loss).toList();
  }

  @Test
  void aCheckpointOfAnotherConfigIsRefused(@TempDir Path folder) throws Exception {
    Path checkpoint = folder.resolve("run.checkpoint");
    TaggerTrainer.train(
        TinyTask.tagger(TinyTask.config(0.2, 1)),
        TRAIN,
        DEV,
        Progress.silent(),
        checkpoint,
        NO_LIMIT);
    Tagger other = TinyTask.tagger(TinyTask.config(0.3, 2));
    assertThatThrownBy(
            () -> TaggerTrainer.train(other, TRAIN, DEV, Progress.silent(), checkpoint, NO_LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another config");
  }

  @Test
  void thePartsOfABatchDoNotChangeTheResult() throws Exception {
    // Seven padded words a part: every sentence is computed alone, the steps are the same.
    double whole = train(precise(4096)).epochs().get(0).loss();
    double parted = train(precise(7)).epochs().get(0).loss();
    assertThat(parted).isCloseTo(whole, within(1e-9));
  }

  private static Tagger precise(int maxPaddedWords) {
    TaggerConfig c = TinyTask.config(0, 1);
    TaggerConfig config =
        new TaggerConfig(
            c.hidden(),
            c.reprojection(),
            0,
            0,
            0,
            0,
            c.emissions(),
            c.carriedAt(),
            c.optimizer(),
            c.learningRate(),
            c.batchSize(),
            c.lossReduction(),
            c.clip(),
            c.annealing(),
            c.annealFactor(),
            c.annealPatience(),
            c.minimumRate(),
            c.stopPatience(),
            c.epochs(),
            c.lengthPool(),
            maxPaddedWords,
            0,
            c.seed());
    // Characters are left out: which of them are read as unknown is drawn for each part.
    return new Tagger(
        config, TagSet.of(TRAIN), TinyTask.embeddings("static:v"), null, DType.FLOAT64);
  }

  private static TaggerConfig linear(int epochs) throws IOException {
    ObjectNode fields = TaggerFiles.JSON.valueToTree(TinyTask.config(0.2, epochs));
    fields.put("annealing", "LINEAR").put("learningRate", 0.01);
    return TaggerFiles.JSON.treeToValue(fields, TaggerConfig.class);
  }

  @Test
  void aLinearRateFallsByTheSameStepEveryEpoch() throws Exception {
    TrainingReport report = train(TinyTask.tagger(linear(4)));
    assertThat(report.epochs())
        .extracting(TrainingReport.Epoch::rate)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(0.01, 0.0075, 0.005, 0.0025);
  }

  @Test
  void aLinearRunIsNotGoneOnWithForOtherEpochs(@TempDir Path folder) throws Exception {
    Path checkpoint = folder.resolve("checkpoint");
    TaggerTrainer.train(
        TinyTask.tagger(linear(2)), TRAIN, DEV, Progress.silent(), checkpoint, NO_LIMIT);
    assertThatThrownBy(
            () ->
                TaggerTrainer.train(
                    TinyTask.tagger(linear(3)),
                    TRAIN,
                    DEV,
                    Progress.silent(),
                    checkpoint,
                    NO_LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another config");
  }

  @Test
  void theEpochWithTheBestDevF1IsKept() throws Exception {
    Tagger tagger = TinyTask.tagger(TinyTask.config(0.4, 8));
    TrainingReport report = train(tagger);
    double best =
        report.epochs().stream().mapToDouble(TrainingReport.Epoch::devF1).max().orElseThrow();
    assertThat(report.bestDevF1()).isEqualTo(best);
    assertThat(report.epochs().get(report.bestEpoch() - 1).devF1()).isEqualTo(best);
  }

  @Test
  void stepsLeaveNothingBehind() throws Exception {
    List<Long> live = new ArrayList<>();
    Progress count =
        new Progress() {
          @Override
          public void begin(String stage, long total) {}

          @Override
          public void step(long done, String detail) {
            live.add(Scope.livePointers());
          }

          @Override
          public void say(String line) {}
        };
    try (Tagger tagger = TinyTask.tagger(TinyTask.config(0.2, 5))) {
      TaggerTrainer.train(tagger, TRAIN, DEV, count, null, NO_LIMIT);
    }
    assertThat(live).hasSize(50);
    // From the second epoch on, since the first reading of dev packs the LSTMs' weights. Not equal:
    // the collector may free what other tests left to it.
    assertThat(live.get(49)).isLessThanOrEqualTo(live.get(15));
  }

  @Test
  void anInterruptedThreadStopsTraining() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> train(TinyTask.tagger(TinyTask.config())))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void theTimeBeforeAResumptionCounts(@TempDir Path folder) throws Exception {
    Path checkpoint = folder.resolve("run.checkpoint");
    for (int i = 0; i < 2; i++) {
      Tagger tagger = TinyTask.tagger(TinyTask.config(0.2, 6));
      TrainingReport report =
          TaggerTrainer.train(tagger, TRAIN, DEV, Progress.silent(), checkpoint, 1e-9);
      assertThat(report.epochs()).hasSize(1);
    }
  }

  @Test
  void theTimeLimitStillGivesOneEpoch() throws Exception {
    Tagger tagger = TinyTask.tagger(TinyTask.config());
    assertThat(TaggerTrainer.train(tagger, TRAIN, DEV, Progress.silent(), null, 0).epochs())
        .hasSize(1);
  }

  @Test
  void emptyTrainingTextIsRefused() {
    assertThatThrownBy(
            () ->
                TaggerTrainer.train(
                    TinyTask.tagger(TinyTask.config()),
                    List.of(),
                    DEV,
                    Progress.silent(),
                    null,
                    NO_LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 and 20");
  }

  private static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> contents = new java.util.TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(
            file.getFileName().toString(),
            java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
