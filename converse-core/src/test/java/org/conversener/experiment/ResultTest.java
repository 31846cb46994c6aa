package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Result.Run run(long seed, double test, double train, double fresh) {
    Map<String, Double> byNames = new LinkedHashMap<>();
    byNames.put("train", train);
    byNames.put("new", fresh);
    return new Result.Run(seed, test + 1, test + 2, test, test - 1, test - 2, byNames, 1.5);
  }

  private static final Result TWO =
      new Result("es", "can-last", List.of(run(1, 60.004, 90, 30), run(2, 64.006, 91, 33)));
  private static final Result CEILING =
      new Result(
          "es", "ceiling", List.of(new Result.Run(null, null, null, 99.5, 99, 99, Map.of(), 0)));

  @Test
  void jsonHasTheKeysOfTheContractInOrder() throws Exception {
    JsonNode node = JSON.readTree(JSON.writeValueAsString(TWO.toMap()));
    assertThat(node.fieldNames())
        .toIterable()
        .startsWith("language", "system", "seeds", "f1", "mean", "deviation", "byNames");
    assertThat(node.get("language").asText()).isEqualTo("es");
    assertThat(node.get("system").asText()).isEqualTo("can-last");
    assertThat(node.get("seeds").toString()).isEqualTo("[1,2]");
    assertThat(node.get("f1").toString()).isEqualTo("[60.0,64.01]");
    assertThat(node.get("mean").asDouble()).isEqualTo(62.0, within(0.0051));
    // sqrt(2) times half the difference, 4.002 / sqrt(2)
    assertThat(node.get("deviation").asDouble()).isEqualTo(2.83);
    assertThat(node.get("byNames").toString()).isEqualTo("{\"train\":90.5,\"new\":31.5}");
    assertThat(node.get("dev").toString()).isEqualTo("[61.0,65.01]");
    assertThat(node.get("devRest").toString()).isEqualTo("[62.0,66.01]");
    assertThat(node.get("seconds").toString()).isEqualTo("[1.5,1.5]");
  }

  @Test
  void theDeviationOfOneRunIsNull() throws Exception {
    Result one = new Result("es", "baseline", List.of(run(1, 50, 60, 40)));
    assertThat(one.deviation()).isNaN();
    JsonNode node = JSON.readTree(JSON.writeValueAsString(one.toMap()));
    assertThat(node.has("deviation")).isTrue();
    assertThat(node.get("deviation").isNull()).isTrue();
  }

  @Test
  void whatWasNotTrainedHasNoSeeds() throws Exception {
    JsonNode node = JSON.readTree(JSON.writeValueAsString(CEILING.toMap()));
    assertThat(node.get("seeds")).isEmpty();
    assertThat(node.get("dev")).isEmpty();
    assertThat(node.get("f1").toString()).isEqualTo("[99.5]");
  }

  @Test
  void aResultNeedsARun() {
    assertThatThrownBy(() -> new Result("es", "can-mix", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can-mix");
  }

  @Test
  void theTableHasResultsAndTheSummedSecondsOfStages() throws Exception {
    ResultTable table = new ResultTable();
    table.add(TWO);
    table.add(CEILING);
    table.time("teacher", 1.25);
    table.time("can-last", 2);
    table.time("teacher", 1);
    JsonNode node = JSON.readTree(JSON.writeValueAsString(table.toMap()));
    assertThat(node.fieldNames()).toIterable().containsExactly("results", "seconds");
    assertThat(node.get("results")).hasSize(2);
    assertThat(node.get("seconds").toString()).isEqualTo("{\"teacher\":2.25,\"can-last\":2.0}");
  }

  @Test
  void theTextHasALineForEachSystemAndDeviationsOfSeveralRunsOnly() {
    ResultTable table = new ResultTable();
    table.add(TWO);
    table.add(CEILING);
    List<String> lines = table.toText().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).strip().split(" +"))
        .containsExactly(
            "language",
            "system",
            "test",
            "F1",
            "unseen",
            "dev",
            "F1",
            "dev",
            "rest",
            "train",
            "new");
    assertThat(lines.get(1).strip().split(" +"))
        .startsWith("es", "can-last", "62.00", "±", "2.83", "60.00")
        .endsWith("90.50", "31.50");
    assertThat(lines.get(2)).contains("99.50").doesNotContain("±").doesNotContain("NaN");
  }

  @Test
  void aTableWithoutARestOfDevHasNoColumnForIt() {
    ResultTable table = new ResultTable();
    table.add(CEILING);
    assertThat(table.toText()).doesNotContain("rest");
  }
}
