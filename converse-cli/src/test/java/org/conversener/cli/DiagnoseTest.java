package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.conversener.text.Alignment;
import org.conversener.text.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diagnose} and {@code translate} look at the same attention. */
class DiagnoseTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  // A translator of two epochs copies little; punctuation it does.
  private static final List<List<String>> SENTENCES =
      List.of(
          List.of("la", "casa", "grande", "."),
          List.of("Ana", "vive", "en", "la", "ciudad", "."),
          List.of("el", "río", "de", "la", "costa", "."));

  @TempDir private Path folder = Path.of("");

  @Test
  void copyAccuracyIsThatOfTheLinksOfEachLayer() throws IOException {
    StringBuilder conll = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    for (List<String> words : SENTENCES) {
      words.forEach(word -> conll.append(word).append(word.equals("Ana") ? " B-PER\n" : " O\n"));
      conll.append('\n');
      lines.append(String.join(" ", words)).append('\n');
    }
    Path data = Files.writeString(folder.resolve("data.conll"), conll);
    JsonNode figures =
        JSON.readTree(
            Cli.done(
                    "diagnose",
                    "--translator",
                    TinyWorld.of("translator"),
                    "--teacher",
                    TinyWorld.of("teacher"),
                    "--data",
                    data,
                    "--json")
                .out());
    assertThat(figures.get("sentences").asInt()).isEqualTo(3);
    assertThat(figures.get("entities").asInt()).isEqualTo(1);
    for (String name : List.of("copy_accuracy", "eos_share", "projection_f1", "gold_ceiling")) {
      assertThat(figures.get(name)).as(name).hasSize(2);
    }
    assertThat(figures.get("copies").asInt()).isPositive();
    for (int layer = 1; layer <= 2; layer++) {
      int[] counts = copies(lines.toString(), layer);
      assertThat(counts[1]).isEqualTo(figures.get("copies").asInt());
      assertThat(figures.get("copy_accuracy").get(layer - 1).asDouble())
          .as("layer %s", layer)
          .isCloseTo(100.0 * counts[0] / counts[1], within(0.006));
    }
  }

  /** Of the words that stand once on both sides: how many are linked to their twin, and all. */
  private int[] copies(String text, int layer) throws IOException {
    Path links = folder.resolve("links");
    Path attention = folder.resolve("attention.jsonl");
    Cli.Result result =
        Cli.fed(
            text,
            "translate",
            "--model",
            TinyWorld.of("translator"),
            "--alignment",
            links,
            "--attention",
            attention,
            "--layer",
            layer);
    assertThat(result.code()).as(result.err()).isZero();
    int[] counts = new int[2];
    for (int k = 0; k < SENTENCES.size(); k++) {
      Alignment alignment = Alignment.parse(Files.readAllLines(links).get(k));
      JsonNode target = JSON.readTree(Files.readAllLines(attention).get(k)).get("target");
      List<String> english = JSON.convertValue(target, STRINGS);
      for (int j = 0; j < english.size(); j++) {
        String word = english.get(j);
        if (Collections.frequency(SENTENCES.get(k), word) == 1
            && Collections.frequency(english, word) == 1) {
          Link twin = new Link(SENTENCES.get(k).indexOf(word), j);
          counts[0] += alignment.sure().contains(twin) ? 1 : 0;
          counts[1]++;
        }
      }
    }
    return counts;
  }
}
