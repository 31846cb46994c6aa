package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that fastText 0.9.2 trained on {@code text.txt}, and what its {@code print-word-vectors}
 * printed of known and unknown words. One has n-grams of 2 to 4 characters; the other, of 1 to 3,
 * was trained on that text with a label at its start.
 *
 * <p>{@code fasttext skipgram -input text.txt -output skipgram -dim 8 -minn 2 -maxn 4 -bucket 50
 * -minCount 1 -thread 1 -epoch 200 -lr 0.3}, then {@code fasttext print-word-vectors skipgram.bin}.
 */
class FastTextFileTest {
  private static final int MODEL = 8 + 7 * 4;
  private static final int BUCKET = MODEL + 4;
  private static final int MAXN = BUCKET + 8;
  private static final int ENTRIES = MAXN + 4 + 4 + 8;
  private static final int PRUNED = ENTRIES + 3 * 4 + 8;
  private static final int FIRST_WORD = PRUNED + 8;
  private static final int DIMENSION = 8;

  @TempDir private Path folder = Path.of("");

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = FastTextFileTest.class.getResourceAsStream("/fasttext/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.bin"), bytes);
  }

  private Path skipgram() throws IOException {
    return file(resource("skipgram.bin"));
  }

  /** The model with a number in the place of another. */
  private Path altered(int place, int value) throws IOException {
    byte[] bytes = resource("skipgram.bin");
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(place, value);
    return file(bytes);
  }

  /** Where the output matrix starts; before it stands the input matrix. */
  private static int output(byte[] bytes) {
    int words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(ENTRIES + 4);
    return bytes.length - words * DIMENSION * Float.BYTES - 17;
  }

  private static void assertRefused(Path file, String problem) {
    assertThatThrownBy(() -> FastTextFile.read(file))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(problem);
  }

  private static float[] vector(WordVectors vectors, String word) {
    float[] values = new float[vectors.width()];
    vectors.copy(word, values, 0);
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"skipgram", "cbow"})
  void vectorsAreThoseThatFastTextPrints(String name) throws IOException {
    WordVectors vectors = FastTextFile.read(file(resource(name + ".bin"))).vectors();
    String printed = new String(resource(name + ".printed"), StandardCharsets.UTF_8);
    assertThat(printed.lines()).hasSize(17);
    for (String line : printed.lines().toList()) {
      String[] fields = line.split(" ", -1);
      float[] found = vector(vectors, fields[0]);
      for (int i = 0; i < DIMENSION; i++) {
        float expected = Float.parseFloat(fields[i + 1]);
        // It prints five digits.
        assertThat(found[i]).as(line).isCloseTo(expected, within(6e-5f * Math.abs(expected)));
      }
    }
  }

  @Test
  void knownWordsAreTheFilesWords() throws IOException {
    WordVectors vectors = FastTextFile.read(skipgram()).vectors();
    assertThat(vectors.row("</s>")).isZero();
    assertThat(vectors.row("東京")).isPositive();
    assertThat(vectors.row("desconocida")).isEqualTo(-1);
    assertThat(vectors.size()).isEqualTo(86);
  }

  @Test
  void aFormOfTheWordComesBeforeItsNgrams() throws IOException {
    WordVectors vectors = FastTextFile.read(skipgram()).vectors();
    assertThat(vector(vectors, "CIUDAD")).isEqualTo(vector(vectors, "ciudad"));
  }

  @Test
  void aWordWithoutNgramsHasNoVector() throws IOException {
    WordVectors vectors = FastTextFile.read(altered(MAXN - 4, 4)).vectors();
    float[] values = {1, 1, 1, 1, 1, 1, 1, 1};
    assertThat(vectors.copy("x", values, 0)).isFalse();
    assertThat(values).containsOnly(0);
    assertThat(vectors.copy("xy", values, 0)).isTrue();
  }

  @Test
  void withoutNgramsAModelIsATable() throws IOException {
    WordVectors composed = FastTextFile.read(skipgram()).vectors();
    WordVectors table = FastTextFile.read(altered(MAXN, 0)).vectors();
    assertThat(table.isComposed()).isFalse();
    assertThat(table.toFloats()).hasSize(86 * DIMENSION);
    assertThat(vector(table, "desconocida")).containsOnly(0);
    assertThat(vector(table, "</s>")).isEqualTo(vector(composed, "</s>"));
    assertThat(vector(table, "ciudad")).isNotEqualTo(vector(composed, "ciudad"));
  }

  @Test
  void labelsAreLeftOutAndTold() throws IOException {
    FastTextFile read = FastTextFile.read(file(resource("cbow.bin")));
    assertThat(read.notices()).singleElement().asString().contains("1 labels left out");
    assertThat(read.vectors().row("__label__es")).isEqualTo(-1);
  }

  @Test
  void aModelDirectoryComposesWithoutTheFile() throws IOException {
    Path file = skipgram();
    WordVectors training = FastTextFile.read(file).vectors().halved();
    training.write(folder, "vectors-0");
    List<String> words = List.of("ciudad", "東京", "desconocida", "𠮷野", "</s>");
    List<float[]> expected = words.stream().map(word -> vector(training, word)).toList();
    Files.delete(file);
    WordVectors stored = WordVectors.open(folder, "vectors-0");
    for (int i = 0; i < words.size(); i++) {
      assertThat(vector(stored, words.get(i))).as(words.get(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void aModelDirectoryWithOtherNgramsIsRefused() throws IOException {
    FastTextFile.read(skipgram()).vectors().write(folder, "v");
    Path table = folder.resolve("v.safetensors");
    byte[] bytes = Files.readAllBytes(table);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String other : List.of("\"bucket\":\"51\"", "\"bucket\":\"-5\"", "\"bucked\":\"50\"")) {
      String altered = text.replace("\"bucket\":\"50\"", other);
      assertThat(altered).isNotEqualTo(text);
      Files.write(table, altered.getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> WordVectors.open(folder, "v"))
          .as(other)
          .isInstanceOf(CorruptFileException.class);
    }
  }

  @Test
  void composedVectorsCannotBeTuned() throws IOException {
    Path file = skipgram();
    List<EmbeddingSpec> specs = List.of(EmbeddingSpec.parse("static:" + file + ":tuned"));
    assertThatThrownBy(
            () ->
                Embeddings.forTraining(
                    specs,
                    List.of(Sentence.of("a")),
                    path -> FastTextFile.read(path).vectors().halved()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("leave out :tuned");
  }

  @Test
  void aModelIsKnownByItsContent() throws IOException {
    assertThat(FastTextFile.isOne(skipgram())).isTrue();
    assertThat(FastTextFile.isOne(file("a 1 2\n".getBytes(StandardCharsets.UTF_8)))).isFalse();
    assertThat(FastTextFile.isOne(file(new byte[2]))).isFalse();
    assertThat(FastTextFile.isOne(folder.resolve("missing"))).isFalse();
    assertThat(FastTextFile.isOne(folder)).isFalse();
    assertRefused(
        file("a 1 2\nb 3 4\n".getBytes(StandardCharsets.UTF_8)), "not a model of fastText");
  }

  @Test
  void aPackedModelIsRefusedAndPackedTextIsNone() throws IOException {
    Path model = file(packed(resource("skipgram.bin")));
    assertThatThrownBy(() -> FastTextFile.isOne(model))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("gunzip");
    byte[] text = packed("a 1 2\n".getBytes(StandardCharsets.UTF_8));
    assertThat(FastTextFile.isOne(file(text))).isFalse();
    assertThat(FastTextFile.isOne(file(Arrays.copyOf(text, 5)))).isFalse();
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void otherKindsOfModelsAreRefused() throws IOException {
    assertRefused(altered(4, 13), "version 11 or 12, found 13");
    assertRefused(altered(MODEL, 3), "is a classifier");
    assertRefused(altered(MODEL, 4), "impossible settings");
  }

  @Test
  void prunedAndQuantisedModelsAreRefused() throws IOException {
    byte[] pruned = resource("skipgram.bin");
    ByteBuffer.wrap(pruned).order(ByteOrder.LITTLE_ENDIAN).putLong(PRUNED, 7);
    assertRefused(file(pruned), "pruned");
    byte[] quantised = resource("skipgram.bin");
    int words = ByteBuffer.wrap(quantised).order(ByteOrder.LITTLE_ENDIAN).getInt(ENTRIES + 4);
    int input = output(quantised) - (words + 50) * DIMENSION * Float.BYTES - 17;
    quantised[input] = 1;
    assertRefused(file(quantised), "quantised");
  }

  @Test
  void numbersThatHalfPrecisionCannotHoldAreRefused() throws IOException {
    int last = output(resource("skipgram.bin")) - Float.BYTES;
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 65520}) {
      assertRefused(altered(last, Float.floatToRawIntBits(value)), "row 136 holds " + value);
    }
    assertThatCode(() -> FastTextFile.read(altered(last, Float.floatToRawIntBits(65504))))
        .doesNotThrowAnyException();
  }

  @Test
  void claimsBeyondTheFileAreRefused() throws IOException {
    assertRefused(altered(ENTRIES, Integer.MAX_VALUE), "entries cannot be");
    byte[] bytes = resource("skipgram.bin");
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(ENTRIES, Integer.MAX_VALUE)
        .putInt(ENTRIES + 4, Integer.MAX_VALUE);
    assertRefused(file(bytes), "more than its");
    assertRefused(altered(BUCKET, Integer.MAX_VALUE), "expected 2147483733 x 8");
  }

  @Test
  void aFileCutOffAnywhereIsRefused() throws IOException {
    byte[] bytes = resource("skipgram.bin");
    // Byte by byte in the settings and words, more coarsely in the numbers.
    for (int length = 0; length < bytes.length; length += length < 1500 ? 1 : 41) {
      Path cut = file(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> FastTextFile.read(cut))
          .as("%s bytes", length)
          .isInstanceOf(CorruptFileException.class);
    }
    assertRefused(file(Arrays.copyOf(bytes, bytes.length + 1)), "at its end");
  }

  @Test
  void whateverNumberStandsInTheHeaderNothingElseIsThrown() throws IOException {
    for (int place = 0; place < FIRST_WORD + 40; place++) {
      for (int value : new int[] {0, 1, -1, 1 << 24, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        Path file = altered(place, value);
        try {
          assertThat(FastTextFile.read(file).vectors().width()).isEqualTo(DIMENSION);
        } catch (CorruptFileException e) {
          assertThat(e).hasMessageStartingWith(file + ": ");
        }
      }
    }
  }

  @Test
  void aWordThatIsNotTextKeepsItsRowAndIsTold() throws IOException {
    byte[] bytes = resource("skipgram.bin");
    bytes[FIRST_WORD] = (byte) 0xff;
    FastTextFile read = FastTextFile.read(file(bytes));
    assertThat(read.notices()).singleElement().asString().contains("1 words are not UTF-8");
    assertThat(read.vectors().size()).isEqualTo(86);
    assertThat(read.vectors().row("</s>")).isEqualTo(-1);
  }

  @Test
  void aWordWithALineFeedIsRefused() throws IOException {
    byte[] bytes = resource("skipgram.bin");
    bytes[FIRST_WORD] = '\n';
    assertRefused(file(bytes), "line feed");
  }
}
