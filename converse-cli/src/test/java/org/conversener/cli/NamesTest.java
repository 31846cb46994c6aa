package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void optionsThatDoNothingAreWrongUsage() {
    Path unused = TinyWorld.of("can");
    Cli.Result result = Cli.run(TinyWorld.translator("idle", "--made-up", 0.5));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("do nothing without --swap-names");
    Cli.Result lexicon = Cli.run(TinyWorld.translator("idle", "--lexicon-pairs", 5));
    assertThat(lexicon.code()).isEqualTo(2);
    assertThat(lexicon.err()).contains("--lexicon-pairs needs --name-lexicon");
    Cli.Result range = Cli.run(TinyWorld.translator("idle", "--swap-names", -1));
    assertThat(range.code()).isEqualTo(2);
    assertThat(range.err()).contains("swapNames: expected 0 to 100, found -1.0");
  }

  @Test
  void lexiconsAndListsAreReadAndNamedInTheModel() throws IOException {
    Path unused = TinyWorld.of("can");
    Path lexicon = TinyWorld.write("names.lexicon", "Londres\tLondon\ncasa\thouse\n");
    Path list = TinyWorld.write("names.txt", "Zoraida Luz\n\nno name\n");
    Cli.Result result =
        Cli.done(
            TinyWorld.translator(
                "listed", "--lexicon-pairs", 9, "--name-lexicon", lexicon, "--names", list));
    assertThat(result.err())
        .contains("1 from lexicons, 1 from lists")
        .contains("lists: 1 lines left out")
        .contains("2 of 2 entries of lexicons");
    JsonNode corpora = JSON.readTree(TinyWorld.of("listed/model.json").toFile()).get("corpora");
    assertThat(corpora.get("name-lexicon.1").asText()).hasSize(64);
    assertThat(corpora.get("names.1").asText()).hasSize(64);
  }

  @Test
  void aListWithoutNamesIsBadData() {
    Path unused = TinyWorld.of("can");
    Path list = TinyWorld.write("empty.txt", "\n");
    Cli.Result result = Cli.run(TinyWorld.translator("empty", "--copy-pairs", 5, "--names", list));
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("the file holds no name");
  }

  @Test
  void diagnoseTellsWhichEntitiesSurvive() throws IOException {
    Path unused = TinyWorld.of("can");
    Path lexicon = TinyWorld.write("diagnose.lexicon", "Londres\tLondon\n");
    Cli.Result result =
        Cli.done(
            "diagnose",
            "--translator",
            TinyWorld.of("translator"),
            "--teacher",
            TinyWorld.of("teacher"),
            "--data",
            TinyWorld.of("dev.conll"),
            "--lexicon",
            lexicon,
            "--bitext",
            TinyWorld.of("bitext.tsv"),
            "--json");
    JsonNode figures = JSON.readTree(result.out());
    long all = figures.get("entities").asLong();
    assertThat(all).isPositive();
    long seen = figures.at("/entity_survival_seen_words/entities").asLong();
    long unseen = figures.at("/entity_survival_unseen_words/entities").asLong();
    assertThat(seen + unseen).isEqualTo(all);
    assertThat(figures.get("entity_survival_or_lexicon").asDouble())
        .isGreaterThanOrEqualTo(figures.get("entity_survival").asDouble());
    long byType = 0;
    for (JsonNode type : figures.get("entity_survival_by_type")) {
      byType += type.get("entities").asLong();
    }
    assertThat(byType).isEqualTo(all);
  }

  @Test
  void translationsAreLeftAsTheyAreWhenTold() throws IOException {
    Path model = TinyWorld.of("translator");
    Cli.Result left =
        Cli.fed("Zoraida vive en la ciudad .\n", "translate", "--model", model, "--no-keep-names");
    assertThat(left.code()).as(left.err()).isZero();
    assertThat(left.out()).isNotBlank();
  }

  @Test
  void aSentenceInCapitalsIsTranslatedLikeAnyOtherUnlessTold() throws IOException {
    Path model = TinyWorld.of("translator");
    Object[] scored = {"translate", "--model", model, "--nbest", 3};
    String words = String.join(" ", wordsInSmallLetters(model));
    String plain = Cli.fed("Zoraida " + words + " .\n", scored).out();
    String capitals = "ZORAIDA " + words.toUpperCase(Locale.ROOT) + " .\n";
    assertThat(Cli.fed(capitals, scored).out()).isEqualTo(plain).contains(".");
    Cli.Result left = Cli.fed(capitals, "translate", "--model", model, "--nbest", 3, "--no-recase");
    assertThat(left.code()).as(left.err()).isZero();
    assertThat(left.out()).isNotEqualTo(plain);
  }

  /** Four words that parallel text has in small letters only. */
  private static List<String> wordsInSmallLetters(Path model) throws IOException {
    Set<String> known =
        Files.readAllLines(model.resolve("words.tsv")).stream()
            .map(line -> line.split("\t", -1)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    return known.stream()
        .filter(word -> word.matches("[a-z]{3,}"))
        .filter(
            word ->
                !known.contains(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)))
        .limit(4)
        .toList();
  }
}
