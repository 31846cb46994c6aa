package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.SteadyLinear;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpelledWordsTest {
  private static final int WIDTH = 5;
  private static final List<Sentence> TEXT =
      List.of(
          Sentence.of("Ada", "saw", "incomprehensibilities", "Ada"),
          Sentence.of("x", "𝔘nseen", "saw"));

  private final Parameters parameters = new Parameters(3, DType.FLOAT32);
  private final CharacterCnn cnn = new CharacterCnn(parameters, WIDTH, Alphabet.of(TEXT));

  @AfterEach
  void release() {
    cnn.release();
    parameters.close();
  }

  private float[] remembered(List<Sentence> batch) {
    try (Scope scope = Scope.withoutGradients()) {
      return cnn.forward(batch, false).toFloats();
    }
  }

  /** While gradients are recorded nothing is remembered. */
  private float[] computed(List<Sentence> batch) {
    try (Scope scope = Scope.open()) {
      return cnn.forward(batch, false).detach().toFloats();
    }
  }

  @Test
  void aRememberedVectorIsTheComputedOne() {
    float[] expected = computed(TEXT);
    float[] first = remembered(TEXT);
    assertThat(first).containsExactly(expected, within(1e-5f));
    assertThat(remembered(TEXT)).containsExactly(first);
  }

  @Test
  void whatWasReadBeforeDoesNotShow() {
    Sentence sentence = Sentence.of("saw", "x");
    float[] alone = remembered(List.of(sentence));
    cnn.release(); // forgets
    var unused = remembered(List.of(TEXT.get(0)));
    assertThat(remembered(List.of(sentence))).containsExactly(alone);
  }

  @Test
  void whenTheWeightsChangeTheVectorsDo() {
    for (String name : List.of("weight", "bias", "characters.weight")) {
      float[] before = remembered(TEXT);
      try (Scope scope = Scope.withoutGradients()) {
        parameters.get(name).detach().multiplyInPlace(3);
      }
      float[] after = remembered(TEXT);
      assertThat(after).as(name).isNotEqualTo(before);
      assertThat(after).as(name).containsExactly(computed(TEXT), within(1e-5f));
    }
  }

  @Test
  void aFullMemoryComputesAnew() {
    List<List<String>> computed = new ArrayList<>();
    try (SpelledWords small = new SpelledWords(2);
        Scope scope = Scope.withoutGradients()) {
      for (int i = 0; i < 2; i++) {
        float[] found =
            small.of(
                List.of("a", "bb", "ccc"),
                1,
                0,
                SpelledWordsTest::anyLayer,
                (words, layer) -> {
                  computed.add(List.copyOf(words));
                  float[] lengths = new float[words.size()];
                  for (int w = 0; w < lengths.length; w++) {
                    lengths[w] = words.get(w).length();
                  }
                  return lengths;
                });
        assertThat(found).containsExactly(1, 2, 3);
      }
    }
    assertThat(computed).containsExactly(List.of("a", "bb", "ccc"), List.of("ccc"));
  }

  private static SteadyLinear anyLayer() {
    Tensor weight = Tensor.zeros(DType.FLOAT32, 1, 1).owned();
    return new SteadyLinear(weight, Tensor.zeros(DType.FLOAT32, 1), DType.FLOAT32);
  }

  @Test
  void nothingIsLeftBehind() {
    long before = 0;
    for (int i = 0; i < 20; i++) {
      var unused = remembered(TEXT);
      cnn.release();
      if (i == 2) {
        before = Scope.livePointers();
      }
    }
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }
}
