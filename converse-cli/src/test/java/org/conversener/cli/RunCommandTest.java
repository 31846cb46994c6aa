package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  private static String experiment() {
    return """
    language: es
    train: %s
    dev: %s
    test: %s
    embeddings: ["char:6", "random:5"]
    translator: %s
    teacher: %s
    systems: [baseline, can-last, control-shuffled]
    seeds: [1, 2]
    profile: quick
    tagger: {hidden: 6, reprojection: 8, epochs: 1}
    """
        .formatted(
            TinyWorld.of("train.conll"),
            TinyWorld.of("dev.conll"),
            TinyWorld.of("test.conll"),
            TinyWorld.of("translator"),
            TinyWorld.of("teacher"));
  }

  private Cli.Result run(String text, Object... more) throws Exception {
    Path file = Files.writeString(folder.resolve("tiny.yml"), text);
    List<Object> all = new ArrayList<>(List.of("run", file, "--out", folder.resolve("out")));
    all.addAll(List.of("--threads", 1, "--store", folder.resolve("store")));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  @Test
  void anExperimentRunsAndRunAgainTrainsNothing() throws Exception {
    Cli.Result first = run(experiment());
    assertThat(first.code()).as(first.err()).isZero();
    Path results = folder.resolve("out").resolve("results.json");
    JsonNode before = JSON.readTree(results.toFile()).get("results");
    assertThat(before).hasSize(3);
    assertThat(before.get(1).get("system").asText()).isEqualTo("can-last");
    assertThat(before.get(1).get("seeds").toString()).isEqualTo("[1,2]");
    assertThat(before.get(1).get("deviation").isNumber()).isTrue();
    assertThat(first.err()).contains("es control-shuffled seed 2: test F1");
    assertThat(first.out()).contains("±");

    Path log = folder.resolve("out").resolve("runs.jsonl");
    String runs = Files.readString(log);
    assertThat(runs.lines()).hasSize(6);
    Cli.Result second = run(experiment());
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).doesNotContain("epoch").doesNotContain("seed 1");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(log).hasContent(runs);
    assertThat(JSON.readTree(results.toFile()).get("results")).isEqualTo(before);
  }

  @Test
  void theOutputOfAnotherExperimentIsNotMixedWithThis() throws Exception {
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out").resolve("experiment.yml"), "language: fr\n");
    Cli.Result result = run(experiment());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("another experiment");
  }

  @Test
  void aDryRunChecksAndWritesNothing() throws Exception {
    Cli.Result result = run(experiment(), "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("3 systems, 2 seeds: train 30, dev 30, test 30 sentences");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void aDryRunFindsWhatIsMissing() throws Exception {
    String broken = experiment().replace("test.conll", "text.conll");
    Cli.Result result = run(broken, "--dry-run");
    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("text.conll");
  }

  @Test
  void anUnknownKeyIsToldWithItsLineAndTheValidOnes() throws Exception {
    Cli.Result result = run(experiment().replace("seeds:", "seed:"), "--dry-run");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("tiny.yml:9: unknown key seed;").contains("embeddings");
  }

  @Test
  void unknownSystemsSettingsAndProfilesAreToldTheValidOnes() throws Exception {
    Cli.Result system = run(experiment().replace("can-last", "cam-last"), "--dry-run");
    assertThat(system.code()).isEqualTo(2);
    assertThat(system.err()).contains("cam-last").contains("can-mix");
    Cli.Result setting = run(experiment().replace("hidden:", "hiden:"), "--dry-run");
    assertThat(setting.code()).isEqualTo(2);
    assertThat(setting.err()).contains("'hiden'").contains("hidden, ");
    Cli.Result profile = run(experiment().replace("quick", "fast"), "--dry-run");
    assertThat(profile.code()).isEqualTo(2);
    assertThat(profile.err()).contains("expected quick or paper, found \"fast\"");
  }

  @Test
  void aMissingExperimentIsAMissingInput() {
    Cli.Result result = Cli.run("run", folder.resolve("none.yml"));
    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("none.yml: there is no such file");
  }
}
