package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.conversener.translation.ConvShape.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvConfigTest {
  @Test
  void everyPresetIsValid() {
    for (String name : ConvConfig.PRESETS) {
      assertThat(ConvConfig.preset(name).shape().decoder()).as(name).isNotEmpty();
    }
  }

  @Test
  void theIwsltPresetIsFairseqs() {
    ConvShape shape = ConvConfig.preset("iwslt-de-en").shape();
    assertThat(shape.encoder()).isEqualTo(ConvShape.repeat(4, 256, 3));
    assertThat(shape.decoder()).isEqualTo(ConvShape.repeat(3, 256, 3));
    assertThat(shape.embedding()).isEqualTo(256);
    assertThat(shape.outputEmbedding()).isEqualTo(256);
  }

  @Test
  void theWmtPresetsAreFairseqs() {
    ConvShape german = ConvConfig.preset("wmt-en-de").shape();
    assertThat(german.decoder()).hasSize(15).isEqualTo(german.encoder());
    assertThat(german.decoder().subList(0, 9)).isEqualTo(ConvShape.repeat(9, 512, 3));
    assertThat(german.decoder().subList(9, 13)).isEqualTo(ConvShape.repeat(4, 1024, 3));
    assertThat(german.decoder().subList(13, 15)).isEqualTo(ConvShape.repeat(2, 2048, 1));
    assertThat(german.embedding()).isEqualTo(768);
    assertThat(german.outputEmbedding()).isEqualTo(512);
    ConvShape french = ConvConfig.preset("wmt-en-fr").shape();
    assertThat(french.decoder()).hasSize(15).isEqualTo(french.encoder());
    assertThat(french.decoder().get(14)).isEqualTo(new Layer(4096, 1));
    ConvShape romanian = ConvConfig.preset("wmt-en-ro").shape();
    assertThat(romanian.decoder()).isEqualTo(ConvShape.repeat(20, 512, 3));
    assertThat(romanian.outputEmbedding()).isEqualTo(512);
  }

  @ParameterizedTest
  @CsvSource({
    "iwslt-de-en, 0.25, 0.2, 4000, 200, 175",
    "wmt-en-de, 0.5, 0.2, 4000, 50, 250",
    "wmt-en-fr, 0.5, 0.1, 3000, 50, 250",
    "wmt-en-ro, 0.5, 0.2, 4000, 50, 250"
  })
  void theRecipesAreFairseqs(
      String name, double rate, double dropout, int tokens, int annealFrom, int maxLength) {
    ConvConfig preset = ConvConfig.preset(name);
    assertThat(preset.rate()).isEqualTo(rate);
    assertThat(preset.dropout()).isEqualTo(dropout);
    assertThat(preset.maxTokens()).isEqualTo(tokens);
    assertThat(preset.schedule()).isEqualTo(ConvConfig.Schedule.FIXED);
    assertThat(preset.annealFrom()).isEqualTo(annealFrom);
    assertThat(preset.shrink()).isEqualTo(0.1);
    assertThat(preset.minimumRate()).isEqualTo(1e-5);
    // Four epochs of a falling rate, as in fairseq's loop, and not the number of epochs, end it.
    assertThat(rate * Math.pow(0.1, preset.epochs() + 1 - annealFrom))
        .isLessThanOrEqualTo(preset.minimumRate());
    assertThat(preset.momentum()).isEqualTo(0.99);
    assertThat(preset.clip()).isEqualTo(0.1);
    assertThat(preset.labelSmoothing()).isEqualTo(0.1);
    assertThat(preset.maxLength()).isEqualTo(maxLength);
    assertThat(preset.maxRatio()).isEqualTo(1.5);
  }

  @Test
  void theNarrowPresetHasAsManyLayersAsThePapersTranslator() {
    assertThat(ConvConfig.preset("narrow15").shape().decoder())
        .isEqualTo(ConvShape.repeat(15, 256, 3));
  }

  @Test
  void anUnknownPresetNamesThoseThereAre() {
    assertThatThrownBy(() -> ConvConfig.preset("huge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tiny")
        .hasMessageContaining("huge");
  }

  @Test
  void layersAreRead() {
    assertThat(ConvShape.parseLayers("2*512x3, 768x1,1*2048x1"))
        .containsExactly(
            new Layer(512, 3), new Layer(512, 3), new Layer(768, 1), new Layer(2048, 1));
  }

  @Test
  void layersComeBackFromTheirText() {
    List<Layer> layers = ConvShape.parseLayers("2*6x3,8x1");
    String text = String.join(",", layers.stream().map(Layer::toString).toList());
    assertThat(ConvShape.parseLayers(text)).isEqualTo(layers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "512",
        "512x",
        "x3",
        "512x3,",
        "0*512x3",
        "2*0x3",
        "512x0",
        "-1*512x3",
        "2**512x3",
        "512X3",
        "2*512x3x1",
        "99999*512x3",
        "9999999x3",
        "512x333",
        "1.5x3",
        "２*4x3"
      })
  void badLayersAreRejected(String text) {
    assertThatThrownBy(() -> ConvShape.parseLayers(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("COUNT*WIDTHxKERNEL");
  }

  @Test
  void impossibleShapesAreRejected() {
    List<Layer> layer = ConvShape.repeat(1, 4, 3);
    assertThatThrownBy(() -> new ConvShape(4, List.of(), layer, 4, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConvShape(4, layer, layer, 4, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Layer(0, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossibleSettingsNameThemselves() {
    assertThatThrownBy(() -> TinyTranslation.config(4, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout")
        .hasMessageContaining("1.0");
    assertThatThrownBy(() -> TinyTranslation.config(4, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout");
    assertThatThrownBy(() -> TinyTranslation.config(4, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epochs");
  }
}
