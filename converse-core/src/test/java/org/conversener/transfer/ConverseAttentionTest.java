package org.conversener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.translation.AttentionOptions;
import org.conversener.translation.Translation;
import org.conversener.translation.WordAttention;
import org.conversener.translation.WordMatrix;
import org.junit.jupiter.api.Test;

class ConverseAttentionTest {
  private static final int WIDTH = 5;
  private final Random random = new Random(7);

  @Test
  void oneHotAttentionPermutesTheFeaturesExactly() {
    float[] features = features(3);
    // Source words 0, 1, 2 are English words 2, 0, 1.
    float[] carried =
        ConverseAttention.carry(matrix(3, 3, 0, 0, 1, 1, 0, 0, 0, 1, 0), features, WIDTH);
    for (int k = 0; k < WIDTH; k++) {
      assertThat(carried[k]).isEqualTo(features[2 * WIDTH + k]);
      assertThat(carried[WIDTH + k]).isEqualTo(features[k]);
      assertThat(carried[2 * WIDTH + k]).isEqualTo(features[WIDTH + k]);
    }
  }

  @Test
  void uniformAttentionAveragesTheFeatures() {
    float[] features = features(4);
    // One source word, of which every English word takes a quarter.
    float[] carried =
        ConverseAttention.carry(matrix(1, 4, .25f, .25f, .25f, .25f), features, WIDTH);
    for (int k = 0; k < WIDTH; k++) {
      double mean = 0;
      for (int j = 0; j < 4; j++) {
        mean += features[j * WIDTH + k] / 4.0;
      }
      assertThat((double) carried[k]).isCloseTo(mean, within(1e-7));
    }
  }

  @Test
  void aWordWithoutAttentionReceivesExactlyZero() {
    float[] carried = ConverseAttention.carry(matrix(2, 2, 0, 0, 1, 1), features(2), WIDTH);
    for (int k = 0; k < WIDTH; k++) {
      assertThat(carried[k]).isZero();
    }
  }

  @Test
  void anEmptyTranslationCarriesZeros() {
    assertThat(ConverseAttention.carry(matrix(2, 0), new float[0], WIDTH))
        .hasSize(2 * WIDTH)
        .containsOnly(0f);
  }

  @Test
  void noMassIsLostOrAddedWhenNoneIsDropped() {
    assertThat(relativeLoss(renormalised(), false)).isLessThan(1e-6);
  }

  @Test
  void theLawOfMassRejectsATransposedMatrix() {
    assertThat(relativeLoss(renormalised(), true)).isGreaterThan(1e-2);
  }

  @Test
  void theLawOfMassRejectsDroppedMass() {
    Translation translation = new Toys.ReversingTranslator(1).translate(WORDS);
    WordMatrix dropped = WordAttention.gather(translation, AttentionOptions.DEFAULT).get(0);
    assertThat(relativeLoss(dropped, false)).isGreaterThan(1e-2);
  }

  @Test
  void aTransposedMatrixOfAnotherShapeIsRefused() {
    assertThatThrownBy(
            () -> ConverseAttention.carry(matrix(3, 2, 1, 0, 0, 1, 0, 0), features(3), WIDTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2 x 5 features, found 15");
  }

  @Test
  void theMeanOfLayersIsTheMeanOfWhatTheyCarry() {
    WordMatrix first = random(3, 4);
    WordMatrix second = random(3, 4);
    float[] features = features(4);
    float[] a = ConverseAttention.carry(first, features, WIDTH);
    float[] b = ConverseAttention.carry(second, features, WIDTH);
    float[] mean =
        ConverseAttention.carry(ConverseAttention.mean(List.of(first, second)), features, WIDTH);
    for (int i = 0; i < mean.length; i++) {
      assertThat((double) mean[i]).isCloseTo((a[i] + b[i]) / 2.0, within(1e-6));
    }
  }

  @Test
  void aMixtureWithAOneHotWeightIsThatLayer() {
    try (Scope scope = Scope.withoutGradients()) {
      WordMatrix first = random(3, 4);
      WordMatrix second = random(3, 4);
      float[] features = features(4);
      Tensor logits = Tensor.of(new double[] {-1e5, 0}, 2);
      double[] mixed =
          ConverseAttention.mix(Ops.softmax(logits, 0), stack(first, second), tensor(features, 4))
              .toDoubles();
      float[] expected = ConverseAttention.carry(second, features, WIDTH);
      float[] other = ConverseAttention.carry(first, features, WIDTH);
      for (int i = 0; i < mixed.length; i++) {
        assertThat(mixed[i]).isCloseTo(expected[i], within(1e-6));
        assertThat(Math.abs(mixed[i] - other[i])).isGreaterThan(1e-4);
      }
    }
  }

  @Test
  void theGradientsOfAMixtureAreRight() {
    try (Parameters parameters = new Parameters(3, DType.FLOAT64);
        Scope scope = Scope.open()) {
      Tensor logits = parameters.normal("mixture", 1, 2);
      Tensor features = parameters.normal("features", 1, 4, WIDTH);
      Tensor attention = stack(random(3, 4), random(3, 4));
      assertThat(
              GradientCheck.worstError(
                  parameters.tensors(),
                  () -> {
                    Tensor t = ConverseAttention.mix(Ops.softmax(logits, 0), attention, features);
                    return t.times(t).sum();
                  }))
          .isLessThan(1e-6);
    }
  }

  @Test
  void aMixtureOfTransposedMatricesIsRefused() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor attention = stack(random(3, 4), random(3, 4)).transpose(1, 2);
      assertThatThrownBy(
              () ->
                  ConverseAttention.mix(
                      Tensor.of(new double[] {1, 0}, 2), attention, tensor(features(4), 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[L, m, n]");
    }
  }

  private static final List<String> WORDS = List.of("Ana", "visita", "Granada", "hoy");

  private static WordMatrix renormalised() {
    Translation translation = new Toys.ReversingTranslator(1).translate(WORDS.subList(0, 3));
    AttentionOptions d = AttentionOptions.DEFAULT;
    WordMatrix all =
        WordAttention.gather(
                translation,
                new AttentionOptions(
                    d.sourcePooling(),
                    d.targetPooling(),
                    AttentionOptions.Eos.RENORMALISE,
                    0,
                    d.normalise()))
            .get(0);
    // The first three columns, to have a square whose transpose has the right shape.
    float[] values = new float[9];
    for (int i = 0; i < 9; i++) {
      values[i] = all.at(i / 3, i % 3);
    }
    return matrix(3, 3, values);
  }

  /** How far Σ_i t_i is from Σ_j r_j. */
  private double relativeLoss(WordMatrix attention, boolean isTransposed) {
    int m = attention.rows();
    int n = attention.columns();
    float[] features = features(n);
    WordMatrix used = attention;
    if (isTransposed) {
      float[] values = new float[m * n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          values[j * m + i] = attention.at(i, j);
        }
      }
      used = matrix(n, m, values);
    }
    float[] carried = ConverseAttention.carry(used, features, WIDTH);
    double worst = 0;
    for (int k = 0; k < WIDTH; k++) {
      double sum = 0;
      double size = 0;
      for (int j = 0; j < n; j++) {
        sum -= features[j * WIDTH + k];
        size += Math.abs(features[j * WIDTH + k]);
      }
      for (int i = 0; i < used.rows(); i++) {
        sum += carried[i * WIDTH + k];
      }
      worst = Math.max(worst, Math.abs(sum) / size);
    }
    return worst;
  }

  private float[] features(int words) {
    float[] features = new float[words * WIDTH];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    return features;
  }

  private WordMatrix random(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return matrix(rows, columns, values);
  }

  private static WordMatrix matrix(int rows, int columns, float... values) {
    return new WordMatrix(1, rows, columns, values);
  }

  private static Tensor tensor(float[] features, int words) {
    return Tensor.of(features, words, WIDTH).as(DType.FLOAT64);
  }

  private static Tensor stack(WordMatrix first, WordMatrix second) {
    long[] shape = {first.rows(), first.columns()};
    return Tensor.stack(0, Tensor.of(first.values(), shape), Tensor.of(second.values(), shape))
        .as(DType.FLOAT64);
  }
}
