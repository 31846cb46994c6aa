package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterNgramsTest {
  private static List<Integer> rows(CharacterNgrams ngrams, String word) {
    List<Integer> rows = new ArrayList<>();
    ngrams.forEachRow(word, rows::add);
    return rows;
  }

  /** The definition, spelled out: n-grams as text, their hash in arithmetic without overflow. */
  private static List<Integer> slowRows(CharacterNgrams ngrams, String word) {
    List<Integer> rows = new ArrayList<>();
    int[] characters = ("<" + word + ">").codePoints().toArray();
    for (int start = 0; start < characters.length; start++) {
      for (int n = Math.max(1, ngrams.minn()); n <= ngrams.maxn(); n++) {
        String ngram = start + n > characters.length ? "" : new String(characters, start, n);
        boolean isBracket = n == 1 && (start == 0 || start == characters.length - 1);
        if (!ngram.isEmpty() && !isBracket) {
          rows.add((int) (slowHash(ngram) % ngrams.bucket()));
        }
      }
    }
    return rows;
  }

  private static long slowHash(String ngram) {
    long hash = 2166136261L;
    for (byte b : ngram.getBytes(StandardCharsets.UTF_8)) {
      long widened = b < 0 ? 0xffffff00L + (b & 0xff) : b;
      hash = (hash ^ widened) * 16777619L % (1L << 32);
    }
    return hash;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "ab", "Málaga", "東京都", "a😀b", "<>", "e\u0301l\u00e8ve", "\u00a0"})
  void rowsAreThoseOfTheDefinition(String word) {
    for (int[] range : new int[][] {{0, 2}, {1, 1}, {1, 3}, {2, 4}, {3, 6}, {5, 4}}) {
      for (int bucket : new int[] {1, 50, 2_000_000, Integer.MAX_VALUE}) {
        CharacterNgrams ngrams = new CharacterNgrams(range[0], range[1], bucket);
        assertThat(rows(ngrams, word))
            .as("%s of %s", ngrams, word)
            .isEqualTo(slowRows(ngrams, word));
        assertThat(ngrams.count(word)).isEqualTo(slowRows(ngrams, word).size());
      }
    }
  }

  @Test
  void bracketsAloneAreNoNgrams() {
    assertThat(new CharacterNgrams(1, 1, 10).count("ab")).isEqualTo(2);
    assertThat(new CharacterNgrams(1, 1, 10).count("")).isZero();
  }

  @Test
  void theEndOfASentenceHasNone() {
    assertThat(new CharacterNgrams(1, 6, 10).count("</s>")).isZero();
  }

  @Test
  void textsGiveBackTheNumbers() {
    CharacterNgrams ngrams = new CharacterNgrams(3, 6, 2_000_000);
    assertThat(CharacterNgrams.ofTexts(ngrams.toTexts())).isEqualTo(ngrams);
  }

  @Test
  void otherTextsAreRefused() {
    for (String bucket : List.of("", "0", "-1", "x", "9999999999")) {
      Map<String, String> texts = Map.of("minn", "1", "maxn", "2", "bucket", bucket);
      assertThatThrownBy(() -> CharacterNgrams.ofTexts(texts))
          .as(bucket)
          .isExactlyInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> CharacterNgrams.ofTexts(Map.of("minn", "1", "bucket", "5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxn");
  }

  @Test
  void aHostileLengthIsRefused() {
    assertThatThrownBy(() -> new CharacterNgrams(1, 1_000_000, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000 characters");
  }
}
