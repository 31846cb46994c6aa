package org.conversener.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.TokenFeatures;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.Test;

class TaggerTest {
  private static final List<Sentence> SENTENCES = TinyTask.sentences(12, 2);

  private final Tagger tagger = TinyTask.tagger(TinyTask.config());

  @Test
  void batchesGiveToTheLastBitWhatSentencesGiveAlone() {
    List<Sentence> many = new ArrayList<>(TinyTask.sentences(150, 3));
    many.add(Sentence.of(List.of("Mira")));
    many.add(Sentence.of(Collections.nCopies(200, "Korth")));
    for (int threads : new int[] {1, 2, 3}) {
      withThreads(
          threads,
          () -> {
            List<Tagging> together = tagger.tagAll(many);
            List<float[][]> features = tagger.featuresOfAll(many);
            for (int i = 0; i < many.size(); i++) {
              assertThat(together.get(i)).isEqualTo(tagger.tag(many.get(i)));
              assertThat(features.get(i)).isDeepEqualTo(tagger.features(many.get(i)));
            }
          });
    }
  }

  @Test
  void theNumberOfThreadsDoesNotChangeAnAnswer() {
    List<List<Tagging>> answers = new ArrayList<>();
    for (int threads : new int[] {1, 2, 4}) {
      withThreads(threads, () -> answers.add(tagger.tagAll(SENTENCES)));
    }
    assertThat(answers.get(1)).isEqualTo(answers.get(0));
    assertThat(answers.get(2)).isEqualTo(answers.get(0));
  }

  private static void withThreads(int threads, Runnable work) {
    int before = Natives.threads();
    Natives.threads(threads);
    try {
      work.run();
    } finally {
      Natives.threads(before);
    }
  }

  @Test
  void theLossOfABatchIsTheSumOfItsSentences() {
    Tagger precise = TinyTask.preciseTagger(TinyTask.config());
    try (Scope scope = Scope.open()) {
      double sum = 0;
      for (Sentence sentence : SENTENCES) {
        sum += precise.loss(List.of(sentence), false).item();
      }
      assertThat(precise.loss(SENTENCES, false).item()).isCloseTo(sum, within(1e-9));
    }
  }

  @Test
  void gradientsOfTheWholeTaggerAreRight() {
    Tagger precise =
        new Tagger(
            TinyTask.config(),
            TagSet.of(SENTENCES),
            TinyTask.embeddings("static:v:tuned", "char:3", "random:2"),
            lengths(3),
            org.conversener.tensor.DType.FLOAT64);
    assertThat(
            GradientCheck.worstError(
                precise.parameters().tensors(), () -> precise.loss(SENTENCES.subList(0, 2), false)))
        .isLessThan(1e-5);
  }

  @Test
  void eightThreadsGiveWhatOneGives() throws Exception {
    List<Tagging> expected = SENTENCES.stream().map(tagger::tag).toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<Tagging>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> SENTENCES.stream().map(tagger::tag).toList()));
      }
      for (Future<List<Tagging>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void taggingLeavesNothingBehind() {
    tagger.tag(SENTENCES.get(0));
    long before = Scope.livePointers();
    for (int i = 0; i < 50; i++) {
      tagger.tag(SENTENCES.get(0));
      tagger.features(SENTENCES.get(1));
    }
    // Not equal: the collector may free what other tests left to it.
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }

  @Test
  void aSentenceOf1238WordsGets1238Tags() {
    Sentence many = Sentence.of(Collections.nCopies(1238, "Mira"));
    assertThat(tagger.tag(many).tags()).hasSize(1238);
    assertThat(tagger.features(many)).hasNumberOfRows(1238);
  }

  @Test
  void noSentencesGiveNoAnswers() {
    assertThat(tagger.tagAll(List.of())).isEmpty();
  }

  @Test
  void featuresAreTheOutputOfTheBiLstm() {
    assertThat(tagger.featureWidth()).isEqualTo(12);
    assertThat(tagger.features(SENTENCES.get(0))).hasDimensions(SENTENCES.get(0).length(), 12);
  }

  @Test
  void carriedFeaturesEnterWhereTheConfigSays() {
    for (TaggerConfig.CarriedAt place : TaggerConfig.CarriedAt.values()) {
      Tagger with = new Tagger(at(place), TagSet.of(SENTENCES), TinyTask.embeddings(), lengths(3));
      long[] linear = with.parameters().get("linear.weight").shape();
      long[] projected = with.parameters().get("reprojection.weight").shape();
      boolean isInput = place == TaggerConfig.CarriedAt.INPUT;
      assertThat(linear[1]).isEqualTo(isInput ? 12 : 15);
      assertThat(projected[1]).isEqualTo(isInput ? 10 : 7);
    }
  }

  @Test
  void carriedFeaturesAreDroppedInTrainingOnly() {
    Tagger with =
        new Tagger(
            TinyTask.config(0.5, 1), TagSet.of(SENTENCES), TinyTask.embeddings(), lengths(3));
    // Only the carried features may reach the tags, and the tagger's own dropout is without effect.
    try (Scope scope = Scope.withoutGradients()) {
      with.parameters().get("linear.weight").copyFrom(onlyCarried(with));
    }
    assertThat(lossAt(with, 1, false)).isEqualTo(lossAt(with, 2, false));
    assertThat(lossAt(with, 1, true)).isEqualTo(lossAt(with, 1, true));
    assertThat(lossAt(with, 1, true)).isNotEqualTo(lossAt(with, 2, true));
  }

  private static Tensor onlyCarried(Tagger tagger) {
    long[] shape = tagger.parameters().get("linear.weight").shape();
    double[] values = new double[(int) (shape[0] * shape[1])];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % shape[1] < tagger.featureWidth() ? 0 : 1 + i;
    }
    return Tensor.of(values, shape).as(tagger.parameters().type());
  }

  private static double lossAt(Tagger tagger, long step, boolean isTraining) {
    Randomness.seed(1, step);
    try (Scope scope = Scope.withoutGradients()) {
      return tagger.loss(SENTENCES, isTraining).item();
    }
  }

  @Test
  void carriedFeaturesMayBeTheOnlyEmbedding() {
    Tagger only =
        new Tagger(
            at(TaggerConfig.CarriedAt.INPUT),
            TagSet.of(SENTENCES),
            TinyTask.embeddings(new String[0]),
            lengths(3));
    assertThat(only.tag(SENTENCES.get(0)).tags()).hasSize(SENTENCES.get(0).length());
    assertThatThrownBy(
            () ->
                new Tagger(
                    TinyTask.config(),
                    TagSet.of(SENTENCES),
                    TinyTask.embeddings(new String[0]),
                    lengths(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one embedding");
  }

  private static TaggerConfig at(TaggerConfig.CarriedAt place) {
    TaggerConfig c = TinyTask.config();
    return new TaggerConfig(
        c.hidden(),
        100,
        0,
        0,
        0,
        0,
        TaggerConfig.Emissions.SOFTMAX,
        place,
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
        c.maxPaddedWords(),
        c.averagedEpochs(),
        c.seed());
  }

  /** Stand-ins for carried features: powers of each word's length. */
  private static Embeddings.Factory lengths(int width) {
    return parameters ->
        new TokenFeatures() {
          @Override
          public int width() {
            return width;
          }

          @Override
          public Tensor forward(List<Sentence> batch, boolean isTraining) {
            int time = batch.stream().mapToInt(Sentence::length).max().orElse(0);
            double[] values = new double[batch.size() * time * width];
            for (int b = 0; b < batch.size(); b++) {
              for (int t = 0; t < batch.get(b).length(); t++) {
                for (int d = 0; d < width; d++) {
                  values[(b * time + t) * width + d] =
                      Math.pow(batch.get(b).words().get(t).length() / 5.0, d);
                }
              }
            }
            return Tensor.of(values, batch.size(), time, width).as(parameters.type());
          }

          @Override
          public String describe() {
            return "lengths";
          }

          @Override
          public void writeTo(Path directory) {}
        };
  }
}
