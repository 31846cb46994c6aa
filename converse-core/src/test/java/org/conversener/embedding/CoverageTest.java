package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conversener.tensor.HalfTable;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final List<String> WORDS = List.of("ada", "ran");
  private static final List<Sentence> TEXT =
      List.of(
          Sentence.of("Ada", "Lovelace", "ran").withEntities(List.of(new Span("PER", 0, 2))),
          Sentence.of("x"));

  @Test
  void tokensAndThoseOfEntitiesAreCountedInTheFormsThatAreLookedUp() {
    Coverage coverage = Coverage.of(new WordVectors(WORDS, new float[2], 1), TEXT);
    assertThat(coverage.tokens()).isEqualTo(new Coverage.Count(4, 2, 0));
    assertThat(coverage.entityTokens()).isEqualTo(new Coverage.Count(2, 1, 0));
    assertThat(coverage.describe())
        .isEqualTo("50.0 % of 4 tokens and 50.0 % of 2 tokens of entities have a vector");
  }

  @Test
  void composedWordsAreToldApart() {
    // "x" with its brackets is too short for an n-gram of four characters.
    CharacterNgrams ngrams = new CharacterNgrams(4, 6, 5);
    WordVectors vectors = new WordVectors(WORDS, HalfTable.of(new float[7], 1), ngrams);
    Coverage coverage = Coverage.of(vectors, TEXT);
    assertThat(coverage.tokens()).isEqualTo(new Coverage.Count(4, 2, 1));
    assertThat(coverage.describe())
        .isEqualTo(
            "75.0 % of 4 tokens and 100.0 % of 2 tokens of entities have a vector"
                + " (25.0 % and 50.0 % of n-grams alone)");
  }

  @Test
  void noTextIsNoDivision() {
    Coverage coverage = Coverage.of(new WordVectors(WORDS, new float[2], 1), List.of());
    assertThat(coverage.describe()).startsWith("0.0 % of 0 tokens");
  }
}
