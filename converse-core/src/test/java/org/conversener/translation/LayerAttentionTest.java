package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerAttentionTest {
  private static final List<String> SOURCE = List.of("la", "casa");
  private static final List<String> TARGET = List.of("the", "house", ".");

  private static LayerAttention layer(int number, float... values) {
    return new LayerAttention(SOURCE, TARGET, new WordMatrix(number, 2, 3, values));
  }

  @Test
  void itKnowsItsWordsItsLayerAndItsWeights() {
    LayerAttention layer = layer(2, 0.5f, 0, 0.25f, 0, 1, 0.5f);
    assertThat(layer.layer()).hasValue(2);
    assertThat(layer.isMean()).isFalse();
    assertThat(layer.weight(1, 2)).isEqualTo(0.5f);
    assertThat(layer.target().get(layer.strongestTarget(SOURCE.indexOf("casa"))))
        .isEqualTo("house");
    assertThat(layer.source().get(layer.strongestSource(2))).isEqualTo("casa");
    assertThat(layer).hasToString("layer 2 of 2 source words x 3 English words");
  }

  @Test
  void theMeanSaysThatItIsNoLayer() {
    LayerAttention mean =
        LayerAttention.mean(
            List.of(layer(1, 0.5f, 0, 0.25f, 0, 1, 0.5f), layer(2, 1, 0.5f, 0.75f, 0, 0.5f, 0)));
    assertThat(mean.weights().values()).containsExactly(0.75f, 0.25f, 0.5f, 0, 0.75f, 0.25f);
    assertThat(mean.isMean()).isTrue();
    assertThat(mean.layer()).isEmpty();
    assertThat(mean.source()).isEqualTo(SOURCE);
    assertThat(mean).hasToString("mean over layers of 2 source words x 3 English words");
  }

  @Test
  void layersOfOtherWordsHaveNoMean() {
    LayerAttention other =
        new LayerAttention(List.of("el", "perro"), TARGET, new WordMatrix(2, 2, 3, new float[6]));
    assertThatThrownBy(() -> LayerAttention.mean(List.of(layer(1, new float[6]), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("casa")
        .hasMessageContaining("perro");
    assertThatThrownBy(() -> LayerAttention.mean(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found none");
  }

  @Test
  void asManyWordsAsRowsAndColumnsAreWanted() {
    WordMatrix swapped = new WordMatrix(1, 3, 2, new float[6]);
    assertThatThrownBy(() -> new LayerAttention(SOURCE, TARGET, swapped))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 source words")
        .hasMessageContaining("3 x 2");
    assertThatThrownBy(() -> layer(-1, new float[6]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void theWordsAreCopied() {
    List<String> words = new ArrayList<>(SOURCE);
    LayerAttention layer = new LayerAttention(words, TARGET, new WordMatrix(1, 2, 3, new float[6]));
    words.set(0, "el");
    assertThat(layer.source()).isEqualTo(SOURCE);
  }

  @Test
  void allLayersOfATranslationKnowItsWords() {
    Translation translation =
        new Translation(
            List.of("a", "b"),
            List.of("x"),
            List.of(
                new Translation.Window(
                    new int[] {0, 1, Translation.EOS},
                    new int[] {0, Translation.EOS},
                    2,
                    new float[] {0.5f, 0.25f, 0.25f, 0, 0, 1, 0.25f, 0.75f, 0, 0, 0, 1})),
            0);
    List<LayerAttention> layers = WordAttention.layers(translation, AttentionOptions.DEFAULT);
    assertThat(layers).hasSize(2);
    for (LayerAttention layer : layers) {
      assertThat(layer.source()).containsExactly("a", "b");
      assertThat(layer.target()).containsExactly("x");
    }
    assertThat(layers.get(1).layer()).hasValue(2);
    assertThat(layers.get(1).weights().values()).containsExactly(0.25f, 0.75f);
    assertThat(
            WordAttention.layers(
                new Translation(List.of("a"), List.of(), List.of(), 0), AttentionOptions.DEFAULT))
        .isEmpty();
  }
}
