package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Imports {@code flair/tagger.pt}, in the format of torch before 1.6, and {@code flair/forward.pt},
 * in that of today: what the core's {@code ToyFlair} writes with seed 130. The tags are those that
 * its {@code SlowFlair} computes.
 */
class ImportFlairTest {
  private static final List<String> WORDS =
      List.of("Ada", "the", "sea", "SEA", "Y33", "12", "Ñu", "𝔘d", "éa", "e", "ab", "z3t", "1");
  private static final List<String> TAGS =
      List.of(
          "O", "B-PER", "B-<unk>", "O", "B-PER", "O", "B-PER", "O", "B-PER", "O", "B-PER", "I-PER",
          "I-PER");

  @TempDir private Path folder = Path.of("");

  private static byte[] resource(String name) throws IOException {
    try (var in = ImportFlairTest.class.getResourceAsStream("/flair/" + name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return in.readAllBytes();
    }
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Cli.Result run(Path source, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("import", "flair", source, "--out", out()));
    arguments.addAll(Arrays.asList(more));
    return Cli.run(arguments.toArray());
  }

  @Test
  void aTaggerTagsAsFlairAndIsDescribed() throws Exception {
    Cli.Result result = run(file("tagger.pt", resource("tagger.pt")));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("model " + out() + " ");
    assertThat(result.err()).contains("embeddings.list_embedding_1.lm.dictionary: 1 items");
    assertThat(Cli.done("info", "--model", out()).out())
        .contains("kind: tagger", "reprojection: 10");
    assertThat(Files.readString(out().resolve("run.json"))).contains("\"tag_type\" : \"ner\"");
    Path packed = folder.resolve("packed");
    var unused = Cli.done("pack", "--model", out(), "--out", packed);
    Cli.Result tagged = Cli.fed(String.join("\n", WORDS) + "\n\n", "tag", "--model", packed);
    assertThat(tagged.code()).as(tagged.err()).isZero();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < WORDS.size(); i++) {
      expected.add(WORDS.get(i) + " " + TAGS.get(i));
    }
    assertThat(tagged.lines().stream().filter(line -> !line.isEmpty()).toList())
        .isEqualTo(expected);
  }

  @Test
  void anImportedTaggerIsATeacherAndALanguageModelAnEmbedding() throws Exception {
    assertThat(run(file("forward.pt", resource("forward.pt"))).code()).isZero();
    assertThat(Cli.done("info", "--model", out()).out())
        .contains("kind: charlm", "direction: \"FORWARD\"");
    Path data =
        Files.writeString(folder.resolve("train"), "Ada B-PER\nsaw O\nthe O\nsea O\n\nhe O\n");
    List<Object> training = new ArrayList<>(List.of("train", "tagger", "--train", data));
    training.addAll(List.of("--dev", data, "--embedding", "charlm:" + out(), "--epochs", 1));
    training.addAll(List.of("--out", folder.resolve("trained")));
    var unused = Cli.done(training.toArray());
    assertThat(folder.resolve("trained/charlm-0/weights.safetensors")).exists();
    Path teacher = folder.resolve("teacher");
    var unusedToo =
        Cli.done("import", "flair", file("tagger.pt", resource("tagger.pt")), "--out", teacher);
    training.set(training.size() - 1, folder.resolve("can"));
    training.addAll(List.of("--translator", TinyWorld.of("translator"), "--teacher", teacher));
    var unusedEither = Cli.done(training.toArray());
    assertThat(Files.readString(folder.resolve("can/model.json"))).contains("\"teacher\"");
  }

  @Test
  void aModelThatIsThereIsReplacedOnlyIfThatIsWanted() throws Exception {
    Path source = file("forward.pt", resource("forward.pt"));
    assertThat(run(source).code()).isZero();
    Cli.Result again = run(source);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty").contains("--overwrite");
    assertThat(run(file("tagger.pt", resource("tagger.pt")), "--overwrite").code()).isZero();
    assertThat(Cli.done("info", "--model", out()).out()).contains("kind: tagger");
  }

  @Test
  void damagedFilesAre65AndLeaveNothing() throws Exception {
    byte[] whole = resource("tagger.pt");
    Cli.Result result = run(file("cut.pt", Arrays.copyOf(whole, 3_000)));
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("cut.pt: byte 3000: ");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aFileThatNamesACommandIs65AndNothingIsRun() throws Exception {
    String text = new String(resource("tagger.pt"), StandardCharsets.ISO_8859_1);
    String evil = text.replace("cflair.data\nDictionary\n", "cos\nsystem\n");
    assertThat(evil).isNotEqualTo(text);
    Cli.Result result = run(file("evil.pt", evil.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("os.system").contains("not to be trusted");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aMissingFileIs66AndTheVerbIsKnown() {
    Cli.Result result = run(folder.resolve("none.pt"));
    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("none.pt");
    assertThat(Cli.run("import").err()).contains("fairseq", "flair", "bert");
    assertThat(Cli.run("import", "flair", "--help").out()).contains("--overwrite", "charlm:DIR");
  }
}
