package org.conversener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.conversener.translation.WordAttention;
import org.conversener.translation.WordMatrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedFeaturesTest {
  private static final int LAYERS = 3;
  private static final int WIDTH = 4;
  private static final List<String> ANA = List.of("Ana", "visita", "Granada", "hoy");
  private static final List<String> LEO = List.of("Leo", "duerme");
  private static final List<String> NADA = List.of("nada");
  private static final List<Sentence> BATCH =
      List.of(Sentence.of(ANA), Sentence.of(LEO), Sentence.of(NADA));

  private final Parameters parameters = new Parameters(5, DType.FLOAT64);
  private final KnowledgeMaker maker = Toys.maker(LAYERS, WIDTH);

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void aFixedLayerGivesThatLayersProduct() {
    CarriedFeatures features = features(Map.of("layer", "2"));
    Knowledge knowledge = maker.of(ANA);
    WordMatrix layer =
        WordAttention.gather(knowledge.translation(), features.options().attention()).get(1);
    assertThat(rows(features, List.of(Sentence.of(ANA))))
        .isEqualTo(ConverseAttention.carry(layer, knowledge.features(), WIDTH));
  }

  @Test
  void paddingIsExactlyZero() {
    for (String layer : List.of("first", "last", "mean", "mix")) {
      float[] rows = rows(features(Map.of("layer", layer)), BATCH);
      assertThat(rows).hasSize(3 * ANA.size() * WIDTH);
      assertThat(Arrays.copyOfRange(rows, (4 + 2) * WIDTH, 8 * WIDTH)).containsOnly(0f);
      assertThat(Arrays.copyOfRange(rows, 4 * WIDTH, (4 + 2) * WIDTH)).doesNotContain(0f);
      close();
    }
  }

  @Test
  void aSentencesRowsAreTheSameInAnyBatch() {
    for (String layer : List.of("last", "mix")) {
      CarriedFeatures features = features(Map.of("layer", layer));
      float[] together = rows(features, BATCH);
      float[] alone = rows(features, List.of(Sentence.of(LEO)));
      assertThat(Arrays.copyOfRange(together, 4 * WIDTH, 6 * WIDTH)).isEqualTo(alone);
      close();
    }
  }

  @Test
  void anUntrainedMixtureIsTheMean() {
    CarriedFeatures mix = features(Map.of("layer", "mix"));
    CarriedFeatures mean = features(Map.of("layer", "mean"));
    assertThat(rows(mix, BATCH)).hasSameSizeAs(rows(mean, BATCH));
    assertThat(mix.layerWeights()).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertClose(rows(mix, BATCH), rows(mean, BATCH));
  }

  @Test
  void aMixtureThatChoseALayerIsThatLayer() {
    CarriedFeatures mix = features(Map.of("layer", "mix"));
    Tensor weights = Objects.requireNonNull(parameters.all().get("mixture"));
    try (Scope scope = Scope.withoutGradients()) {
      weights.copyFrom(Tensor.of(new double[] {0, 1e5, 0}, 3));
    }
    assertThat(mix.layerWeights()).containsExactly(0, 1, 0);
    assertClose(rows(mix, BATCH), rows(features(Map.of("layer", "2")), BATCH));
  }

  @Test
  void theGradientOfTheMixtureIsRight() {
    CarriedFeatures mix = features(Map.of("layer", "mix"));
    assertThat(
            GradientCheck.worstError(
                parameters.tensors(),
                () -> {
                  Tensor t = mix.forward(BATCH, true);
                  return t.times(t).sum();
                }))
        .isLessThan(1e-6);
  }

  @Test
  void aFixedLayerIsComputedOnce() {
    var translator = new Toys.ReversingTranslator(LAYERS);
    var counted = new KnowledgeMaker(translator, new Toys.HashingTeacher(WIDTH, "hash"));
    var features = new CarriedFeatures(counted, TransferOptions.DEFAULT, LAYERS, WIDTH, parameters);
    float[] first = rows(features, BATCH);
    assertThat(rows(features, BATCH)).isEqualTo(first);
    assertThat(translator.calls).hasValue(3);
  }

  @Test
  void whatReceivesNothingIsCountedAndTold() {
    CarriedFeatures features = features(Map.of());
    assertThat(features.notices()).isEmpty();
    rows(features, BATCH);
    rows(features, BATCH);
    assertThat(features.notices())
        .containsExactly(
            "1 sentences have an empty translation: nothing is carried",
            "1 words receive nothing: their carried features are zero");
  }

  @Test
  void uniformGivesEveryWordTheSame() {
    float[] rows = rows(features(Map.of("carried-control", "uniform")), List.of(Sentence.of(ANA)));
    Knowledge knowledge = maker.of(ANA);
    for (int k = 0; k < WIDTH; k++) {
      double sum = 0;
      for (int j = 0; j < knowledge.translation().target().size(); j++) {
        sum += knowledge.features()[j * WIDTH + k];
      }
      for (int i = 0; i < ANA.size(); i++) {
        assertThat((double) rows[i * WIDTH + k]).isCloseTo(sum / ANA.size(), within(1e-6));
      }
    }
  }

  @Test
  void shuffledLendsThePartnersRowsInTurn() {
    for (String layer : List.of("last", "mix")) {
      Map<String, String> options = Map.of("carried-control", "shuffled", "layer", layer);
      float[] shuffled = rows(shuffled(options, List.of(LEO)), List.of(Sentence.of(ANA)));
      close();
      float[] partner = rows(features(Map.of("layer", layer)), List.of(Sentence.of(LEO)));
      for (int i = 0; i < ANA.size(); i++) {
        assertThat(Arrays.copyOfRange(shuffled, i * WIDTH, (i + 1) * WIDTH))
            .isEqualTo(Arrays.copyOfRange(partner, i % 2 * WIDTH, (i % 2 + 1) * WIDTH));
      }
      close();
    }
  }

  @Test
  void noSentenceIsItsOwnPartnerIfThereIsAnother() {
    List<List<String>> sentences = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sentences.add(List.of("frase", "número", "" + i));
    }
    sentences.addAll(new ArrayList<>(sentences));
    ShufflePool pool = new ShufflePool(sentences);
    assertThat(pool.sentences()).hasSize(200);
    assertThat(sentences).noneMatch(words -> pool.partnerOf(words).equals(words));
    assertThat(sentences.stream().map(pool::partnerOf).distinct().count()).isGreaterThan(100);
    assertThat(new ShufflePool(List.of(LEO)).partnerOf(LEO)).isEqualTo(LEO);
  }

  @Test
  void thePoolIsKeptWithTheModel(@TempDir Path folder) throws IOException {
    List<List<String>> pool = List.of(ANA, List.of("\"¡Sí!\"", "\t", "\ud83d\ude00"), LEO);
    shuffled(Map.of("carried-control", "shuffled"), pool).writeTo(folder);
    assertThat(CarriedFeatures.readPool(folder)).isEqualTo(pool);
    features(Map.of()).writeTo(folder.resolve("absent"));
  }

  @Test
  void aDamagedPoolIsToldWithItsLine(@TempDir Path folder) throws IOException {
    for (String line : List.of("[\"Leo\"", "{}", "[]", "[1]", "[\"\"]", "", "[\"a\"] x")) {
      Files.writeString(folder.resolve("shuffled.pool"), "[\"Ana\"]\n" + line + "\n");
      assertThatThrownBy(() -> CarriedFeatures.readPool(folder))
          .as(line)
          .isInstanceOf(CorruptFileException.class)
          .hasMessageContaining("line 2");
    }
  }

  @Test
  void shuffledNeedsAPool() {
    assertThatThrownBy(() -> features(Map.of("carried-control", "shuffled")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training sentences");
  }

  @Test
  void untranslatedGivesTheTeachersReadingOfTheSource() {
    var teacher = new Toys.HashingTeacher(WIDTH, "hash");
    var features =
        new CarriedFeatures(
            new KnowledgeMaker(new IdentityTranslator(), teacher),
            TransferOptions.fromMap(Map.of("carried-control", "untranslated")),
            1,
            WIDTH,
            parameters);
    assertThat(rows(features, List.of(Sentence.of(ANA)))).isEqualTo(teacher.features(ANA));
    assertThat(features.describe()).isEqualTo("carried:last:untranslated");
  }

  @Test
  void knowledgeOfAnotherTranslatorIsRefused() {
    var features = new CarriedFeatures(maker, TransferOptions.DEFAULT, 2, WIDTH, parameters);
    assertThatThrownBy(() -> rows(features, BATCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2 layers and 4 features, found 3 and 4");
  }

  @Test
  void aLayerTheTranslatorHasNotIsRefusedAtOnce() {
    assertThatThrownBy(() -> features(Map.of("layer", "4")))
        .hasMessageContaining("the translator has 3 layers");
  }

  private CarriedFeatures features(Map<String, String> options) {
    return shuffled(options, Collections.emptyList());
  }

  private CarriedFeatures shuffled(Map<String, String> options, List<List<String>> pool) {
    return new CarriedFeatures(
        maker, TransferOptions.fromMap(options), LAYERS, WIDTH, parameters, pool);
  }

  private static float[] rows(CarriedFeatures features, List<Sentence> batch) {
    try (Scope scope = Scope.withoutGradients()) {
      return features.forward(batch, false).toFloats();
    }
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).containsExactly(expected, Offset.offset(1e-6f));
  }
}
