package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.conversener.transfer.TransferOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemSpecTest {
  private static Map<String, String> options(String name, TransferOptions base) {
    SystemSpec system = SystemSpec.parse(name, base);
    assertThat(system.name()).isEqualTo(name);
    return Objects.requireNonNull(system.transfer()).toMap();
  }

  @Test
  void theBaselineCarriesNothing() {
    SystemSpec system = SystemSpec.parse("baseline", TransferOptions.DEFAULT);
    assertThat(system.transfer()).isNull();
    assertThat(system.isControl()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "last", "mean", "mix", "3"})
  void canNamesItsLayer(String layer) {
    assertThat(options("can-" + layer, TransferOptions.DEFAULT))
        .containsEntry("layer", layer)
        .containsEntry("carried-control", "none");
    assertThat(SystemSpec.parse("can-" + layer, TransferOptions.DEFAULT).isControl()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shuffled", "uniform", "random-teacher", "untranslated"})
  void aControlUsesTheLastLayer(String control) {
    assertThat(options("control-" + control, TransferOptions.DEFAULT))
        .containsEntry("layer", "last")
        .containsEntry("carried-control", control);
    assertThat(SystemSpec.parse("control-" + control, TransferOptions.DEFAULT).isControl())
        .isTrue();
  }

  @Test
  void glossHasOneLayer() {
    var base = TransferOptions.fromMap(Map.of("layer", "7"));
    assertThat(options("gloss", base))
        .containsEntry("layer", "last")
        .containsEntry("carried-control", "none");
    assertThat(SystemSpec.parse("gloss", base).isGloss()).isTrue();
    assertThat(SystemSpec.parse("can-last", base).isGloss()).isFalse();
  }

  @Test
  void theOtherOptionsAreThoseOfTheBase() {
    var base = TransferOptions.fromMap(Map.of("shift", "1", "normalise", "rows"));
    assertThat(options("can-first", base))
        .containsEntry("shift", "1")
        .containsEntry("normalise", "rows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "glos", "Baseline", "can", "control", "control-none"})
  void anUnknownNameIsToldTheValidOnes(String name) {
    assertThatThrownBy(() -> SystemSpec.parse(name, TransferOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected baseline, can-first")
        .hasMessageContaining("\"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"can-", "can-0", "can-middle", "control-", "control-magic"})
  void anUnknownLayerOrControlNamesTheSystem(String name) {
    assertThatThrownBy(() -> SystemSpec.parse(name, TransferOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("system \"" + name + "\": ")
        .hasMessageContaining("expected");
  }

  @Test
  void optionsThatDoNotGoWithAControlAreRefused() {
    var base = TransferOptions.fromMap(Map.of("shift", "1"));
    assertThatThrownBy(() -> SystemSpec.parse("control-untranslated", base))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control-untranslated")
        .hasMessageContaining("shift");
  }
}
