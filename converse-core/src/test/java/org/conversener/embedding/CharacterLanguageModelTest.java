package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.conversener.embedding.CharacterLanguageModel.Prediction;
import org.conversener.embedding.CharacterLanguageModel.Reading;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterLanguageModelTest {
  private static final int[] READ = {1, 4, 0, 2, 6, 6, 3};
  private static final int[] NEXT = {4, 0, 2, 6, 6, 3, 1};

  private final CharacterLanguageModel model =
      TinyCharlm.model(Direction.FORWARD, 3, DType.FLOAT64);

  private static Tensor row(int... numbers) {
    long[] values = new long[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i];
    }
    return Tensor.of(values, 1, values.length);
  }

  @Test
  void statesAndLossAreThoseOfTheFormulas() {
    try (Scope scope = Scope.withoutGradients()) {
      double[] states = model.read(row(READ), model.start(1)).states().toDoubles();
      double[][] expected = new NaiveCharlm(model).read(READ);
      for (int t = 0; t < READ.length; t++) {
        assertThat(java.util.Arrays.copyOfRange(states, 3 * t, 3 * t + 3))
            .as("state %s", t)
            .containsExactly(expected[t], within(1e-9));
      }
      NaiveCharlm naive = new NaiveCharlm(model);
      double loss = 0;
      for (int t = 0; t < READ.length; t++) {
        loss += naive.loss(READ[t], NEXT[t]);
      }
      Prediction prediction = model.predict(row(READ), row(NEXT), model.start(1), false);
      assertThat(prediction.loss().item()).isCloseTo(loss / READ.length, within(1e-9));
      // A loss that compares each character with itself would be another.
      assertThat(model.predict(row(READ), row(READ), model.start(1), false).loss().item())
          .isNotCloseTo(loss / READ.length, within(1e-4));
    }
  }

  @Test
  void twoWindowsWithCarriedStateAreOneLongWindow() {
    try (Scope scope = Scope.withoutGradients()) {
      double[] whole = model.read(row(READ), model.start(1)).states().toDoubles();
      Reading first = model.read(row(1, 4, 0), model.start(1));
      Reading second = model.read(row(2, 6, 6, 3), first.last());
      Tensor parts = Tensor.concat(1, first.states(), second.states());
      assertThat(parts.toDoubles()).containsExactly(whole, within(1e-12));
      double[] forgetful = model.read(row(2, 6, 6, 3), model.start(1)).states().toDoubles();
      assertThat(forgetful[0]).isNotCloseTo(second.states().toDoubles()[0], within(1e-6));
    }
  }

  @Test
  void gradientsAreRight() {
    Tensor hidden = Tensor.of(new double[] {0.1, -0.2, 0.3, 0.4, 0, -0.5}, 2, 3).owned();
    Tensor numbers = Tensor.of(new long[] {1, 4, 0, 2, 6, 3}, 2, 3).owned();
    Tensor next = Tensor.of(new long[] {4, 0, 1, 6, 3, 3}, 2, 3).owned();
    CharacterLanguageModel.State state = new CharacterLanguageModel.State(hidden, hidden);
    assertThat(
            GradientCheck.worstError(
                model.parameters().tensors(),
                () -> model.predict(numbers, next, state, false).loss()))
        .isLessThan(1e-5);
  }

  @Test
  void singlePrecisionGradientsAgreeWithDoubleOnes() {
    // In single precision the library takes another, fused, way.
    CharacterLanguageModel single = TinyCharlm.model(Direction.FORWARD, 3, DType.FLOAT32);
    try (Scope scope = Scope.open()) {
      for (CharacterLanguageModel some : new CharacterLanguageModel[] {model, single}) {
        Reading before = some.read(row(5, 2), some.start(1));
        CharacterLanguageModel.State carried =
            new CharacterLanguageModel.State(
                before.last().hidden().detach(), before.last().cell().detach());
        some.predict(row(READ), row(NEXT), carried, false).loss().backward();
      }
      single
          .parameters()
          .all()
          .forEach(
              (name, value) ->
                  assertThat(value.gradient().toDoubles())
                      .as(name)
                      .containsExactly(
                          model.parameters().get(name).gradient().toDoubles(), within(1e-5)));
    }
  }

  @Test
  void filesGiveTheSameModel(@TempDir Path folder) throws IOException {
    CharacterLanguageModel single = TinyCharlm.model(Direction.BACKWARD, 3, DType.FLOAT32);
    single.writeTo(folder);
    CharacterLanguageModel again = CharacterLanguageModel.readFrom(folder);
    assertThat(again.config()).isEqualTo(single.config());
    assertThat(again.vocabulary().number('é')).isEqualTo(single.vocabulary().number('é'));
    try (Scope scope = Scope.withoutGradients()) {
      assertThat(again.read(row(READ), again.start(1)).states().toFloats())
          .isEqualTo(single.read(row(READ), single.start(1)).states().toFloats());
    }
    String description = Files.readString(folder.resolve("charlm.json"));
    Files.writeString(
        folder.resolve("charlm.json"),
        description.replace("\"hidden\" : 3,", "\"hidden\" : 30000,"));
    assertThatThrownBy(() -> CharacterLanguageModel.readFrom(folder))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("for a width of 30000");
  }

  @Test
  void aModelOfBeforeIsReadAsItWasTrained(@TempDir Path folder) throws IOException {
    TinyCharlm.model(Direction.FORWARD, 3, DType.FLOAT32).writeTo(folder);
    Path file = folder.resolve("charlm.json");
    String description = Files.readString(file);
    Files.writeString(file, description.replaceFirst("\"finalShare\" : [0-9.]+,", ""));
    assertThat(description).isNotEqualTo(Files.readString(file));
    assertThat(CharacterLanguageModel.readFrom(folder).config().finalShare()).isZero();
  }

  @Test
  void aDescriptionWithoutContentIsRefused(@TempDir Path folder) throws IOException {
    TinyCharlm.model(Direction.FORWARD, 3, DType.FLOAT32).writeTo(folder);
    Files.writeString(folder.resolve("charlm.json"), "");
    assertThatThrownBy(() -> CharacterLanguageModel.readFrom(folder))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("expected an object with config");
  }
}
