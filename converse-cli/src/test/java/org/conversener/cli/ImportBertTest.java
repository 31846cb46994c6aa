package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports {@code bert/toy.zip}: the network of the core's {@code TinyBert} as TensorFlow saves it,
 * written and compared by its {@code BertImportTest}.
 */
class ImportBertTest {
  private static final String TRAINING = "Ada PER\nsaw O\nthe O\nsea O\n. O\n\nLópez PER\nran O\n";

  @TempDir private Path folder = Path.of("");
  private Path toy = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    try (var in = ImportBertTest.class.getResourceAsStream("/bert/toy.zip")) {
      if (in == null) {
        throw new IOException("no resource toy.zip");
      }
      toy = Files.write(folder.resolve("toy.zip"), in.readAllBytes());
    }
  }

  private Cli.Result run(Path source, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("import", "bert", source));
    arguments.addAll(List.of("--out", folder.resolve("out")));
    arguments.addAll(Arrays.asList(more));
    return Cli.run(arguments.toArray());
  }

  @Test
  void aTaggerIsTrainedOnWhatWasImportedAndPacked() throws Exception {
    Cli.Result result = run(toy);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("model " + folder.resolve("out") + " ");
    assertThat(result.err()).contains("pieces have capitals");
    Path out = folder.resolve("out");
    assertThat(out.resolve("model.safetensors")).exists();
    assertThat(Cli.done("info", "--model", out).out()).contains("kind: bert", "hidden_size: 8");
    Path data = Files.writeString(folder.resolve("train"), TRAINING.replace(" PER", " B-PER"));
    Path model = folder.resolve("model");
    List<Object> training = new ArrayList<>(List.of("train", "tagger", "--train", data));
    training.addAll(List.of("--dev", data, "--embedding", "bert:" + out, "--out", model));
    training.addAll(List.of("--epochs", 1));
    var unused = Cli.done(training.toArray());
    Path packed = folder.resolve("packed");
    var unusedToo = Cli.done("pack", "--model", model, "--out", packed);
    assertThat(packed.resolve("bert-0/vocab.txt")).exists();
    Cli.Result tagged = Cli.fed("Ada\nran\n\n", "tag", "--model", packed);
    assertThat(tagged.code()).as(tagged.err()).isZero();
    assertThat(tagged.lines()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(tagged.out()).startsWith("Ada");
  }

  @Test
  void anAlteredModelIsNotReadAsAnEmbedding() throws Exception {
    assertThat(run(toy).code()).isZero();
    Path weights = folder.resolve("out").resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    Path data = Files.writeString(folder.resolve("train"), "a O\n");
    List<Object> training = new ArrayList<>(List.of("train", "tagger", "--train", data));
    training.addAll(List.of("--dev", data, "--embedding", "bert:" + folder.resolve("out")));
    training.addAll(List.of("--out", folder.resolve("model")));
    Cli.Result result = Cli.run(training.toArray());
    assertThat(result.code()).as(result.err()).isEqualTo(65);
    assertThat(result.err()).contains("model.safetensors");
  }

  @Test
  void aModelThatIsThereIsReplacedOnlyIfThatIsWanted() {
    assertThat(run(toy).code()).isZero();
    Cli.Result again = run(toy);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty").contains("--overwrite");
    assertThat(run(toy, "--overwrite").code()).isZero();
  }

  @Test
  void badAndMissingFilesAre65And66() throws Exception {
    byte[] whole = Files.readAllBytes(toy);
    Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 2));
    Cli.Result result = run(cut);
    assertThat(result.code()).as(result.err()).isEqualTo(65);
    assertThat(result.err()).contains("cut.zip");
    assertThat(folder.resolve("out")).doesNotExist();
    Path text = Files.writeString(folder.resolve("text"), "no archive");
    assertThat(run(text).code()).isEqualTo(65);
    assertThat(run(folder.resolve("none")).code()).isEqualTo(66);
    assertThat(Cli.run("import").err()).contains("fairseq", "bert");
  }

  @Test
  void anEmbeddingThatIsNoBertIs66() throws Exception {
    Path data = Files.writeString(folder.resolve("train"), "a O\n");
    Cli.Result result =
        Cli.run(
            "train",
            "tagger",
            "--train",
            data,
            "--dev",
            data,
            "--embedding",
            "bert:" + folder,
            "--out",
            folder.resolve("model"));
    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("config.json").contains("import bert");
  }
}
