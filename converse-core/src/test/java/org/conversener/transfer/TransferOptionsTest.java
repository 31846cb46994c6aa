package org.conversener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransferOptionsTest {
  @Test
  void theDefaultsAreThoseOfTheDesign() {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("source-pooling", "sum");
    expected.put("target-pooling", "mean");
    expected.put("eos", "drop");
    expected.put("shift", "0");
    expected.put("normalise", "columns");
    expected.put("layer", "last");
    expected.put("carried-control", "none");
    assertThat(TransferOptions.fromMap(Map.of()).toMap()).containsExactlyEntriesOf(expected);
  }

  @Test
  void everyChoiceSurvivesTheMap() {
    for (Map<String, String> map :
        List.of(
            Map.of("source-pooling", "mean", "target-pooling", "sum", "eos", "renormalise"),
            Map.of("shift", "1", "normalise", "rows", "layer", "10"),
            Map.of("layer", "mix", "carried-control", "random-teacher"))) {
      TransferOptions options = TransferOptions.fromMap(map);
      assertThat(options.toMap()).containsAllEntriesOf(map);
      assertThat(TransferOptions.fromMap(options.toMap())).isEqualTo(options);
    }
  }

  @Test
  void anUnknownOptionIsToldWithTheValidOnes() {
    assertThatThrownBy(() -> TransferOptions.fromMap(Map.of("pooling", "sum")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'pooling'")
        .hasMessageContaining("source-pooling, target-pooling, eos, shift");
  }

  @Test
  void anUnknownValueIsToldWithTheValidOnes() {
    assertThatThrownBy(() -> TransferOptions.fromMap(Map.of("carried-control", "random")))
        .hasMessageContaining("none, shuffled, uniform, random-teacher, untranslated")
        .hasMessageContaining("'random'");
    assertThatThrownBy(() -> TransferOptions.fromMap(Map.of("shift", "2")))
        .hasMessageContaining("expected 0 or 1, found '2'");
  }

  @Test
  void layersAreResolvedAgainstTheTranslator() {
    assertThat(LayerChoice.parse("first").resolve(6)).isEqualTo(1);
    assertThat(LayerChoice.parse("last").resolve(6)).isEqualTo(6);
    assertThat(LayerChoice.parse("4").resolve(6)).isEqualTo(4);
  }

  @Test
  void aLayerTheTranslatorHasNotIsRefused() {
    assertThatThrownBy(() -> LayerChoice.parse("7").resolve(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer 7: the translator has 6 layers; choose one from 1 to 6");
  }

  @Test
  void whatIsNoLayerIsRefused() {
    for (String text : List.of("", "0", "-1", "Last", "number", "1.5", "99999999999", "٣")) {
      assertThatThrownBy(() -> LayerChoice.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected first, last, mean, mix");
    }
  }

  @Test
  void untranslatedWordsCannotBeShifted() {
    assertThatThrownBy(
            () -> TransferOptions.fromMap(Map.of("carried-control", "untranslated", "shift", "1")))
        .hasMessageContaining("expected shift 0");
  }
}
