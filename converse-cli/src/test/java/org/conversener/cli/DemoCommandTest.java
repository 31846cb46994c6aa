package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.cli.demo.Demo;
import org.conversener.cli.demo.DemoSettings;
import org.conversener.tagging.TaggerConfig;
import org.conversener.text.MosesTokenizer;
import org.conversener.translation.ConvConfig;
import org.conversener.translation.Products;
import org.conversener.translation.SourceUnits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo in miniature: it learns nothing, but every part is there. */
class DemoCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SENTENCES = 30;
  private static final int LAYERS = 2;

  @TempDir private static Path folder = Path.of("");

  private static Path demo = Path.of("");
  private static int code = -1;
  private static String out = "";
  private static String err = "";

  private static DemoSettings settings() {
    TaggerConfig quick = TaggerConfig.quick();
    TaggerConfig tagger =
        new TaggerConfig(
            8,
            0,
            0,
            0,
            0,
            0,
            quick.emissions(),
            quick.carriedAt(),
            quick.optimizer(),
            0.01,
            8,
            quick.lossReduction(),
            5,
            quick.annealing(),
            0.5,
            3,
            1e-5,
            0,
            1,
            8,
            4096,
            0,
            1);
    ConvConfig translator =
        new ConvConfig(
            "es",
            SourceUnits.BPE,
            60,
            16,
            "1*16x3",
            LAYERS + "*16x3",
            16,
            256,
            0,
            0.1,
            0,
            "last",
            0.25,
            0.99,
            0.1,
            400,
            100,
            3,
            1,
            ConvConfig.Schedule.FIXED,
            9,
            0,
            0.1,
            1e-5,
            0.15,
            0,
            Products.FLOAT32,
            1);
    return new DemoSettings(
        List.of("es"), List.of(1L), translator, tagger, 1, List.of("char:8"), 1, SENTENCES);
  }

  /** Runs where an earlier demo was. */
  @BeforeAll
  static void run() throws Exception {
    demo = Files.createDirectory(folder.resolve("demo"));
    Files.writeString(demo.resolve(Demo.MARKER), "an earlier one");
    Files.writeString(demo.resolve("results.json"), "{}");
    Files.createDirectory(demo.resolve("es"));
    Files.writeString(demo.resolve("es").resolve("stale.txt"), "left over");
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), results, progress, false, List.of("demo"));
    code =
        new CommandLine(new DemoCommand(console, settings()))
            .execute("--threads", "1", "--out", demo.toString());
    boolean unused = console.finish();
    out = results.toString(StandardCharsets.UTF_8);
    err = progress.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode results() throws Exception {
    return JSON.readTree(demo.resolve("results.json").toFile());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void anEarlierDemoIsReplaced() {
    assertThat(code).as(err).isZero();
    assertThat(err).contains("replacing the earlier demo in " + demo);
    assertThat(demo.resolve("es").resolve("stale.txt")).doesNotExist();
  }

  @Test
  void theResultsNameEverySystemWithTheKeysOfTheContract() throws Exception {
    assertThat(names(results())).containsExactly("results", "seconds");
    List<String> systems = new ArrayList<>();
    for (JsonNode result : results().get("results")) {
      systems.add(result.get("system").asText());
      assertThat(names(result))
          .startsWith("language", "system", "seeds", "f1", "mean", "deviation", "byNames");
      assertThat(result.get("language").asText()).isEqualTo("es");
      assertThat(result.get("f1")).hasSize(1);
      assertThat(result.get("deviation").isNull()).isTrue();
      assertThat(names(result.get("byNames")))
          .containsExactlyInAnyOrder("train", "parallel", "new");
    }
    assertThat(systems)
        .containsExactly(
            "baseline",
            "gloss",
            "can-first",
            "can-last",
            "can-mix",
            "control-shuffled",
            "control-uniform",
            "control-random-teacher",
            "control-untranslated",
            "ceiling");
    assertThat(names(results().get("seconds"))).contains("es translator", "es teacher");
  }

  @Test
  void theCeilingIsHighAndWasNotTrained() throws Exception {
    JsonNode ceiling = results().get("results").get(9);
    assertThat(ceiling.get("mean").asDouble()).isGreaterThan(95);
    assertThat(ceiling.get("seeds")).isEmpty();
  }

  @Test
  void theTableIsOnStdout() {
    assertThat(out.lines()).hasSize(11);
    assertThat(out).contains("es       control-untranslated").contains("parallel");
  }

  @Test
  void thePageHasAHeatMapForEachLayerAndLoadsNothing() throws Exception {
    String page = Files.readString(demo.resolve("index.html"));
    assertThat(page.split("<table class=\"heat\">", -1)).hasSize(LAYERS + 1);
    assertThat(page).contains("<caption>layer 1<").contains("<caption>layer 2<");
    assertThat(page).contains("control-uniform").doesNotContain("http").doesNotContain("src=");
  }

  @Test
  void theWorldIsCutDown() throws Exception {
    Path corpora = demo.resolve("es").resolve("corpora");
    assertThat(Files.readAllLines(corpora.resolve("parallel.train.tsv"))).hasSize(SENTENCES);
    assertThat(Files.readString(corpora.resolve("test.conll")).split("\n\n")).hasSize(SENTENCES);
  }

  @Test
  void theTaggerIsPackedAndTagsAfterItWasMoved() throws Exception {
    Path tagger = demo.resolve("es").resolve("tagger");
    Path moved = Files.move(tagger, folder.resolve("moved"));
    assertThat(moved.resolve("translator").resolve("model.json")).exists();
    assertThat(moved.resolve("teacher").resolve("model.json")).exists();
    Cli.Result tagged =
        Cli.fed("Ana vive en Quito .\n", "tag", "--model", moved, "--input-format", "text");
    assertThat(tagged.code()).as(tagged.err()).isZero();
    int words = new MosesTokenizer("es").tokenize("Ana vive en Quito .").size();
    assertThat(tagged.lines().stream().filter(line -> !line.isEmpty())).hasSize(words);
  }

  @Test
  void aFolderThatHoldsSomethingElseIsLeftAlone() throws Exception {
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("letter.txt"), "kept");
    Cli.Result result = Cli.run("demo", "--out", foreign);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("foreign").contains("holds no earlier demo");
    try (var files = Files.list(foreign)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFileInThePlaceOfTheFolderIsLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    Cli.Result result = Cli.run("demo", "--out", file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(file).hasContent("kept");
  }
}
