package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.Test;

class TokenFeaturesTest {
  private static final Sentence SHORT = Sentence.of("Ada", "ran");
  private static final Sentence LONG =
      Sentence.of("Ada", "saw", "incomprehensibilities", "𝔘nseen", "x");

  private final Parameters parameters = new Parameters(3, DType.FLOAT64);
  private final Alphabet alphabet = Alphabet.of(List.of(SHORT, LONG));
  private final WordVectors vectors =
      new WordVectors(List.of("Ada", "saw"), new float[] {1, 2, 3, 4, 5, 6}, 3);
  private final Map<String, TokenFeatures> kinds =
      Map.of(
          "frozen",
          StaticVectors.frozen(parameters, vectors, "vectors-0"),
          "tuned",
          StaticVectors.tuned(parameters, vectors, "vectors-1"),
          "random",
          new RandomVectors(parameters, 4, List.of("Ada", "ran", "saw"), "words-2"),
          "char",
          new CharacterCnn(parameters.group("char"), 5, alphabet));

  @Test
  void aSentencesRowsDoNotDependOnItsNeighbours() {
    kinds.forEach(
        (name, features) -> {
          try (Scope scope = Scope.withoutGradients()) {
            int width = features.width();
            double[] alone = features.forward(List.of(SHORT), false).toDoubles();
            Tensor beside = features.forward(List.of(LONG, SHORT), false);
            assertThat(beside.shape()).as(name).containsExactly(2, 5, width);
            double[] padded = beside.select(0, 1).toDoubles();
            assertThat(Arrays.copyOf(padded, alone.length))
                .as(name)
                .containsExactly(alone, within(1e-12));
            assertThat(Arrays.copyOfRange(padded, alone.length, padded.length))
                .as("%s after the end", name)
                .containsOnly(0.0);
          }
        });
  }

  @Test
  void theGradientOfCharactersIsAlwaysTheSame() {
    // libtorch's own convolution gave NaN about once in a thousand times here.
    Parameters single = new Parameters(3, DType.FLOAT32);
    CharacterCnn characters = new CharacterCnn(single, 4, alphabet);
    float[] first = {};
    for (int i = 0; i < 2000; i++) {
      try (Scope scope = Scope.open()) {
        Tensor rows = characters.forward(List.of(LONG, SHORT), false);
        rows.times(rows).sum().backward();
        float[] gradient = single.get("weight").gradient().toFloats();
        single.clearGradients();
        if (i == 0) {
          first = gradient;
        }
        assertThat(gradient).as("repetition %s", i).isEqualTo(first);
      }
    }
    single.close();
  }

  @Test
  void wordsWithoutAVectorAreZero() {
    Function<String, double[]> row =
        name -> {
          try (Scope scope = Scope.withoutGradients()) {
            return java.util.Objects.requireNonNull(kinds.get(name))
                .forward(List.of(Sentence.of("unknownword")), false)
                .toDoubles();
          }
        };
    assertThat(row.apply("frozen")).containsOnly(0.0);
    assertThat(row.apply("tuned")).containsOnly(0.0);
    assertThat(row.apply("random")).containsOnly(0.0);
  }

  @Test
  void aRandomVectorDependsOnSeedAndSpellingOnly() {
    TokenFeatures other = new RandomVectors(parameters, 4, List.of("zebra", "Ada"), "words-0");
    try (Scope scope = Scope.withoutGradients()) {
      List<Sentence> ada = List.of(Sentence.of("Ada"));
      double[] expected =
          java.util.Objects.requireNonNull(kinds.get("random")).forward(ada, false).toDoubles();
      assertThat(other.forward(ada, false).toDoubles()).isEqualTo(expected);
    }
  }

  @Test
  void gradientsOfCharactersAndTunedVectorsAreRight() {
    TokenFeatures both =
        new Concatenation(
            parameters,
            List.of(
                java.util.Objects.requireNonNull(kinds.get("char")),
                java.util.Objects.requireNonNull(kinds.get("tuned"))));
    assertThat(
            GradientCheck.worstError(
                parameters.tensors(),
                () -> {
                  Tensor out = both.forward(List.of(SHORT, LONG), false);
                  return out.times(out).sum();
                }))
        .isLessThan(1e-6);
  }

  @Test
  void unknownCharactersShareOneVectorAndAreCodePoints() {
    TokenFeatures features = java.util.Objects.requireNonNull(kinds.get("char"));
    try (Scope scope = Scope.withoutGradients()) {
      Function<String, double[]> row =
          word -> features.forward(List.of(Sentence.of(word)), false).toDoubles();
      assertThat(row.apply("a𝔙n")).isEqualTo(row.apply("aβn"));
      assertThat(row.apply("a𝔘n")).isNotEqualTo(row.apply("aβn"));
    }
  }

  @Test
  void noFeaturesAreAWidthOfZero() {
    TokenFeatures none = new Concatenation(parameters, List.of());
    try (Scope scope = Scope.open()) {
      assertThat(none.forward(List.of(SHORT, LONG), true).shape()).containsExactly(2, 5, 0);
    }
  }
}
