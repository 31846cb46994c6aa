package org.conversener.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordVectorReaderTest {
  private static WordVectors read(String text) throws IOException {
    return WordVectorReader.read(Texts.lines(text));
  }

  private static void assertBad(String text, String start) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(start);
  }

  @Test
  void firstLineGivesTheWidth() throws IOException {
    WordVectors vectors = read("haus 0.5 -1 2e-3\nbaum\t1\t2\t3\n");
    assertThat(vectors.words()).containsExactly("haus", "baum");
    assertThat(vectors.width()).isEqualTo(3);
    assertThat(vectors.rows().get(0)).containsExactly(0.5f, -1f, 0.002f);
    assertThat(vectors.notices()).isEmpty();
  }

  @Test
  void fastTextHeaderAndTrailingSpacesAreUnderstood() throws IOException {
    WordVectors vectors = read("2 3\nhaus 1 2 3 \nbaum 4 5 6 \n");
    assertThat(vectors.words()).containsExactly("haus", "baum");
    assertThat(vectors.notices()).isEmpty();
  }

  @Test
  void headerThatPromisesMoreIsTold() throws IOException {
    assertThat(read("5 2\nhaus 1 2\n").notices())
        .singleElement()
        .asString()
        .contains("promises 5", "found 1");
  }

  @Test
  void wordsMayHoldSpacesOfAnyKind() throws IOException {
    WordVectors vectors = read("a 1 2\n. . . 3 4\nx\u00a0y 5 6\n\u3000 7 8\n");
    assertThat(vectors.words()).containsExactly("a", ". . .", "x\u00a0y", "\u3000");
  }

  @Test
  void ofTwoLinesWithOneWordTheFirstIsKeptAndTold() throws IOException {
    WordVectors vectors = read("a 1 2\nb 3 4\na 5 6\n");
    assertThat(vectors.words()).containsExactly("a", "b");
    assertThat(vectors.rows().get(0)).containsExactly(1f, 2f);
    assertThat(vectors.duplicates()).isEqualTo(1);
    assertThat(vectors.notices()).singleElement().asString().contains("1 line", "line 3");
  }

  @Test
  void unevenLinesAreBadData() {
    assertBad("a 1 2 3\nb 1 2\n", "made.txt:2: expected a word and 3 numbers, found 3 fields");
    assertBad("a 1 2\nb 1 2 3\n", "made.txt:2: expected a word and 2 numbers, found more");
    assertBad("2 3\na 1 2\n", "made.txt:2: ");
    assertBad("a 1 2\n\nb 1 2\n", "made.txt:2: ");
    assertBad("a\n", "made.txt:1: ");
    assertBad("", "made.txt:1: the file holds no word vector");
  }

  @Test
  void whatIsNoFiniteDecimalIsBadData() {
    for (String value : List.of("x", "NaN", "Infinity", "0x1p3", "1f", "1,5", "1e99", "-", "٣")) {
      assertBad("a 1 2\nb 1 " + value + "\n", "made.txt:2: expected a number, found");
    }
  }

  @Test
  void whatHalfPrecisionCannotHoldIsBadData() throws IOException {
    assertThat(read("a 65504\n").rows().get(0)).containsExactly(65504f);
    assertBad("a 1\nb -65520\n", "made.txt:2: expected numbers up to 65504, found -65520");
  }

  @Test
  void numbersAreRoundedAsTheJdkRoundsThem() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      String text =
          switch ((int) (seed % 4)) {
            case 0 -> Float.toString(Float.intBitsToFloat(random.nextInt()));
            case 1 -> String.format(java.util.Locale.ROOT, "%.6f", random.nextGaussian());
            case 2 -> Integer.toString(random.nextInt());
            default -> "-." + random.nextInt(100_000_000);
          };
      float expected = Float.parseFloat(text);
      if (Float.isFinite(expected)) {
        assertThat(FloatText.parse(text, 0, text.length()))
            .as("seed %d: %s", seed, text)
            .isEqualTo(expected);
      }
    }
  }
}
