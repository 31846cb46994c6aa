package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports {@code fairseq/toy.pt}: the network of the core's {@code golden/fconv.json} in the format
 * of torch before 1.6, written by its {@code ToyCheckpoint}.
 */
class ImportFairseqTest {
  @TempDir private Path folder = Path.of("");

  private static byte[] resource(String name) throws IOException {
    try (var in = ImportFairseqTest.class.getResourceAsStream("/fairseq/" + name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return in.readAllBytes();
    }
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Cli.Result run(Path checkpoint, Path dictionary, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("import", "fairseq", checkpoint));
    arguments.addAll(List.of("--source-dict", dictionary, "--target-dict", dictionary));
    arguments.addAll(List.of("--out", folder.resolve("out")));
    arguments.addAll(Arrays.asList(more));
    return Cli.run(arguments.toArray());
  }

  private Cli.Result run(Object... more) throws IOException {
    Path dictionary = file("dict.txt", resource("dict.txt"));
    return run(file("toy.pt", resource("toy.pt")), dictionary, more);
  }

  @Test
  void theModelTranslatesAndIsDescribed() throws Exception {
    Cli.Result result = run();
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("model " + folder.resolve("out") + " ");
    assertThat(result.err()).contains("18 subwords");
    Path out = folder.resolve("out");
    assertThat(Cli.done("info", "--model", out).out())
        .contains("kind: translator", "sourceLanguage: \"es\"", "decoder: \"2*6x3,8x1\"");
    assertThat(Files.readString(out.resolve("run.json"))).contains("\"arch\" : \"fconv\"");
    Path attention = folder.resolve("attention");
    Cli.Result translated =
        Cli.fed("la casa\n", "translate", "--model", out, "--attention", attention);
    assertThat(translated.code()).as(translated.err()).isZero();
    assertThat(translated.lines()).hasSize(1);
    assertThat(Json.MAPPER.readTree(attention.toFile()).path("layers")).hasSize(3);
  }

  @Test
  void aModelThatIsThereIsReplacedOnlyIfThatIsWanted() throws Exception {
    assertThat(run().code()).isZero();
    Cli.Result again = run();
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty").contains("--overwrite");
    assertThat(run("--overwrite", "--source-language", "de").code()).isZero();
    assertThat(Cli.done("info", "--model", folder.resolve("out")).out())
        .contains("sourceLanguage: \"de\"");
  }

  @Test
  void aDamagedCheckpointIs65WithFileAndByte() throws Exception {
    byte[] whole = resource("toy.pt");
    Path dictionary = file("dict.txt", resource("dict.txt"));
    Cli.Result result = run(file("cut.pt", Arrays.copyOf(whole, 2_000)), dictionary);
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("cut.pt: byte 2000: ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aCheckpointThatNamesACommandIs65AndNothingIsRun() throws Exception {
    Path trace = folder.resolve("trace");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Magic number, protocol and machine are those of the example.
    bytes.writeBytes(head(resource("toy.pt")));
    String command = "touch " + trace;
    bytes.writeBytes(new byte[] {(byte) 0x80, 2, 'c'});
    bytes.writeBytes("posix\nsystem\nU".getBytes(StandardCharsets.US_ASCII));
    bytes.write(command.length());
    bytes.writeBytes((command + "\u0085R.").getBytes(StandardCharsets.ISO_8859_1));
    Path dictionary = file("dict.txt", resource("dict.txt"));
    Cli.Result result = run(file("evil.pt", bytes.toByteArray()), dictionary);
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("posix.system").contains("not to be trusted");
    assertThat(trace).doesNotExist();
  }

  private static byte[] head(byte[] whole) {
    int pickles = 0;
    for (int i = 0; i + 2 < whole.length; i++) {
      // A pickle begins where the one before ended.
      boolean isStart = (whole[i] & 0xff) == 0x80 && whole[i + 1] == 2;
      if (isStart && (i == 0 || whole[i - 1] == '.') && ++pickles == 4) {
        return Arrays.copyOf(whole, i);
      }
    }
    throw new IllegalStateException("the example has no four pickles");
  }

  @Test
  void aMalformedDictionaryIs65WithItsLine() throws Exception {
    Path dictionary = file("dict.txt", "la 9\nla 9\n".getBytes(StandardCharsets.UTF_8));
    Cli.Result result = run(file("toy.pt", resource("toy.pt")), dictionary);
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("dict.txt:2: the symbol \"la\" stands at line 1");
  }

  @Test
  void wordsInPartsWithoutTheirMergesAre2() throws Exception {
    Path dictionary = file("dict.txt", "la 9\nca@@ 9\n".getBytes(StandardCharsets.UTF_8));
    Cli.Result result = run(file("toy.pt", resource("toy.pt")), dictionary);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("dict.txt:2: ").contains("--bpe-codes");
  }

  @Test
  void missingFilesAre66AndAMissingVerbIs2() throws Exception {
    Path dictionary = file("dict.txt", resource("dict.txt"));
    Cli.Result result = run(folder.resolve("none.pt"), dictionary);
    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("none.pt");
    assertThat(run(file("toy.pt", resource("toy.pt")), folder.resolve("none")).code())
        .isEqualTo(66);
    assertThat(Cli.run("import").err()).contains("one of fairseq");
    assertThat(Cli.run("import").code()).isEqualTo(2);
  }
}
