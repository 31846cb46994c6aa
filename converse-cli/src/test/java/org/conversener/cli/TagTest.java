package org.conversener.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TAG = "(O|[BI]-[A-Z]+)";

  @TempDir private Path folder = Path.of("");

  @Test
  void everyLineOfConllComesBackWithItsTag() {
    String in = "-DOCSTART- -X- O\n\n\nLa DA O\ncasa NN B-X\n\nfin N O\n-DOCSTART- -X- O\nuna X O";
    Cli.Result result = Cli.fed(in, "tag", "--model", TinyWorld.of("can"));
    assertThat(result.code()).as(result.err()).isZero();
    String[] before = in.split("\n", -1);
    assertThat(result.lines()).hasSize(before.length);
    for (int i = 0; i < before.length; i++) {
      if (before[i].isEmpty()) {
        assertThat(result.lines().get(i)).isEmpty();
      } else {
        assertThat(result.lines().get(i)).matches("\\Q" + before[i] + "\\E " + TAG);
      }
    }
    assertThat(result.lines().get(0)).isEqualTo("-DOCSTART- -X- O O");
  }

  @Test
  void boundariesThatJsonCannotShowAreCounted() {
    String in = "-DOCSTART- O\n\nLa O\n\n-DOCSTART- O\n\ncasa O\n";
    Cli.Result result =
        Cli.fed(in, "tag", "--model", TinyWorld.of("teacher"), "--output-format", "jsonl");
    assertThat(result.lines()).hasSize(2);
    assertThat(result.err()).contains("2 -DOCSTART- lines dropped");
  }

  @Test
  void aTokenThatConllReadsAsABoundaryIsRefused() {
    Cli.Result result =
        Cli.fed(
            "{\"tokens\":[\"-DOCSTART-\"]}\n",
            "tag",
            "--model",
            TinyWorld.of("teacher"),
            "--input-format",
            "jsonl",
            "--output-format",
            "conll");
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("<stdin>:1: ").contains("document's boundary");
  }

  @Test
  void sentencesBeforeABadLineAreAnswered() {
    Cli.Result result =
        Cli.fed(
            "{\"tokens\":[\"La\"]}\n{\"tokens\":[]}\n{\n",
            "tag",
            "--model",
            TinyWorld.of("teacher"),
            "--input-format",
            "jsonl");
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("<stdin>:3: ");
    assertThat(result.lines()).hasSize(2);
  }

  @Test
  void answersStandInTheOrderOfTheirLines() throws IOException {
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      in.append("La casa ".repeat(i % 7)).append('\n');
    }
    Cli.Result result =
        Cli.fed(
            in.toString(),
            "tag",
            "--model",
            TinyWorld.of("can"),
            "--input-format",
            "text",
            "--output-format",
            "jsonl");
    assertThat(result.lines()).hasSize(500);
    for (int i = 0; i < 500; i++) {
      assertThat(JSON.readTree(result.lines().get(i)).get("tokens")).hasSize(i % 7 * 2);
    }
    assertThat(result.err()).contains("72 empty sentences");
  }

  @Test
  void aSentenceIsAnsweredBeforeTheNextIsWritten() throws Exception {
    PipedOutputStream person = new PipedOutputStream();
    PipedInputStream stdin = new PipedInputStream(person);
    PipedOutputStream answers = new PipedOutputStream();
    BufferedReader screen =
        new BufferedReader(new InputStreamReader(new PipedInputStream(answers), UTF_8));
    String[] tag = {"tag", "--model", TinyWorld.of("teacher").toString(), "--input-format", "text"};
    Thread converse = new Thread(() -> Main.run(tag, stdin, answers, new ByteArrayOutputStream()));
    converse.start();
    for (String word : List.of("La", "casa")) {
      person.write((word + "\n").getBytes(UTF_8));
      person.flush();
      assertThat(screen.readLine()).startsWith(word + " ");
      assertThat(screen.readLine()).isEmpty();
    }
    person.close();
    converse.join();
  }

  @Test
  void nothingToTagIsTold() {
    Cli.Result result = Cli.fed("\n", "tag", "--model", TinyWorld.of("teacher"));
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("<stdin> holds no sentence");
  }

  @Test
  void tabsStayTabs() {
    Cli.Result result = Cli.fed("x\tLa 0\ny\tcasa 0\n", "tag", "--model", TinyWorld.of("teacher"));
    assertThat(result.lines().get(0)).matches("x\tLa 0\t" + TAG);
    assertThat(result.lines()).hasSize(2);
  }

  @Test
  void segmentDigitsAreNotReadButKept() {
    Object[] tag = {"tag", "--model", TinyWorld.of("teacher"), "--output-format"};
    List<Object> jsonl = new ArrayList<>(Arrays.asList(tag));
    jsonl.addAll(List.of("jsonl", "--strip-segment-digit"));
    assertThat(Cli.fed("La0\n", jsonl.toArray()).out()).contains("\"tokens\":[\"La\"]");
    jsonl.set(4, "conll");
    assertThat(Cli.fed("La0\n", jsonl.toArray()).out()).startsWith("La0 ");
  }

  @Test
  void jsonHasTheKeysOfTheContract() throws IOException {
    String in = "{\"id\":7,\"tokens\":[\"La\",\"casa\",\"a b\"]}\n{\"text\":\"La casa, ya.\"}\n";
    Cli.Result result =
        Cli.fed(in, "tag", "--model", TinyWorld.of("can"), "--input-format", "jsonl");
    JsonNode first = JSON.readTree(result.lines().get(0));
    assertThat(names(first)).containsExactly("id", "tokens", "tags", "entities");
    assertThat(first.get("id").asInt()).isEqualTo(7);
    assertThat(first.get("tokens").get(2).asText()).isEqualTo("a b");
    assertThat(first.get("tags")).hasSize(3);
    JsonNode second = JSON.readTree(result.lines().get(1));
    assertThat(names(second)).containsExactly("tokens", "tags", "entities");
    assertThat(second.get("tokens")).hasSize(5);
  }

  @Test
  void entitiesAgreeWithTags() throws IOException {
    // A tagger trained on nothing but entities finds some.
    Path train =
        Files.writeString(folder.resolve("train.conll"), "Ana B-PER\nPaz I-PER\n\n".repeat(9));
    Path model = folder.resolve("model");
    Cli.done(
        "train",
        "tagger",
        "--train",
        train,
        "--dev",
        train,
        "--embedding",
        "random:8",
        "--threads",
        1,
        "--epochs",
        12,
        "--config",
        Files.writeString(folder.resolve("c.yml"), "hidden: 4\nlearningRate: 0.1\n"),
        "--out",
        model);
    Cli.Result result =
        Cli.fed(
            "Ana Paz\n",
            "tag",
            "--model",
            model,
            "--input-format",
            "text",
            "--output-format",
            "jsonl");
    JsonNode answer = JSON.readTree(result.out());
    assertThat(answer.get("tags").toString()).isEqualTo("[\"B-PER\",\"I-PER\"]");
    JsonNode entity = answer.get("entities").get(0);
    assertThat(names(entity)).containsExactly("type", "start", "end", "confidence");
    assertThat(entity.get("end").asInt()).isEqualTo(2);
    assertThat(entity.get("confidence").asDouble()).isBetween(0.0, 1.0);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void textIsCutByLanguageOrCharacter() {
    Object[] base = {"tag", "--model", TinyWorld.of("teacher"), "--input-format", "text"};
    assertThat(Cli.fed("Ya, sí.\n\n", base).lines()).hasSize(6);
    List<Object> characters = new ArrayList<>(Arrays.asList(base));
    characters.addAll(List.of("--tokeniser", "characters"));
    assertThat(Cli.fed("北京 大\n", characters.toArray()).lines()).hasSize(4);
  }

  @Test
  void aPackedAndMovedModelTagsAsBefore() throws IOException {
    String in = Files.readString(TinyWorld.of("test.conll"));
    Cli.Result before = Cli.fed(in, "tag", "--model", TinyWorld.of("can"));
    Cli.done("pack", "--model", TinyWorld.of("can"), "--out", folder.resolve("packed"));
    Path moved = Files.move(folder.resolve("packed"), folder.resolve("moved"));
    assertThat(moved.resolve("translator/model.json")).exists();
    Cli.Result after = Cli.fed(in, "tag", "--model", moved);
    assertThat(before.code()).isZero();
    assertThat(after.out()).isEqualTo(before.out());
    Path tagged = Files.writeString(folder.resolve("tagged.conll"), before.out());
    Cli.Result score =
        Cli.done("evaluate", "--gold", TinyWorld.of("test.conll"), "--predicted", tagged, "--json");
    JsonNode scores = JSON.readTree(moved.resolve("model.json").toFile()).get("scores");
    assertThat(JSON.readTree(score.out()).get("f1").asDouble())
        .isCloseTo(scores.get("test.f1").asDouble(), org.assertj.core.data.Offset.offset(0.0051));
  }
}
