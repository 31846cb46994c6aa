package org.conversener.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void specialsComeFirstThenTheFrequentThenCodePointOrder() {
    Vocabulary vocabulary =
        Vocabulary.builder()
            .specials("<pad>", "<unk>")
            .counts(Map.of("b", 2L, "😀", 2L, "！", 2L, "a", 5L, "<pad>", 9L, "rare", 1L))
            .count("b")
            .minimumCount(2)
            .build();
    assertThat(vocabulary.symbols()).containsExactly("<pad>", "<unk>", "a", "b", "！", "😀");
    assertThat(vocabulary.idOf("b")).isEqualTo(3);
    assertThat(vocabulary.symbol(3)).isEqualTo("b");
    assertThat(vocabulary.size()).isEqualTo(6);
  }

  @Test
  void theMaximumSizeCountsTheSpecials() {
    Vocabulary.Builder builder =
        Vocabulary.builder().specials("<unk>").counts(Map.of("a", 3L, "b", 2L)).maximumSize(2);
    assertThat(builder.build().symbols()).containsExactly("<unk>", "a");
    assertThatThrownBy(() -> builder.specials("<pad>", "<eos>").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 symbols cannot hold the 3 special");
  }

  @Test
  void whatIsNotHeldIsTheUnknownSymbolIfThereIsOne() {
    assertThat(Vocabulary.of(List.of("a", "<unk>")).idOf("z")).isEqualTo(1);
    assertThat(Vocabulary.of(List.of("a")).idOf("z")).isEqualTo(-1);
    assertThat(Vocabulary.of(List.of("a", "<unk>")).contains("z")).isFalse();
  }

  @Test
  void oddSymbolsSurviveAFileInAnyProgram() {
    List<String> odd =
        List.of(
            " ",
            "a b",
            " a ",
            "\n",
            "\r\n",
            "\\",
            "\\n",
            "\\u0041",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u00A0",
            "\u3000",
            "\t",
            "\uFEFF",
            "\uD83D",
            "😀",
            "\u0000",
            "#",
            "\uDB40\uDC01");
    List<String> lines = Vocabulary.of(odd).lines();
    byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    List<String> read = new String(file, StandardCharsets.UTF_8).lines().toList();
    assertThat(Vocabulary.fromLines(read).symbols()).isEqualTo(odd);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\R").isNotBlank());
    assertThat(lines).contains("a b", "\\u0020a\\u0020", "\\\\n", "😀");
  }

  @Test
  void linesGiveTheVocabularyBack() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TreeSet<String> symbols = new TreeSet<>();
      for (int i = 0; i < 20; i++) {
        symbols.add(
            random
                .ints(1 + random.nextInt(3), 0, random.nextBoolean() ? 0x100 : 0x3000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
      }
      Vocabulary vocabulary = Vocabulary.of(List.copyOf(symbols));
      assertThat(Vocabulary.fromLines(vocabulary.lines()))
          .as("seed %d", seed)
          .isEqualTo(vocabulary);
    }
  }

  @Test
  void aRepeatedSymbolIsRefusedWithBothLines() {
    assertThatThrownBy(() -> Vocabulary.fromLines(List.of("a", "b", "c", "\\u0062")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 4: \"b\" already stands at line 2");
  }

  @Test
  void emptyLinesAndMalformedEscapesAreRefusedWithTheirLine() {
    assertThatThrownBy(() -> Vocabulary.fromLines(List.of("a", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
    for (String line : List.of("\\", "\\x", "\\u12", "\\u12g4", "\\u+123", "\\u１２３４")) {
      assertThatThrownBy(() -> Vocabulary.fromLines(List.of("a", "b", line)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("line 3")
          .hasMessageContaining(line);
    }
  }
}
