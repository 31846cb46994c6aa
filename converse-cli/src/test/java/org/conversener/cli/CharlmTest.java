package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.conversener.Converse;
import org.junit.jupiter.api.Test;

/** Character language models from text to a tagger that reads with them. */
class CharlmTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static boolean isMade;

  /** A model of the little world's sentences, in this direction. */
  private static synchronized Path model(String direction) throws IOException {
    Path unused = TinyWorld.of("can");
    if (!isMade) {
      try (OutputStream out = Files.newOutputStream(TinyWorld.of("text.gz"));
          GZIPOutputStream zip = new GZIPOutputStream(out)) {
        zip.write(text().getBytes(StandardCharsets.UTF_8));
      }
      TinyWorld.write(
          "charlm.yml",
          "embedding: 6\nbatch: 4\nsequence: 20\nsplits: 2\nepochs: 2\nminimumCount: 2\n");
      Cli.done(command("forward", "charlm-forward"));
      Cli.done(command("backward", "charlm-backward"));
      isMade = true;
    }
    return TinyWorld.of("charlm-" + direction);
  }

  /** The sources of the parallel text, a sentence a line. */
  private static String text() throws IOException {
    return Files.readAllLines(TinyWorld.of("bitext.tsv")).stream()
        .map(line -> line.substring(0, line.indexOf('\t')) + "\n\n")
        .collect(Collectors.joining());
  }

  private static Object[] command(String direction, String out, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "train",
                "charlm",
                "--text",
                TinyWorld.of("text.gz"),
                "--direction",
                direction,
                "--hidden",
                16,
                "--config",
                TinyWorld.of("charlm.yml"),
                "--threads",
                1,
                "--out",
                TinyWorld.of(out)));
    all.addAll(List.of(more));
    return all.toArray();
  }

  private static Object[] tagger(String out, String... specs) {
    return tagger(TinyWorld.of("features"), out, specs);
  }

  private static Object[] tagger(Path store, String out, String... specs) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "train",
                "tagger",
                "--train",
                TinyWorld.of("train.conll"),
                "--dev",
                TinyWorld.of("dev.conll"),
                "--config",
                TinyWorld.of("tagger.yml"),
                "--threads",
                1,
                "--store",
                store,
                "--out",
                TinyWorld.of(out),
                "--embedding"));
    all.addAll(List.of(specs));
    return all.toArray();
  }

  @Test
  void theModelSaysWhatItIs() throws IOException {
    Path model = model("backward");
    JsonNode manifest = JSON.readTree(model.resolve("model.json").toFile());
    assertThat(manifest.at("/kind").asText()).isEqualTo("charlm");
    assertThat(manifest.at("/config/direction").asText()).isEqualTo("BACKWARD");
    assertThat(manifest.at("/config/hidden").asInt()).isEqualTo(16);
    assertThat(manifest.at("/scores").get("valid.perplexity").asDouble()).isBetween(1.0, 40.0);
    assertThat(manifest.at("/corpora").get("text.1").asText()).hasSize(64);
    JsonNode run = JSON.readTree(model.resolve("run.json").toFile());
    assertThat(run.at("/splits").size()).isEqualTo(4);
    assertThat(Cli.done("info", "--model", model).out())
        .contains("kind: charlm", "direction: \"BACKWARD\"", "chars.vocab (");
  }

  @Test
  void aFinishedRunGoesOnToTheBytesOfALongerOne() throws IOException {
    Path whole = model("forward");
    byte[] expected = Files.readAllBytes(whole.resolve("weights.safetensors"));
    Path longer = TinyWorld.of("charlm-longer");
    Cli.done(command("forward", "charlm-longer", "--epochs", 1));
    Cli.Result resumed = Cli.done(command("forward", "charlm-longer", "--resume"));
    assertThat(resumed.err()).contains("resumed after 2 splits").contains("it writes: ");
    assertThat(resumed.out())
        .containsPattern("valid perplexity [0-9.]+ a character .epoch 2 split [12].\nmodel ");
    assertThat(longer.resolve("weights.safetensors")).hasBinaryContent(expected);
    Cli.Result other = Cli.run(command("backward", "charlm-longer", "--resume"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("config.direction was \"FORWARD\", is \"BACKWARD\"");
  }

  @Test
  void aTaggerHoldsItsLanguageModelsAndCanBePacked() throws IOException {
    Path tagger = TinyWorld.of("tagger-charlm");
    String[] specs = {
      "charlm:" + model("forward") + ":pooled",
      "charlm:" + model("backward") + ":characters",
      "char:4"
    };
    Cli.done(tagger("tagger-charlm", specs));
    assertThat(tagger.resolve("charlm-0/weights.safetensors")).exists();
    assertThat(tagger.resolve("charlm-0/memory.safetensors")).exists();
    assertThat(tagger.resolve("tagger.json")).content().contains("charlm:charlm-1:characters");
    Path packed = TinyWorld.of("packed-charlm");
    Cli.done("pack", "--model", tagger, "--out", packed);
    Path input = TinyWorld.of("test.conll");
    String tagged = Cli.fed(Files.readString(input), "tag", "--model", packed).out();
    assertThat(tagged)
        .isNotEmpty()
        .isEqualTo(Cli.fed(Files.readString(input), "tag", "--model", tagger).out());
    try (Converse converse = Converse.load(packed)) {
      assertThat(converse.tag(org.conversener.text.Sentence.of("Lima", "!")).tags()).hasSize(2);
    }
    // A language model that was altered is noticed as any other file.
    Path weights = packed.resolve("charlm-1/weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    Cli.Result altered = Cli.fed(Files.readString(input), "tag", "--model", packed);
    assertThat(altered.code()).isEqualTo(65);
    assertThat(altered.err()).contains("charlm-1").contains("SHA-256");
  }

  @Test
  void aTaggerThatWasStoppedIsResumedToTheSameBytes() throws IOException {
    String spec = "charlm:" + model("forward");
    Cli.done(tagger("whole-charlm", spec));
    Cli.done(concat(tagger("longer-charlm", spec), "--epochs", 1));
    Cli.done(concat(tagger("longer-charlm", spec), "--resume"));
    assertThat(TinyWorld.of("longer-charlm/weights.safetensors"))
        .hasSameBinaryContentAs(TinyWorld.of("whole-charlm/weights.safetensors"));
    Cli.Result other =
        Cli.run(concat(tagger("longer-charlm", "charlm:" + model("backward")), "--resume"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("embeddingFiles was");
  }

  @Test
  void sentencesAreEmbeddedOnceAndTheStoreChangesNoByte() throws IOException {
    String spec = "charlm:" + model("forward") + ":pooled";
    Path store = TinyWorld.of("charlm-store");
    Cli.Result first = Cli.done(tagger(store, "stored-charlm", spec));
    assertThat(first.err())
        .containsPattern("[0-9a-f]{16}.features: [1-9][0-9]* sentences embedded with ")
        .containsPattern("features of [1-9][0-9]* are kept, [0-9.]+ MB .of all embeddings: ");
    Map<String, Long> files = files(store);
    assertThat(files.keySet()).anyMatch(name -> name.endsWith(".features"));
    Cli.Result second = Cli.done(tagger(store, "again-charlm", spec));
    assertThat(second.err()).containsPattern("features: 0 sentences embedded with ");
    Cli.Result without =
        Cli.done(
            concat(
                tagger(TinyWorld.of("untouched-store"), "memory-charlm", spec),
                "--no-feature-store"));
    assertThat(without.err()).doesNotContain(".features");
    assertThat(TinyWorld.of("untouched-store")).doesNotExist();
    Path weights = TinyWorld.of("stored-charlm/weights.safetensors");
    assertThat(TinyWorld.of("again-charlm/weights.safetensors")).hasSameBinaryContentAs(weights);
    assertThat(TinyWorld.of("memory-charlm/weights.safetensors")).hasSameBinaryContentAs(weights);
    // What is tagged is not kept.
    Path cache = Path.of(String.valueOf(System.getenv("XDG_CACHE_HOME")), "converse");
    Map<String, Long> before = files(cache);
    assertThat(Cli.fed("Nunca visto\n", "tag", "--model", TinyWorld.of("stored-charlm")).code())
        .isZero();
    assertThat(files(store)).isEqualTo(files);
    assertThat(files(cache)).isEqualTo(before);
  }

  @Test
  void copiesOfSentencesAreEmbeddedOnceToo() throws IOException {
    String spec = "charlm:" + model("forward");
    Path store = TinyWorld.of("copies-store");
    Cli.done(tagger(store, "no-copies", spec));
    Cli.Result first = Cli.done(concat(tagger(store, "copies", spec), "--lower-case-copies", "1"));
    assertThat(first.err())
        .containsPattern("copies to learn from: 0 .* [1-9][0-9]* in lower case")
        .containsPattern("features: [1-9][0-9]* sentences embedded with ");
    Cli.Result second =
        Cli.done(concat(tagger(store, "copies-again", spec), "--lower-case-copies", "1"));
    assertThat(second.err()).containsPattern("features: 0 sentences embedded with ");
    Cli.Result other =
        Cli.run(concat(tagger(store, "copies", spec), "--lower-case-copies", "0.5", "--resume"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("copies");
    Cli.Result idle =
        Cli.run(concat(tagger(store, "idle-copies", spec), "--made-up-mentions", "0.5"));
    assertThat(idle.code()).isEqualTo(2);
    assertThat(idle.err()).contains("--made-up-mentions does nothing without --swap-mentions");
  }

  /** The sizes of a folder's files by name; none if there is no such folder. */
  private static Map<String, Long> files(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          sizes.put(String.valueOf(file.getFileName()), Files.size(file));
        }
      }
    }
    return sizes;
  }

  @Test
  void allSystemsAndSeedsOfAnExperimentReadOneStore() throws IOException {
    Path file =
        TinyWorld.write(
            "charlm-run.yml",
            """
            language: es
            train: %s
            dev: %s
            test: %s
            embeddings: ["charlm:%s"]
            translator: %s
            teacher: %s
            systems: [baseline, can-last]
            seeds: [1, 2]
            profile: quick
            tagger: {hidden: 6, reprojection: 8, epochs: 1}
            """
                .formatted(
                    TinyWorld.of("train.conll"),
                    TinyWorld.of("dev.conll"),
                    TinyWorld.of("test.conll"),
                    model("backward"),
                    TinyWorld.of("translator"),
                    TinyWorld.of("teacher")));
    Path store = TinyWorld.of("charlm-run-store");
    for (int run = 0; run < 2; run++) {
      Path out = TinyWorld.of("charlm-run-" + run);
      String err = Cli.done("run", file, "--out", out, "--store", store, "--threads", 1).err();
      assertThat(err.split("sentences embedded with", -1)).as(err).hasSize(2);
      assertThat(err.contains(".features: 0 sentences embedded")).as(err).isEqualTo(run == 1);
      assertThat(err).contains("can-last seed 2: test F1");
    }
  }

  private static Object[] concat(Object[] command, Object... more) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void wrongUseIsTold() throws IOException {
    Path unused = model("forward");
    assertThat(Cli.run(tagger("wrong", "charlm:" + TinyWorld.of("translator"))).err())
        .contains("expected a charlm, found a translator");
    assertThat(Cli.run(tagger("wrong", "charlm:" + TinyWorld.of("nowhere"))).code()).isEqualTo(66);
    Path config = TinyWorld.write("held-out.yml", "heldOut: 0.2\n");
    Path text = TinyWorld.write("some-text", "a b c\n");
    List<Object> both = new ArrayList<>(List.of("train", "charlm", "--text", text));
    both.addAll(List.of("--direction", "forward", "--config", config, "--valid", text));
    both.addAll(List.of("--out", TinyWorld.of("held-out")));
    Cli.Result heldOut = Cli.run(both.toArray());
    assertThat(heldOut.code()).isEqualTo(2);
    assertThat(heldOut.err()).contains("heldOut", "--valid");
    Cli.Result sideways = Cli.run(command("sideways", "charlm-forward", "--overwrite"));
    assertThat(sideways.code()).isEqualTo(2);
    assertThat(sideways.err()).contains("forward, backward").contains("sideways");
  }
}
