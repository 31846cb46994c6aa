package org.conversener.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BertTest {
  private static final List<String> WORDS = List.of("Ada", "saw", "seas", "\u200B", ".");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    TinyBert.write(folder);
  }

  private Bert open() throws IOException {
    return Bert.open(folder, DType.FLOAT32);
  }

  private static float[] row(float[] rows, int t) {
    return Arrays.copyOfRange(rows, 16 * t, 16 * t + 16);
  }

  @Test
  void aWordsVectorIsThatOfItsFirstPiece() throws IOException {
    // [CLS] Ada saw sea ##s [UNK] . [SEP]
    List<double[][]> layers =
        new SlowBert(TinyBert.CONFIG, TinyBert.weights(TinyBert.CONFIG), SlowBert.Mistake.NONE)
            .forward(2, 5, 6, 8, 9, 1, 10, 3);
    int[] firsts = {1, 2, 3, 5, 6};
    Bert bert = open();
    float[] rows = bert.rows(WORDS);
    bert.close();
    assertThat(bert.width()).isEqualTo(16);
    assertThat(rows).hasSize(5 * 16);
    for (int t = 0; t < firsts.length; t++) {
      for (int c = 0; c < 8; c++) {
        assertThat((double) rows[16 * t + c]).isCloseTo(layers.get(1)[firsts[t]][c], within(1e-4));
        assertThat((double) rows[16 * t + 8 + c])
            .isCloseTo(layers.get(0)[firsts[t]][c], within(1e-4));
      }
    }
  }

  @Test
  void aLongSentenceIsReadInWindows() throws IOException {
    // Ten positions hold eight pieces.
    List<String> words =
        Collections.nCopies(7, List.of("Ada", "ran", "the")).stream()
            .flatMap(List::stream)
            .toList();
    Bert bert = open();
    float[] rows = bert.rows(words);
    assertThat(rows).hasSize(21 * 16);
    float[] first = bert.rows(words.subList(0, 8));
    float[] last = bert.rows(words.subList(13, 21));
    float[] second = bert.rows(words.subList(4, 12));
    assertThat(row(rows, 0)).containsExactly(row(first, 0));
    assertThat(row(rows, 5)).containsExactly(row(first, 5));
    assertThat(row(rows, 6)).containsExactly(row(second, 2));
    assertThat(row(rows, 20)).containsExactly(row(last, 7));
    assertThat(row(rows, 6)).isNotEqualTo(row(first, 6));
    bert.close();
  }

  @Test
  void aSentencesRowsAreThoseAloneToTheLastBitWhateverStandsBesideItAndHoweverManyThreads()
      throws IOException {
    List<List<String>> sentences = new ArrayList<>();
    for (int length = 1; length <= 25; length++) {
      List<String> words = new ArrayList<>();
      for (int t = 0; t < length; t++) {
        words.add(WORDS.get((length + t * t) % WORDS.size()));
      }
      sentences.add(words);
    }
    int before = Natives.threads();
    try (Bert bert = open()) {
      for (int threads : new int[] {1, 2}) {
        Natives.threads(threads);
        float[] together;
        try (Scope scope = Scope.withoutGradients()) {
          together = bert.rowsOfAll(sentences).toFloats();
        }
        int from = 0;
        for (List<String> words : sentences) {
          Natives.threads(1);
          float[] alone = bert.rows(words);
          assertThat(Arrays.copyOfRange(together, from, from + alone.length))
              .as("%d words, %d threads", words.size(), threads)
              .containsExactly(alone);
          from += alone.length;
        }
      }
    } finally {
      Natives.threads(before);
    }
  }

  @Test
  void passesAreCountedWindowByWindow() throws IOException {
    try (Bert bert = open();
        Scope scope = Scope.withoutGradients()) {
      var unused = bert.rowsOfAll(List.of(WORDS, List.of("Ada"), Collections.nCopies(12, "Ada")));
      // Twelve pieces in windows of eight that overlap by half.
      assertThat(bert.passes()).isEqualTo(1 + 1 + 2);
    }
  }

  @Test
  void noSentencesHaveNoRows() throws IOException {
    try (Bert bert = open();
        Scope scope = Scope.withoutGradients()) {
      assertThat(bert.rowsOfAll(List.of()).shape()).containsExactly(0, 16);
      assertThat(bert.rowsOfAll(List.of(List.of())).shape()).containsExactly(0, 16);
    }
  }

  @Test
  void closingFreesTheWeights() throws IOException {
    open().close();
    long before = Scope.livePointers();
    for (int i = 0; i < 5; i++) {
      try (Bert bert = open()) {
        var unused = bert.rows(WORDS);
      }
    }
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }

  @Test
  void copiedFilesMakeTheSameBert() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Bert bert = open()) {
      bert.writeTo(copy);
      try (Bert copied = Bert.open(copy, DType.FLOAT32)) {
        assertThat(copied.rows(WORDS)).containsExactly(bert.rows(WORDS));
        assertThat(copied.identity()).isEqualTo(bert.identity());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hidden_act, '\"gelu_new\"', 'gelu, gelu_python only, found \"gelu_new\"'",
    "hidden_size, 9, divisor of the hidden_size 9",
    "hidden_size, '\"8\"', hidden_size: expected a whole number",
    "num_hidden_layers, 0, num_hidden_layers: expected 1 to",
    "num_hidden_layers, 3, encoder.layer.2",
    "vocab_size, 15, expected 15 pieces",
    "max_position_embeddings, 3, at least 4",
    "max_position_embeddings, 11, position_embeddings",
    "model_type, '\"roberta\"', model_type",
    "position_embedding_type, '\"relative_key\"', position_embedding_type",
    "layer_norm_eps, '\"x\"', layer_norm_eps"
  })
  void otherNetworksAreRefused(String name, String value, String message) throws IOException {
    Path file = folder.resolve("config.json");
    String changed =
        Files.readString(file).replaceAll("\"" + name + "\":[^,}]+", "\"" + name + "\":" + value);
    Files.writeString(file, changed);
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingAndBrokenFilesAreNamed() throws IOException {
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{");
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("config.json");
    Files.delete(config);
    assertThatThrownBy(this::open)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining("import bert");
    assertThatThrownBy(() -> Bert.open(folder.resolve("none"), DType.FLOAT32))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void lowerCaseIsWhatTheTokenizersConfigSays() throws IOException {
    Path file = folder.resolve("tokenizer_config.json");
    assertThat(BertSettings.read(folder).tokenizer().isLowerCase()).isFalse();
    Files.writeString(file, "{\"do_lower_case\": true, \"strip_accents\": null}");
    assertThat(BertSettings.read(folder).tokenizer())
        .isEqualTo(new org.conversener.text.BasicTokenizer(true, true));
    Files.writeString(file, "{\"do_lower_case\": true, \"strip_accents\": false}");
    assertThat(BertSettings.read(folder).tokenizer().stripsAccents()).isFalse();
    Files.delete(file);
    assertThat(BertSettings.read(folder).tokenizer().isLowerCase()).isFalse();
  }

  @Test
  void thePiecesTellTheCaseWhereNothingElseDoes() throws IOException {
    Path pieces = folder.resolve("vocab.txt");
    Files.deleteIfExists(folder.resolve("tokenizer_config.json"));
    Files.writeString(
        pieces, Files.readString(pieces).toLowerCase(Locale.ROOT).replace("[pad]", "[PAD]"));
    assertThat(BertSettings.read(folder).tokenizer())
        .isEqualTo(new org.conversener.text.BasicTokenizer(true, true));
  }

  @Test
  void signsAndMarksWithCapitalsDoNotMakeAVocabularyOneOfCapitals() {
    List<String> uncased = List.of("[PAD]", "[UNK]", "<S>", "<T>", "ℝ", "Ⅷ", "a", "##a", "ana");
    assertThat(BertFiles.haveCapitals(uncased)).isFalse();
    assertThat(BertFiles.haveCapitals(List.of("[PAD]", "a", "A"))).isTrue();
    assertThat(BertFiles.haveCapitals(List.of("[PAD]", "ж", "##Ж"))).isTrue();
  }

  @Test
  void piecesMayEndWithCarriageReturns() throws IOException {
    Path pieces = folder.resolve("vocab.txt");
    List<String> plain = BertFiles.readPieces(pieces);
    for (String end : new String[] {"", "\n"}) {
      Files.writeString(pieces, String.join("\r\n", plain) + "\r" + end);
      assertThat(BertFiles.readPieces(pieces)).isEqualTo(plain);
    }
  }
}
