package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.conversener.translation.ConvConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallVerbsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void evaluatePrintsTheJsonOfTheContract() throws IOException {
    Path gold = file("gold", "Ana B-PER\nva O\na O\nRoma B-LOC\n\nLima B-LOC\n");
    Path predicted = file("predicted", "Ana B-PER\nva O\na O\nRoma B-PER\n\nLima I-LOC\n");
    Path train = file("train", "Lima B-LOC\n");
    JsonNode json =
        JSON.readTree(
            Cli.done(
                    "evaluate",
                    "--gold",
                    gold,
                    "--predicted",
                    predicted,
                    "--train",
                    train,
                    "--json")
                .out());
    assertThat(names(json))
        .containsExactly(
            "precision",
            "recall",
            "f1",
            "gold",
            "predicted",
            "correct",
            "types",
            "strict",
            "unseen");
    assertThat(json.get("f1").asDouble()).isEqualTo(66.67);
    assertThat(json.at("/types/LOC/f1").asDouble()).isEqualTo(66.67);
    assertThat(json.at("/strict/correct").asInt()).isEqualTo(1);
    assertThat(json.at("/unseen/gold").asInt()).isEqualTo(2);
    assertThat(Cli.done("evaluate", "--gold", gold, "--predicted", predicted).out())
        .startsWith("processed 5 tokens with 3 phrases");
  }

  @Test
  void evaluateReadsPredictionsInTheSchemeThatIsSaid() throws IOException {
    // Well-formed as BIO, ill-formed as BIOES, which closes an entity.
    Path tags = file("tags", "Ana B-PER\nPaz I-PER\nva O\n");
    String[] evaluate = {"evaluate", "--json", "--gold", "" + tags, "--predicted", "" + tags};
    for (String option : new String[] {"--scheme", "--predicted-scheme"}) {
      assertThat(strict(evaluate, option, "bio")).isEqualTo(1);
      assertThat(strict(evaluate, option, "bioes")).isZero();
    }
  }

  private static int strict(String[] evaluate, Object... more) throws IOException {
    Object[] all = Stream.concat(Stream.of(evaluate), Stream.of(more)).toArray();
    return JSON.readTree(Cli.done(all).out()).at("/strict/correct").asInt();
  }

  @Test
  void evaluateNamesTheFirstWordThatDiffers() throws IOException {
    Path gold = file("gold", "Ana B-PER\nva O\n");
    Cli.Result other =
        Cli.run("evaluate", "--gold", gold, "--predicted", file("p", "Ana O\nve O\n"));
    assertThat(other.code()).isEqualTo(65);
    assertThat(other.err()).contains("p:2: expected \"va\"").contains("found \"ve\"");
    Cli.Result shorter =
        Cli.run("evaluate", "--gold", file("g", "a O\n\nb O\n"), "--predicted", file("q", "a O\n"));
    assertThat(shorter.code()).isEqualTo(65);
    assertThat(shorter.err()).contains("q:1: expected the 2 sentences");
  }

  @Test
  void bleuReadsGzipAndPrintsTheJsonOfTheContract() throws IOException {
    String text = "The house is on the hill .\nWe go to the river now .\n";
    Path reference = folder.resolve("reference.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(reference))) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Path same = file("hypothesis", text);
    JsonNode json =
        JSON.readTree(
            Cli.done("bleu", "--reference", reference, "--hypothesis", same, "--json").out());
    assertThat(names(json))
        .containsExactly("score", "precisions", "bp", "hyp_len", "ref_len", "signature");
    assertThat(json.get("score").asDouble()).isBetween(99.99, 100.01);
  }

  @Test
  void bleuWantsAsManyLines() throws IOException {
    Path one = file("one", "a\n");
    Path two = file("two", "a\nb\n");
    Cli.Result result = Cli.run("bleu", "--reference", two, "--hypothesis", one);
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("two:2: expected 1 lines").contains("found 2");
  }

  @Test
  void translateKeepsTheOrderOfLinesAndEmptyLines() throws IOException {
    Path attention = folder.resolve("attention.jsonl");
    Path alignment = folder.resolve("alignment");
    Cli.Result result =
        Cli.fed(
            "la casa\n\nuna ciudad grande\n",
            "translate",
            "--model",
            TinyWorld.of("translator"),
            "--beam",
            2,
            "--attention",
            attention,
            "--alignment",
            alignment,
            "--layer",
            "mean");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.lines()).hasSize(3);
    assertThat(result.lines().get(1)).isEmpty();
    assertThat(result.err()).contains("1 empty lines");
    List<String> lines = Files.readAllLines(attention);
    assertThat(lines).hasSize(3);
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(names(first)).containsExactly("source", "target", "layers");
    assertThat(first.get("layers")).hasSize(2);
    assertThat(first.at("/layers/0")).hasSize(2);
    assertThat(first.at("/layers/0/0")).hasSize(first.get("target").size());
    assertThat(JSON.readTree(lines.get(1)).toString())
        .isEqualTo("{\"source\":[],\"target\":[],\"layers\":[]}");
    assertThat(Files.readAllLines(alignment).get(0)).matches("([0-9]+-[0-9]+ ?)*");
  }

  @Test
  void nbestGivesThatManyLinesEach() {
    Cli.Result result =
        Cli.fed("la casa\n\n", "translate", "--model", TinyWorld.of("translator"), "--nbest", 3);
    assertThat(result.lines()).hasSize(6);
    assertThat(result.lines().get(0)).matches(".*\t-[0-9.]+");
    assertThat(result.lines().subList(3, 6)).containsOnly("");
  }

  @Test
  void productsMayBeOfAnotherKindThanInTraining() {
    Path model = TinyWorld.of("translator");
    String exact = Cli.fed("la casa\n", "translate", "--model", model).out();
    String narrow =
        Cli.fed("la casa\n", "translate", "--model", model, "--products", "BFLOAT16").out();
    assertThat(narrow).isNotBlank().isEqualTo(exact);
    Cli.Result wrong = Cli.fed("la\n", "translate", "--model", model, "--products", "int8");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--products").contains("BFLOAT16").contains("int8");
  }

  @Test
  void nbestTranslationsDifferAlsoWithNamesPutBack() {
    Path model = TinyWorld.of("translator");
    for (String sentence : List.of("Zurita vive en Lopez", "Lopez Zurita", "vive Zurita hoy .")) {
      List<String> lines =
          Cli.fed(sentence + "\n", "translate", "--model", model, "--nbest", 5).lines();
      List<String> texts =
          lines.stream().filter(l -> !l.isEmpty()).map(l -> l.split("\t", -1)[0]).toList();
      assertThat(texts).as(sentence).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  @Test
  void aTranslationStartsAsItIsTold() {
    Cli.Result result =
        Cli.fed(
            "Zurita vive en Lopez\tParis loves Rome\n\nla casa\n",
            "translate",
            "--model",
            TinyWorld.of("translator"),
            "--prefix");
    assertThat(result.lines().get(0)).startsWith("Paris loves Rome");
    assertThat(result.lines()).hasSize(3);
  }

  @Test
  void aStartThatDoesNotFitIsBadDataBehindTheAnswersBeforeIt() {
    Cli.Result result =
        Cli.fed(
            "la casa\ncasa\t" + "house ".repeat(300) + "\n",
            "translate",
            "--model",
            TinyWorld.of("translator"),
            "--prefix");
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("<stdin>:2: the start has ");
    assertThat(result.lines()).hasSize(1);
  }

  @Test
  void aVeryLongLineIsTranslated() {
    Cli.Result result =
        Cli.fed(
            "Zurita vive ".repeat(10_000) + "\nla casa\n",
            "translate",
            "--model",
            TinyWorld.of("translator"),
            "--beam",
            1,
            "--max-len-a",
            0,
            "--max-len-b",
            5);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.lines()).hasSize(2);
  }

  @Test
  void theSameFileTwiceIsRefused() {
    Path file = folder.resolve("both");
    Cli.Result result =
        Cli.run(
            "translate",
            "--model",
            TinyWorld.of("translator"),
            "--attention",
            file,
            "--alignment",
            file);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("expected two files");
  }

  @Test
  void theHelpNamesEverySettingOfATranslator() {
    String help = Cli.done("train", "translator", "--help").out();
    for (RecordComponent setting : ConvConfig.class.getRecordComponents()) {
      boolean isOption =
          List.of("sourceLanguage", "sourceUnits", "seed").contains(setting.getName());
      assertThat(isOption || help.contains(setting.getName())).as(setting.getName()).isTrue();
    }
  }

  @Test
  void translateRefusesMix() {
    Cli.Result result =
        Cli.run("translate", "--model", TinyWorld.of("translator"), "--layer", "mix");
    assertThat(result.code()).isEqualTo(2);
  }

  @Test
  void infoDescribesMachineAndModel() {
    assertThat(Cli.done("info").out())
        .contains("converse: ", "cores: ", "OPENBLAS_THREAD_TIMEOUT: ", "libtorch_cpu");
    assertThat(Cli.done("info", "--model", TinyWorld.of("can")).out())
        .contains("kind: tagger", "test.f1: ", "weights.safetensors", "translator at ");
  }

  @Test
  void packLeavesWhatIsThere() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));
    file("there/letter", "kept");
    Cli.Result result = Cli.run("pack", "--model", TinyWorld.of("teacher"), "--out", there);
    assertThat(result.code()).isEqualTo(2);
    assertThat(there.resolve("letter")).hasContent("kept");
  }

  @Test
  void helpNamesEveryVerbAndGoesToStdout() {
    Cli.Result help = Cli.done("--help");
    assertThat(help.out())
        .contains(
            "train",
            "translate",
            "tag",
            "evaluate",
            "evaluate-alignment",
            "bleu",
            "vectors",
            "pack",
            "info")
        .doesNotContain("doctor");
    assertThat(help.err()).isEmpty();
    assertThat(Cli.done("train", "tagger", "--help").out())
        .contains("--carried-control", "--strip-segment-digit", "--resume");
    assertThat(Cli.done("train", "translator", "--help").out()).contains("gloss", "--lexicon");
    assertThat(Cli.done("--version").out()).startsWith("converse ");
  }
}
