package org.conversener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.conversener.translation.LayerAttention;
import org.conversener.translation.WordMatrix;
import org.junit.jupiter.api.Test;

class LayerChoiceTest {
  private static final List<LayerAttention> LAYERS = List.of(layer(1), layer(2), layer(3));

  private static LayerAttention layer(int number) {
    return new LayerAttention(
        List.of("a"), List.of("x"), new WordMatrix(number, 1, 1, new float[] {number / 8f}));
  }

  private static LayerAttention chosen(String choice) {
    return LayerChoice.parse(choice).of(LAYERS);
  }

  @Test
  void oneLayerIsChosenByPlaceOrNumberFromOne() {
    assertThat(chosen("first").layer()).hasValue(1);
    assertThat(chosen("2").layer()).hasValue(2);
    assertThat(chosen("last").layer()).hasValue(3);
    assertThat(chosen("2")).isEqualTo(LAYERS.get(1));
  }

  @Test
  void theMeanIsMarked() {
    assertThat(chosen("mean").isMean()).isTrue();
    assertThat(chosen("mean").weight(0, 0)).isEqualTo(0.25f);
  }

  @Test
  void whatIsNotThereIsRejected() {
    assertThatThrownBy(() -> chosen("4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the translator has 3 layers");
    assertThatThrownBy(() -> LayerChoice.parse("mean").of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> chosen("mix")).isInstanceOf(IllegalStateException.class);
  }
}
