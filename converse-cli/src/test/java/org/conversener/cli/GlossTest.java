package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gloss translator through every verb that takes a translator. */
class GlossTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared = Path.of("");

  private static Path gloss = Path.of("");
  private static Cli.Result trained;

  @BeforeAll
  static void train() throws Exception {
    gloss = shared.resolve("gloss");
    trained = Cli.done(command(gloss, "--lexicon", lexicon("xilo\twood\nxilo\ttree\t0.1\n")));
  }

  private static Path lexicon(String text) throws Exception {
    return Files.writeString(shared.resolve("lexicon.tsv"), text);
  }

  private static Object[] command(Path out, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "translator", "--kind", "gloss"));
    all.addAll(
        List.of("--bitext", TinyWorld.of("bitext.tsv"), "--valid", TinyWorld.of("valid.tsv")));
    all.addAll(List.of("--source-language", "es", "--out", out));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void trainingSaysWhatWasFound() throws Exception {
    assertThat(trained.out())
        .containsPattern("valid: [0-9.]+ % of the words known, BLEU [0-9.]+\n");
    assertThat(trained.out()).contains("model " + gloss);
    assertThat(trained.err())
        .contains("training: 150 of 150 pairs")
        .contains("lexicon.tsv: 2 of 2 entries")
        .contains("source words with English");
    JsonNode model = JSON.readTree(gloss.resolve("model.json").toFile());
    assertThat(model.get("kind").asText()).isEqualTo("translator");
    assertThat(model.at("/config/translator").asText()).isEqualTo("gloss");
    assertThat(model.at("/corpora").get("lexicon.1").asText()).hasSize(64);
    assertThat(model.at("/scores").get("valid.known").asDouble()).isGreaterThan(50);
  }

  @Test
  void threadsChangeNoByte() throws Exception {
    Path again = shared.resolve("again");
    Cli.done(command(again, "--lexicon", shared.resolve("lexicon.tsv"), "--threads", 3));
    for (String name : List.of("model.json", "gloss.tsv", "translator.json")) {
      assertThat(again.resolve(name)).hasSameBinaryContentAs(gloss.resolve(name));
    }
  }

  @Test
  void itTranslatesWordForWord() throws Exception {
    Path attention = shared.resolve("attention.jsonl");
    Path alignment = shared.resolve("alignment");
    Cli.Result result =
        Cli.fed(
            "Zorbanix xilo\n\nyyz , 7\n",
            "translate",
            "--model",
            gloss,
            "--attention",
            attention,
            "--alignment",
            alignment);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.lines()).containsExactly("Zorbanix wood", "", "yyz, 7");
    assertThat(Files.readAllLines(alignment)).containsExactly("0-0 1-1", "", "0-0 1-1 2-2");
    assertThat(JSON.readTree(Files.readAllLines(attention).get(0)).get("layers").toString())
        .isEqualTo("[[[1.0,0.0],[0.0,1.0]]]");
  }

  @Test
  void whatNeedsASearchIsRefused() {
    for (List<Object> option :
        List.<List<Object>>of(
            List.of("--beam", 3), List.of("--lenpen", 0.5), List.of("--nbest", 2))) {
      List<Object> all = new ArrayList<>(List.of("translate", "--model", gloss));
      all.addAll(option);
      Cli.Result result = Cli.run(all.toArray());
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("one translation of each sentence");
    }
  }

  @Test
  void productsOfAnotherKindAreRefused() {
    Cli.Result result = Cli.run("translate", "--model", gloss, "--products", "BFLOAT16");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("a gloss translator multiplies no matrices");
  }

  @Test
  void optionsOfTheOtherKindAreRefused() throws Exception {
    Path out = shared.resolve("refused");
    Cli.Result bpe = Cli.run(command(out, "--bpe", 50));
    assertThat(bpe.code()).isEqualTo(2);
    assertThat(bpe.err()).contains("--bpe is for --kind conv");
    Cli.Result lexicon =
        Cli.run(TinyWorld.translator("refused", "--lexicon", shared.resolve("lexicon.tsv")));
    assertThat(lexicon.code()).isEqualTo(2);
    assertThat(lexicon.err()).contains("--lexicon is for --kind gloss");
    Cli.Result kind = Cli.run(TinyWorld.translator("refused", "--kind", "magic"));
    assertThat(kind.err()).contains("--kind: expected conv or gloss, found magic");
    assertThat(out).doesNotExist();
  }

  @Test
  void aBadLexiconIs65() throws Exception {
    Path bad = Files.writeString(shared.resolve("bad.tsv"), "a\tb\nc\n");
    Cli.Result result = Cli.run(command(shared.resolve("none"), "--lexicon", bad));
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains(bad + ":2: ");
  }

  @Test
  void aTaggerReadsThroughItAndIsPacked() {
    Path can = shared.resolve("can");
    Cli.done(
        TinyWorld.baseline(
            can.toString(),
            "--translator",
            gloss,
            "--teacher",
            TinyWorld.of("teacher"),
            "--store",
            shared.resolve("store")));
    Path packed = shared.resolve("packed");
    Cli.done("pack", "--model", can, "--out", packed);
    assertThat(packed.resolve("translator").resolve("gloss.tsv")).exists();
    String question = "Ana vive en Quito .\n";
    Cli.Result first = Cli.fed(question, "tag", "--model", can, "--input-format", "text");
    Cli.Result second = Cli.fed(question, "tag", "--model", packed, "--input-format", "text");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void theChainIsDiagnosed() throws Exception {
    Cli.Result result =
        Cli.done(
            "diagnose",
            "--translator",
            gloss,
            "--teacher",
            TinyWorld.of("teacher"),
            "--data",
            TinyWorld.of("test.conll"),
            "--json");
    JsonNode figures = JSON.readTree(result.out());
    // Not all: a word may be the translation of another one that is itself translated.
    assertThat(figures.at("/copy_accuracy/0").asDouble()).isGreaterThan(95);
    assertThat(figures.get("eos_share").toString()).isEqualTo("[0.0]");
    assertThat(figures.get("projection_f1")).hasSize(1);
  }

  @Test
  void anExperimentComparesIt() throws Exception {
    Path file =
        Files.writeString(
            shared.resolve("gloss.yml"),
            """
            language: es
            train: %s
            dev: %s
            test: %s
            embeddings: ["char:6", "random:5"]
            translator: %s
            gloss: %s
            teacher: %s
            systems: [baseline, gloss]
            seeds: [1]
            profile: quick
            tagger: {hidden: 6, reprojection: 8, epochs: 1}
            """
                .formatted(
                    TinyWorld.of("train.conll"),
                    TinyWorld.of("dev.conll"),
                    TinyWorld.of("test.conll"),
                    TinyWorld.of("translator"),
                    gloss,
                    TinyWorld.of("teacher")));
    Path out = shared.resolve("run");
    Cli.done("run", file, "--out", out, "--store", shared.resolve("store"), "--threads", 1);
    JsonNode results = JSON.readTree(out.resolve("results.json").toFile()).get("results");
    assertThat(results.get(1).get("system").asText()).isEqualTo("gloss");
    Files.writeString(
        file,
        Files.readString(file).replace("gloss: " + gloss, "gloss: " + TinyWorld.of("translator")));
    Cli.Result wrong = Cli.run("run", file, "--out", shared.resolve("other"), "--dry-run");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("expected a translator of kind gloss");
  }
}
