package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vectors}, and taggers that read word vectors. */
class VectorsTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /**
   * A model that fastText 0.9.2 trained, with n-grams of 2 to 4 characters and 8 numbers a word.
   */
  private Path fastText() throws IOException {
    try (InputStream in = VectorsTest.class.getResourceAsStream("/fasttext/skipgram.bin")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return Files.write(folder.resolve("model.bin"), bytes);
    }
  }

  private static Cli.Result vectors(String words, Object spec) {
    return Cli.fed(words, "vectors", "--embedding", spec);
  }

  @Test
  void everyLineGetsTheNumbersOfItsWord() throws IOException {
    Path file = file("v.txt", "4 2\ncasa 0.1234567 -2\na b 1e-7 3e-12\nn0 100 65000\n# 1 0.5\n");
    Cli.Result result = vectors("Casa\na b\n\nN7\nnunca\n", "static:" + file);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.lines())
        .containsExactly(
            "Casa 0.123457 -2", "a b 0.0000001 3E-12", " 0 0", "N7 100 65000", "nunca 0 0");
    assertThat(result.err()).contains("2 of 5 words have no vector");
  }

  @Test
  void numbersDoNotDependOnTheLocale() throws IOException {
    Path file = file("v.txt", "casa 0.5 1234.5\n");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(vectors("casa\n", "static:" + file).out()).isEqualTo("casa 0.5 1234.5\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatIsWrittenCanBeReadAsVectors() throws IOException {
    Cli.Result result = vectors("ciudad\ndesconocida\n大阪\n", "static:" + fastText());
    Path written = file("written.txt", result.out());
    assertThat(vectors("ciudad\ndesconocida\n大阪\n", "static:" + written).out())
        .isEqualTo(result.out());
  }

  @Test
  void fastTextComposesUnknownWords() throws IOException {
    Cli.Result result = vectors("ciudad\ndesconocida\n", "static:" + fastText());
    assertThat(result.code()).as(result.err()).isZero();
    // fasttext print-word-vectors printed 0.27053 and 0.30422; the last digit is rounded.
    assertThat(result.lines().get(0)).startsWith("ciudad 0.2705");
    assertThat(result.lines().get(1)).startsWith("desconocida 0.3042");
    assertThat(result.err()).doesNotContain("no vector");
  }

  @Test
  void kindsThatNeedTrainingAre2() throws IOException {
    for (String spec : new String[] {"char:30", "random:5"}) {
      Cli.Result result = vectors("casa\n", spec);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("--embedding " + spec, "expected static:PATH");
    }
    for (String kind : new String[] {"bert:", "charlm:"}) {
      Cli.Result other = vectors("casa\n", kind + file("v.txt", "casa 1\n"));
      assertThat(other.code()).isEqualTo(2);
      assertThat(other.err()).contains("expected static:PATH");
    }
    Cli.Result tuned = vectors("casa\n", "static:" + file("v.txt", "casa 1\n") + ":tuned");
    assertThat(tuned.code()).isEqualTo(2);
    assertThat(tuned.err()).contains("leave out :tuned");
    assertThat(Cli.run("vectors").code()).isEqualTo(2);
  }

  @Test
  void badFilesAre65AndMissingOnes66() throws IOException {
    Path text = file("v.txt", "casa 1 2\nrio 1 NaN\n");
    Cli.Result bad = vectors("casa\n", "static:" + text);
    assertThat(bad.code()).isEqualTo(65);
    assertThat(bad.err()).contains(text + ":2: ");
    Path model = fastText();
    Files.write(model, Arrays.copyOf(Files.readAllBytes(model), 5000));
    Cli.Result cut = vectors("casa\n", "static:" + model);
    assertThat(cut.code()).isEqualTo(65);
    assertThat(cut.err()).contains(model.toString(), "cut off");
    assertThat(vectors("casa\n", "static:" + folder.resolve("missing")).code()).isEqualTo(66);
  }

  @Test
  void aTaggerKeepsTheVectorsOfFastText() throws IOException {
    Path model = fastText();
    Path out = folder.resolve("tagger");
    Cli.Result trained =
        Cli.done(TinyWorld.baseline(out.toString(), "--embedding", "static:" + model));
    assertThat(trained.err())
        .containsPattern("model.bin: 100.0 % of [0-9,]+ tokens and 100.0 % of [0-9,]+ tokens");
    JsonNode scores = new ObjectMapper().readTree(out.resolve("model.json").toFile()).get("scores");
    assertThat(scores.get("vectors-2.tokens").asDouble()).isEqualTo(100);
    Path packed = folder.resolve("packed");
    Cli.done("pack", "--model", out, "--out", packed);
    String words = "Xochitl O\nllegó O\na O\n東京 O\n";
    Cli.Result before = Cli.fed(words, "tag", "--model", out);
    Files.delete(model);
    Cli.Result after = Cli.fed(words, "tag", "--model", packed);
    assertThat(after.code()).as(after.err()).isZero();
    assertThat(after.out()).isEqualTo(before.out());
  }

  @Test
  void aFastTextModelCannotBeTuned() throws IOException {
    Path out = folder.resolve("tagger");
    Cli.Result result =
        Cli.run(
            TinyWorld.baseline(out.toString(), "--embedding", "static:" + fastText() + ":tuned"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("model.bin", "leave out :tuned");
    assertThat(out).doesNotExist();
  }
}
