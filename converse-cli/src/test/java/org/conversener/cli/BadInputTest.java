package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bad input: its exit code, and a message that says where it is. */
class BadInputTest {
  @TempDir private Path folder = Path.of("");
  private String lastError = "";

  @AfterEach
  void noStackTraceWasPrinted() {
    assertThat(lastError).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private Cli.Result expect(int code, Cli.Result result) {
    lastError = result.err();
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    return result;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Cli.Result train(Path train, Object... more) {
    Object[] base = {
      "train",
      "tagger",
      "--train",
      train,
      "--dev",
      train,
      "--embedding",
      "char:3",
      "--threads",
      1,
      "--epochs",
      1,
      "--out",
      folder.resolve("out")
    };
    return Cli.run(Stream.concat(Stream.of(base), Stream.of(more)).toArray());
  }

  @Test
  void missingFileIs66() {
    Path missing = folder.resolve("missing.conll");
    assertThat(expect(66, train(missing)).err()).contains(missing + ": there is no such file");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void emptyFileIs65() throws IOException {
    Path empty = file("empty.conll", "");
    assertThat(expect(65, train(empty)).err()).contains(empty + ":1: ");
  }

  @Test
  void latin1Is65() throws IOException {
    Path file = folder.resolve("latin1.conll");
    Files.write(file, "uno O\nniño O\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(expect(65, train(file)).err()).contains(file + ":2: ").contains("not UTF-8");
  }

  @Test
  void tooFewColumnsIs65() throws IOException {
    Path file = file("short.conll", "uno O\ndos\n");
    assertThat(expect(65, train(file)).err()).contains(file + ":2: ");
  }

  @Test
  void illegalTagIs65() throws IOException {
    Path file = file("illegal.conll", "uno O\ndos PER\n");
    assertThat(expect(65, train(file)).err()).contains(file + ":2: ").contains("\"PER\"");
  }

  @Test
  void bitextLineWithoutTabIs65() throws IOException {
    Path file = file("bitext.tsv", "uno\tone\ndos two\n");
    Cli.Result result =
        Cli.run(
            "train",
            "translator",
            "--bitext",
            file,
            "--valid",
            file,
            "--out",
            folder.resolve("out"));
    assertThat(expect(65, result).err()).contains(file + ":2: ").contains("no TAB");
  }

  @Test
  void vectorsOfUnevenLengthAre65() throws IOException {
    Path train = file("train.conll", "uno O\ndos B-X\n");
    Path vectors = file("vectors.txt", "uno 1 2 3\ndos 1 2\n");
    Cli.Result result = train(train, "--embedding", "static:" + vectors);
    assertThat(expect(65, result).err()).contains(vectors + ":2: ");
  }

  @Test
  void emptySentencesAreCountedAndTold() {
    Cli.Result result =
        expect(
            0,
            Cli.fed(
                "{\"tokens\":[]}\n",
                "tag",
                "--model",
                TinyWorld.of("teacher"),
                "--input-format",
                "jsonl"));
    assertThat(result.out()).isEqualTo("{\"tokens\":[],\"tags\":[],\"entities\":[]}\n");
    assertThat(result.err()).contains("1 empty sentences");
  }

  @Test
  void aSentenceLongerThanAnyInTrainingIsTranslatedInParts() {
    String line = "casa de la ciudad , ".repeat(60) + "\n";
    Cli.Result result =
        expect(0, Cli.fed(line, "translate", "--model", TinyWorld.of("translator"), "--beam", 1));
    assertThat(result.lines()).hasSize(1);
    assertThat(result.err()).contains("1 long sentences were translated in parts");
  }

  @Test
  void aMissingModelFileIs66() throws IOException {
    Path copy = copy();
    Files.delete(copy.resolve("tags.vocab"));
    Cli.Result result = Cli.fed("casa\n", "tag", "--model", copy);
    assertThat(expect(66, result).err()).contains("tags.vocab").contains("missing");
  }

  @Test
  void aMissingModelIs66() {
    Cli.Result result = Cli.fed("casa\n", "tag", "--model", folder.resolve("nowhere"));
    assertThat(expect(66, result).err()).contains("nowhere");
  }

  @Test
  void anAlteredModelFileIs65() throws IOException {
    Path copy = copy();
    Path weights = copy.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    Cli.Result result = Cli.fed("casa\n", "tag", "--model", copy);
    assertThat(expect(65, result).err()).contains("weights.safetensors").contains("SHA-256");
  }

  private Path copy() {
    Path copy = folder.resolve("copy");
    Cli.done("pack", "--model", TinyWorld.of("teacher"), "--out", copy);
    return copy;
  }

  @Test
  void aPlaceThatCannotBeWrittenIs74() throws IOException {
    Path train = file("train.conll", "uno O\ndos B-X\n");
    Cli.Result result =
        Cli.run(
            "train",
            "tagger",
            "--train",
            train,
            "--dev",
            train,
            "--embedding",
            "char:3",
            "--threads",
            1,
            "--epochs",
            1,
            "--out",
            train.resolve("out"));
    assertThat(expect(74, result).err()).contains("cannot write");
  }

  @Test
  void aWeightThatIsNoNumberIs2() throws IOException {
    Path pairs = file("pairs.tsv", "uno\tone\n");
    Cli.Result result = translator("--bitext", pairs + ":two", "--valid", pairs);
    assertThat(expect(2, result).err())
        .contains(pairs + ":two: expected a weight such as 2 or 0.5 after the colon");
  }

  @Test
  void aProfileAndAPresetAre2() throws IOException {
    Path pairs = file("pairs.tsv", "uno\tone\n");
    Object[] files = {"--bitext", pairs, "--valid", pairs, "--profile"};
    Object[] both =
        Stream.concat(Stream.of(files), Stream.of("quick", "--preset", "tiny")).toArray();
    assertThat(expect(2, translator(both)).err()).contains("exclude each other");
    Object[] unknown = Stream.concat(Stream.of(files), Stream.of("large")).toArray();
    assertThat(expect(2, translator(unknown)).err()).contains("expected quick or paper");
  }

  private Cli.Result translator(Object... more) {
    Object[] base = {"train", "translator", "--threads", 1, "--out", folder.resolve("out")};
    return Cli.run(Stream.concat(Stream.of(base), Stream.of(more)).toArray());
  }

  @Test
  void anUnknownSettingIs2AndNamesItsLine() throws IOException {
    Path config = file("config.yml", "hidden: 3\nhiden: 3\n");
    Path train = file("train.conll", "uno O\ndos B-X\n");
    assertThat(expect(2, train(train, "--config", config)).err())
        .contains(config + ":2: there is no setting 'hiden'");
  }

  @Test
  void brokenJsonIs65() {
    Cli.Result result =
        Cli.fed(
            "{\"tokens\":[\"a\"]}\n{\"tokens\":\n",
            "tag",
            "--model",
            TinyWorld.of("teacher"),
            "--input-format",
            "jsonl");
    assertThat(expect(65, result).err())
        .contains("<stdin>:2: this is not JSON")
        .doesNotContain("Source:");
  }

  @Test
  void anEmptyLineOfJsonIs65() {
    Cli.Result result =
        Cli.fed("\n", "tag", "--model", TinyWorld.of("teacher"), "--input-format", "jsonl");
    assertThat(expect(65, result).err()).contains("<stdin>:1: ").contains("empty line");
  }

  @Test
  void unknownVerbsAndOptionsAre2() {
    assertThat(expect(2, Cli.run("frobnicate")).err())
        .contains("there is no command 'converse frobnicate'");
    assertThat(expect(2, Cli.run("bleu", "--colour")).err()).contains("--help");
    assertThat(expect(2, Cli.run()).err()).contains("translate");
    assertThat(expect(2, Cli.run("train")).err()).contains("translator, tagger");
  }

  @Test
  void aTranslatorDoesNotTag() {
    Cli.Result result = Cli.fed("casa\n", "tag", "--model", TinyWorld.of("translator"));
    assertThat(expect(2, result).err()).contains("expected a tagger, found a translator");
  }
}
