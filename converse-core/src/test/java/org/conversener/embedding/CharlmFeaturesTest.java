package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharlmFeaturesTest {
  private static final int WIDTH = 6;
  private static final Set<EmbeddingSpec.Option> POOLED = Set.of(EmbeddingSpec.Option.POOLED);
  private static final Sentence EXAMPLE = Sentence.of("ab", "cd");
  private static final Sentence SHORT = Sentence.of("𝔘x", "zebra");
  private static final Sentence LONG =
      Sentence.of("an", "édé", "cab", "cab", "dune", "bad", "unknowable", "x", "an", "dune");
  private static final List<Sentence> ALL = List.of(EXAMPLE, LONG, SHORT, LONG, Sentence.of("x"));

  private static CharacterLanguageModel model(Direction direction) {
    return TinyCharlm.model(direction, WIDTH, DType.FLOAT64);
  }

  private static double[] rows(CharlmRows rows, List<Sentence> sentences) {
    try (Scope scope = Scope.withoutGradients()) {
      return rows.of(sentences).toDoubles();
    }
  }

  @Test
  void theStatesOfTheWorkedExampleStandAtTheSpaces() {
    var vocabulary = model(Direction.FORWARD).vocabulary();
    CharlmPlaces forward = CharlmPlaces.of(EXAMPLE, vocabulary, Direction.FORWARD, true);
    assertThat(text(forward)).isEqualTo("\nab cd ");
    assertThat(forward.places()).containsExactly(3, 6);
    CharlmPlaces backward = CharlmPlaces.of(EXAMPLE, vocabulary, Direction.BACKWARD, true);
    assertThat(text(backward)).isEqualTo("\ndc ba ");
    assertThat(backward.places()).containsExactly(6, 3);
    assertThat(CharlmPlaces.of(EXAMPLE, vocabulary, Direction.FORWARD, false).places())
        .containsExactly(2, 5);
    assertThat(CharlmPlaces.of(EXAMPLE, vocabulary, Direction.BACKWARD, false).places())
        .containsExactly(5, 2);
  }

  private static String text(CharlmPlaces places) {
    var vocabulary = model(Direction.FORWARD).vocabulary();
    StringBuilder text = new StringBuilder();
    for (int number : places.numbers()) {
      text.append(vocabulary.text(number));
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void rowsAreTheStatesOfTheFormulasAndNotTheirNeighbours(Direction direction) {
    CharacterLanguageModel model = model(direction);
    CharlmPlaces places = CharlmPlaces.of(LONG, model.vocabulary(), direction, true);
    double[][] states = new NaiveCharlm(model).read(places.numbers());
    double[] atSpaces = rows(new CharlmRows(model, true), List.of(LONG));
    double[] atCharacters = rows(new CharlmRows(model, false), List.of(LONG));
    for (int w = 0; w < LONG.length(); w++) {
      double[] row = Arrays.copyOfRange(atSpaces, w * WIDTH, (w + 1) * WIDTH);
      int place = places.places()[w];
      assertThat(row).containsExactly(states[place], within(1e-9));
      assertThat(Arrays.copyOfRange(atCharacters, w * WIDTH, (w + 1) * WIDTH))
          .containsExactly(states[place - 1], within(1e-9));
      // Off by one, the row would be another.
      assertThat(row[0]).isNotCloseTo(states[place - 1][0], within(1e-6));
      if (place + 1 < states.length) {
        assertThat(row[0]).isNotCloseTo(states[place + 1][0], within(1e-6));
      }
    }
  }

  @Test
  void backwardIsForwardOverTheReversedSentence() {
    // Same seed, so the same weights.
    double[] backward = rows(new CharlmRows(model(Direction.BACKWARD), true), List.of(EXAMPLE));
    double[] forward =
        rows(new CharlmRows(model(Direction.FORWARD), true), List.of(Sentence.of("dc", "ba")));
    assertThat(Arrays.copyOfRange(backward, 0, WIDTH))
        .containsExactly(Arrays.copyOfRange(forward, WIDTH, 2 * WIDTH), within(1e-12));
    assertThat(Arrays.copyOfRange(backward, WIDTH, 2 * WIDTH))
        .containsExactly(Arrays.copyOfRange(forward, 0, WIDTH), within(1e-12));
  }

  @Test
  void neitherChunksNorBatchesChangeARow() {
    CharacterLanguageModel model = model(Direction.FORWARD);
    double[] expected = rows(new CharlmRows(model, true, 32, 512), ALL);
    assertThat(rows(new CharlmRows(model, true, 32, 7), ALL))
        .containsExactly(expected, within(1e-12));
    assertThat(rows(new CharlmRows(model, true, 1, 512), ALL))
        .containsExactly(expected, within(1e-12));
    assertThat(rows(new CharlmRows(model, true, 2, 1), ALL))
        .containsExactly(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 16, 37, 64})
  void inSinglePrecisionABatchEqualsItsSentencesToTheLastBitHoweverManyThreads(int width) {
    int before = Natives.threads();
    try (CharlmRows rows =
        new CharlmRows(TinyCharlm.model(Direction.FORWARD, width, DType.FLOAT32), true)) {
      List<Sentence> many = new java.util.ArrayList<>(ALL);
      TinyCharlm.lines(40, 3).forEach(line -> many.add(Sentence.of(line.split(" ", -1))));
      for (int threads : new int[] {1, 2}) {
        Natives.threads(threads);
        double[] together = rows(rows, many);
        int place = 0;
        for (Sentence sentence : many) {
          double[] alone = rows(rows, List.of(sentence));
          assertThat(Arrays.copyOfRange(together, place, place + alone.length))
              .as("%s, %d threads", sentence.words(), threads)
              .containsExactly(alone);
          place += alone.length;
        }
      }
    } finally {
      Natives.threads(before);
    }
  }

  @Test
  void inBfloat16RowsAreCloseAndABatchStillEqualsItsSentencesToTheLastBit() {
    int width = 37;
    List<Sentence> many = new java.util.ArrayList<>(ALL);
    TinyCharlm.lines(40, 3).forEach(line -> many.add(Sentence.of(line.split(" ", -1))));
    CharacterLanguageModel model = TinyCharlm.model(Direction.FORWARD, width, DType.FLOAT32);
    double[] exact = rows(new CharlmRows(model, true), many);
    double[] narrow = rows(new CharlmRows(model, true, DType.BFLOAT16), many);
    assertThat(narrow).containsExactly(exact, within(0.02)).isNotEqualTo(exact);
    CharlmRows rows = new CharlmRows(model, true, DType.BFLOAT16);
    int place = 0;
    for (Sentence sentence : many) {
      double[] alone = rows(rows, List.of(sentence));
      assertThat(Arrays.copyOfRange(narrow, place, place + alone.length))
          .as("%s", sentence.words())
          .containsExactly(alone);
      place += alone.length;
    }
    rows.close();
  }

  @Test
  void inSinglePrecisionNeitherChunksNorBatchesChangeABit() {
    CharacterLanguageModel model = TinyCharlm.model(Direction.BACKWARD, 21, DType.FLOAT32);
    double[] expected = rows(new CharlmRows(model, true, 32, 512), ALL);
    assertThat(rows(new CharlmRows(model, true, 32, 7), ALL)).containsExactly(expected);
    assertThat(rows(new CharlmRows(model, true, 1, 64), ALL)).containsExactly(expected);
    assertThat(rows(new CharlmRows(model, true, 2, 1), ALL)).containsExactly(expected);
  }

  @Test
  void featuresArePaddedWithZerosAndGetNoGradient() {
    Parameters parameters = new Parameters(1, DType.FLOAT64);
    CharacterLanguageModel model = model(Direction.FORWARD);
    TokenFeatures features = new CharlmFeatures(parameters, model, true, "charlm-0");
    assertThat(features.width()).isEqualTo(WIDTH);
    assertThat(parameters.all()).isEmpty();
    double[] alone = rows(new CharlmRows(model, true), List.of(SHORT));
    try (Scope scope = Scope.open()) {
      Tensor forward = features.forward(List.of(LONG, SHORT), true);
      assertThat(forward.shape()).containsExactly(2, LONG.length(), WIDTH);
      double[] padded = forward.select(0, 1).toDoubles();
      assertThat(Arrays.copyOf(padded, alone.length)).containsExactly(alone, within(1e-12));
      assertThat(Arrays.copyOfRange(padded, alone.length, padded.length)).containsOnly(0.0);
      Tensor scale = parameters.constant("scale", 1, 1);
      forward.times(scale).sum().backward();
      assertThat(model.parameters().tensors()).noneMatch(Tensor::hasGradient);
    }
  }

  @Test
  void pooledFeaturesAreTheMinimumOverAWordsOccurrences(@TempDir Path folder) throws IOException {
    Parameters parameters = new Parameters(1, DType.FLOAT64);
    CharlmRows rows = new CharlmRows(model(Direction.FORWARD), true);
    CharlmMemory memory = CharlmMemory.of(rows, List.of(LONG, SHORT));
    TokenFeatures features = new CharlmFeatures(parameters, rows, memory, POOLED, "charlm-0");
    assertThat(features.width()).isEqualTo(2 * WIDTH);
    assertThat(features.describe()).isEqualTo("charlm:charlm-0:pooled");
    Sentence tagged = Sentence.of("cab", "new");
    double[] inTraining = rows(rows, List.of(LONG));
    double[] present = rows(rows, List.of(tagged));
    memory.write(folder);
    CharlmMemory stored = CharlmMemory.read(folder, WIDTH);
    for (CharlmMemory some : List.of(memory, stored)) {
      TokenFeatures again = new CharlmFeatures(parameters, rows, some, POOLED, "charlm-0");
      // Twice: what was read is not remembered.
      for (int round = 0; round < 2; round++) {
        double[] found = forward(again, tagged);
        for (int h = 0; h < WIDTH; h++) {
          double least = Math.min(inTraining[2 * WIDTH + h], inTraining[3 * WIDTH + h]);
          assertThat(found[h]).isCloseTo(present[h], within(1e-12));
          assertThat(found[WIDTH + h]).isCloseTo(Math.min(least, present[h]), within(1e-6));
          assertThat(found[3 * WIDTH + h]).isCloseTo(present[WIDTH + h], within(1e-6));
        }
      }
    }
  }

  private static double[] forward(TokenFeatures features, Sentence sentence) {
    try (Scope scope = Scope.withoutGradients()) {
      return features.forward(List.of(sentence), false).toDoubles();
    }
  }

  @Test
  void nothingLeaks() {
    Parameters parameters = new Parameters(1, DType.FLOAT32);
    CharacterLanguageModel model = TinyCharlm.model(Direction.FORWARD, WIDTH, DType.FLOAT32);
    CharlmFeatures keeping =
        new CharlmFeatures(
            parameters,
            new RememberedRows(new CharlmRows(model, true), 1_000),
            null,
            Set.of(),
            "charlm-0");
    long before = 0;
    for (int i = 0; i < 100; i++) {
      try (Scope scope = Scope.open()) {
        var unused = keeping.forward(ALL, true);
      }
      if (i == 10) {
        before = Scope.livePointers();
      }
    }
    assertThat(Scope.livePointers()).isLessThan(before + 20);
    keeping.release();
    // As often as its network is closed.
    keeping.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":characters", ":pooled", ":characters:pooled:bfloat16"})
  void aStoredModelGivesTheSameFeatures(String options, @TempDir Path folder) throws IOException {
    Parameters parameters = new Parameters(1, DType.FLOAT32);
    CharacterLanguageModel model = TinyCharlm.model(Direction.BACKWARD, WIDTH, DType.FLOAT32);
    Path own = folder.resolve("own");
    java.nio.file.Files.createDirectory(own);
    model.writeTo(own);
    TokenFeatures made =
        Embeddings.forTraining(
                List.of(EmbeddingSpec.parse("charlm:" + own + options)),
                List.of(LONG),
                file -> {
                  throw new IOException("no vectors are read");
                })
            .create(parameters);
    made.writeTo(folder);
    assertThat(made.describe()).isEqualTo("charlm:charlm-0" + options);
    TokenFeatures stored = Embeddings.stored(folder, List.of(made.describe())).create(parameters);
    try (Scope scope = Scope.withoutGradients()) {
      assertThat(stored.forward(ALL, false).toFloats())
          .isEqualTo(made.forward(ALL, false).toFloats());
    }
  }
}
