package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.corpus.SentencePair;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.junit.jupiter.api.Test;

class AttentionGuideTest {
  private static final List<SentencePair> TRAIN = TinyTranslation.pairs(300, 1);
  private static final List<SentencePair> VALID = TinyTranslation.pairs(50, 2);
  private static final int LAYERS = 3;
  private static final int TARGET = 4;
  private static final int SOURCE = 5;

  /** Two pairs, the second shorter; one English subword of each has no link. */
  private static final List<int[]> LINKS = List.of(new int[] {2, -1, 0}, new int[] {-1, 1});

  private static Tensor scores(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Tensor.of(random.doubles(2L * TARGET * SOURCE, -2, 2).toArray(), 2, TARGET, SOURCE);
  }

  private static List<Tensor> attention() {
    List<Tensor> layers = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      layers.add(Ops.softmax(scores(layer), 2));
    }
    return layers;
  }

  private static double oracle(List<Tensor> attention, List<int[]> links, int... layers) {
    double loss = 0;
    for (int layer : layers) {
      double[] weights = attention.get(layer).toDoubles();
      for (int b = 0; b < links.size(); b++) {
        for (int t = 0; t < links.get(b).length; t++) {
          int s = links.get(b)[t];
          if (s >= 0) {
            loss -= Math.log(weights[(b * TARGET + t) * SOURCE + s] + 1e-6) / layers.length;
          }
        }
      }
    }
    return loss;
  }

  @Test
  void theLossIsThatOfALoopOverLinks() {
    try (Scope scope = Scope.withoutGradients()) {
      List<Tensor> attention = attention();
      AttentionGuide guide = new AttentionGuide(LINKS, List.of(0, 2));
      double found = guide.loss(attention, new int[] {0, 1}).item();
      assertThat(found).isCloseTo(oracle(attention, LINKS, 0, 2), within(1e-9));
      // Another layer, or links that are off by one word, would be seen.
      assertThat(found).isNotCloseTo(oracle(attention, LINKS, 1, 2), within(1e-3));
      List<int[]> shifted = List.of(new int[] {3, -1, 1}, new int[] {-1, 2});
      assertThat(found).isNotCloseTo(oracle(attention, shifted, 0, 2), within(1e-3));
    }
  }

  @Test
  void theBatchSaysWhichPairsItHolds() {
    try (Scope scope = Scope.withoutGradients()) {
      List<Tensor> attention = attention();
      AttentionGuide guide = new AttentionGuide(LINKS, List.of(1));
      List<int[]> swapped = List.of(LINKS.get(1), LINKS.get(0));
      assertThat(guide.loss(attention, new int[] {1, 0}).item())
          .isCloseTo(oracle(attention, swapped, 1), within(1e-9));
    }
  }

  @Test
  void aBatchWithoutLinksCostsNothing() {
    try (Scope scope = Scope.withoutGradients()) {
      List<int[]> none = List.of(new int[] {-1, -1}, new int[] {-1});
      assertThat(new AttentionGuide(none, List.of(0)).loss(attention(), new int[] {0, 1}).item())
          .isZero();
    }
  }

  @Test
  void theGradientAgreesWithFiniteDifferences() {
    try (Scope scope = Scope.open()) {
      Tensor scores = scores(7).withGradient();
      AttentionGuide guide = new AttentionGuide(LINKS, List.of(0));
      double error =
          GradientCheck.worstError(
              List.of(scores), () -> guide.loss(List.of(Ops.softmax(scores, 2)), new int[] {0, 1}));
      assertThat(error).isLessThan(1e-5);
    }
  }

  @Test
  void lettersOfACipherAreLinkedInOrder() {
    ConvConfig config = TinyTranslation.guided(16, 1, 0.5);
    Subwords subwords = EncodedBitext.learnSubwords(TRAIN, config);
    EncodedBitext pairs = EncodedBitext.encode(TRAIN, subwords, config);
    AttentionGuide guide = AttentionGuide.learn(pairs, subwords, config, 1, Progress.silent());
    int right = 0;
    int all = 0;
    for (int pair = 0; pair < pairs.sources().size(); pair++) {
      int[] links = guide.links(pair);
      assertThat(links).hasSize(pairs.targets().get(pair).length - 1);
      for (int t = 0; t < links.length; t++, all++) {
        // A letter that stands there twice may be linked to its other place.
        right +=
            links[t] >= 0 && pairs.sources().get(pair)[links[t]] == pairs.sources().get(pair)[t]
                ? 1
                : 0;
      }
    }
    assertThat(right).isGreaterThan(95 * all / 100);
  }

  @Test
  void wordsThatAreTheSameOnBothSidesAreTwins() {
    List<SentencePair> pairs =
        List.of(
            new SentencePair("de Zork a", "Zork from"), new SentencePair("de Blip", "from Blip"));
    ConvConfig config = TinyTranslation.guided(16, 1, 0.5);
    // With a merge for every letter a name is one subword.
    Subwords subwords = EncodedBitext.learnSubwords(pairs, TinyTranslation.with(config, "bpe", 30));
    EncodedBitext encoded = EncodedBitext.encode(pairs, subwords, config);
    AttentionGuide guide = AttentionGuide.learn(encoded, subwords, config, 1, Progress.silent());
    assertThat(guide.links(0)[0]).isEqualTo(1);
    assertThat(guide.links(1)[1]).isEqualTo(1);
  }

  @Test
  void guidedAttentionIsSharperOnTheRightWord() throws IOException {
    double free = weightOfTheRightLetter(0);
    double guided = weightOfTheRightLetter(1);
    assertThat(1 - guided).isLessThan((1 - free) / 5);
  }

  /** The first layer's weight of the letter that an English letter stands for, on average. */
  private static double weightOfTheRightLetter(double guidance) throws IOException {
    ConvTrainer.Trained trained =
        ConvTrainer.train(
            TRAIN,
            VALID,
            TinyTranslation.with(TinyTranslation.guided(16, 8, guidance), "guidedLayers", "1"),
            Limits.NONE,
            null,
            false,
            Progress.silent());
    double sum = 0;
    int count = 0;
    try (ConvTranslator translator = trained.translator()) {
      for (SentencePair pair : VALID) {
        Translation translation = translator.translate(List.of(pair.source().split(" ", -1)));
        WordMatrix first =
            WordAttention.layers(translation, AttentionOptions.DEFAULT).get(0).weights();
        for (int i = 0; i < Math.min(first.rows(), first.columns()); i++, count++) {
          sum += first.at(i, i);
        }
      }
    }
    return sum / count;
  }

  @Test
  void layersAreNamedFromOne() {
    assertThat(withLayers("all").guided()).containsExactly(0, 1);
    assertThat(withLayers("last").guided()).containsExactly(1);
    assertThat(withLayers("2,1").guided()).containsExactly(1, 0);
    for (String wrong : List.of("0", "3", "1,1", "", "first")) {
      assertThatThrownBy(() -> withLayers(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("guidedLayers: expected last, all, or numbers from 1 to 2");
    }
  }

  private static ConvConfig withLayers(String layers) {
    return TinyTranslation.with(TinyTranslation.guided(16, 1, 0.5), "guidedLayers", layers);
  }
}
