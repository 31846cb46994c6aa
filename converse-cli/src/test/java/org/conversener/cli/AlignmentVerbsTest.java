package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.conversener.text.Alignment;
import org.conversener.text.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code translate --alignment} and {@code evaluate-alignment}. */
class AlignmentVerbsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "la casa grande\n\nAna vive en una ciudad de la costa\n";

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Cli.Result evaluate(Path gold, Path predicted, Object... more) {
    List<Object> all =
        new ArrayList<>(List.of("evaluate-alignment", "--gold", gold, "--predicted", predicted));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  private Cli.Result translate(String rule, String layer) {
    return Cli.fed(
        TEXT,
        "translate",
        "--model",
        TinyWorld.of("translator"),
        "--beam",
        1,
        "--attention",
        folder.resolve("attention.jsonl"),
        "--alignment",
        folder.resolve("links"),
        "--align",
        rule,
        "--layer",
        layer);
  }

  private List<Alignment> aligned(String rule, String layer) throws IOException {
    Cli.Result result = translate(rule, layer);
    assertThat(result.code()).as(result.err()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("links"));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).isEmpty();
    return lines.stream().map(Alignment::parse).toList();
  }

  private double[][] weights(int sentence, int layer) throws IOException {
    String line = Files.readAllLines(folder.resolve("attention.jsonl")).get(sentence);
    return JSON.convertValue(JSON.readTree(line).get("layers").get(layer), double[][].class);
  }

  @Test
  void linksAreThoseOfTheAttentionThatIsWrittenBeside() throws IOException {
    for (String layer : List.of("first", "2")) {
      Alignment links = aligned("by-target", layer).get(2);
      double[][] weights = weights(2, layer.equals("2") ? 1 : 0);
      assertThat(links.sure()).isNotEmpty();
      assertThat(links.sure().stream().map(Link::target)).doesNotHaveDuplicates();
      for (Link link : links.sure()) {
        for (double[] row : weights) {
          assertThat(weights[link.source()][link.target()])
              .as("layer %s, link %s", layer, link)
              .isGreaterThanOrEqualTo(row[link.target()]);
        }
      }
    }
  }

  @Test
  void bySourceEachSourceWordHasAtMostOneLink() throws IOException {
    Alignment links = aligned("by-source", "last").get(2);
    assertThat(links.sure()).isNotEmpty();
    assertThat(links.sure().stream().map(Link::source)).doesNotHaveDuplicates();
  }

  @Test
  void symmetrisationsContainEachOther() throws IOException {
    Set<Link> byTarget = aligned("by-target", "mean").get(2).sure();
    Set<Link> bySource = aligned("by-source", "mean").get(2).sure();
    Set<Link> union = aligned("union", "mean").get(2).sure();
    Set<Link> intersection = aligned("intersection", "mean").get(2).sure();
    Set<Link> grown = aligned("grow-diag-final", "mean").get(2).sure();
    assertThat(union).containsAll(byTarget).containsAll(bySource).containsAll(grown);
    assertThat(byTarget).containsAll(intersection);
    assertThat(bySource).containsAll(intersection);
    assertThat(grown).containsAll(intersection);
  }

  @Test
  void aThresholdTakesAllLinksOfThatWeight() throws IOException {
    Alignment links = aligned("threshold:0.05", "first").get(2);
    double[][] weights = weights(2, 0);
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights[i].length; j++) {
        assertThat(links.sure().contains(new Link(i, j))).isEqualTo(weights[i][j] >= 0.05);
      }
    }
  }

  @Test
  void rulesThatDoNotExistAreWrongUsage() {
    assertThat(translate("grow", "last").code()).isEqualTo(2);
    assertThat(translate("grow", "last").err()).contains("grow-diag-final").contains("'grow'");
    assertThat(translate("threshold:0", "last").code()).isEqualTo(2);
    assertThat(translate("union", "mix").code()).isEqualTo(2);
    assertThat(translate("union", "9").err()).contains("the translator has 2 layers");
    assertThat(folder.resolve("links")).doesNotExist();
  }

  @Test
  void aRuleNeedsAFileToWrite() {
    Cli.Result result =
        Cli.run("translate", "--model", TinyWorld.of("translator"), "--align", "union");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--alignment FILE");
  }

  @Test
  void evaluatePrintsTheJsonOfTheContract() throws IOException {
    Path gold = file("gold", "0-0 1-1 2-2 2?3\n\n");
    Path predicted = file("predicted", "0-0 1-2 2-3\n\n");
    Cli.Result result = evaluate(gold, predicted, "--json");
    assertThat(result.out())
        .isEqualTo(
            "{\"precision\":66.67,\"recall\":33.33,\"f1\":44.44,\"aer\":50.0,\"sure\":3,"
                + "\"possible\":4,\"predicted\":3,\"sentences\":2}\n");
    assertThat(result.err()).isEmpty();
    assertThat(evaluate(gold, predicted).out())
        .startsWith("2 sentences; gold: 3 sure links")
        .endsWith("AER:  50.00\n");
  }

  @Test
  void aTranslationsLinksAgreeWithThemselves() throws IOException {
    assertThat(translate("union", "last").code()).isZero();
    Path links = folder.resolve("links");
    JsonNode json = JSON.readTree(evaluate(links, links, "--json").out());
    assertThat(json.get("aer").asDouble()).isZero();
    assertThat(json.get("sentences").asInt()).isEqualTo(3);
  }

  @Test
  void otherNumbersOfLinesAre65AndSayWhichFile() throws IOException {
    Cli.Result shorter = evaluate(file("gold", "0-0\n0-0\n"), file("predicted", "0-0\n"));
    assertThat(shorter.code()).isEqualTo(65);
    assertThat(shorter.err())
        .contains("predicted:2: expected 2 lines, as many as in " + folder.resolve("gold"))
        .contains("found 1");
    Cli.Result longer = evaluate(file("g", "0-0\n"), file("p", "0-0\n\n\n"));
    assertThat(longer.code()).isEqualTo(65);
    assertThat(longer.err()).contains("p:2: expected 1 lines").contains("found 3");
  }

  @Test
  void malformedLinksAre65WithTheirLine() throws IOException {
    Cli.Result result = evaluate(file("gold", "0-0\n0-0 x\n"), file("predicted", "\n\n"));
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("gold:2: link 2 of the line: expected SOURCE-ENGLISH");
  }

  @Test
  void possibleLinksInAPredictionAre65() throws IOException {
    Cli.Result result = evaluate(file("gold", "\n0?0\n"), file("predicted", "\n0?0\n"));
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("predicted:2: ").contains("only gold");
  }

  @Test
  void filesWithoutLinesAre65AndMissingOnes66() throws IOException {
    Path empty = file("empty", "");
    assertThat(evaluate(empty, empty).code()).isEqualTo(65);
    Cli.Result missing = evaluate(folder.resolve("missing"), empty);
    assertThat(missing.code()).isEqualTo(66);
    assertThat(missing.err()).contains("missing: there is no such file");
    assertThat(Cli.run("evaluate-alignment", "--gold", empty).code()).isEqualTo(2);
  }

  @Test
  void nothingToCompareIsTold() throws IOException {
    Cli.Result result = evaluate(file("gold", "\n"), file("predicted", "\n"), "--json");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("{\"precision\":0.0,\"recall\":0.0,\"f1\":0.0,\"aer\":100.0");
    assertThat(result.err()).contains("nothing is predicted").contains("gold has no sure link");
  }

  @Test
  void wordsCountedFromOneAreTold() throws IOException {
    Path ones = file("ones", "1-1 2-2\n");
    Path zeros = file("zeros", "0-0 1-1\n");
    assertThat(evaluate(ones, zeros).err()).contains("ones: ").doesNotContain("zeros: ");
    assertThat(evaluate(zeros, zeros).err()).isEmpty();
  }
}
