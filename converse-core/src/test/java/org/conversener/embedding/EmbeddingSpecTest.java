package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSpecTest {
  @Test
  void aPathMayHoldColons() {
    assertThat(EmbeddingSpec.parse("static:a:b/vectors.txt.gz:tuned"))
        .isEqualTo(
            new EmbeddingSpec(EmbeddingSpec.Kind.STATIC, Path.of("a:b/vectors.txt.gz"), true, 0));
  }

  @Test
  void widthsAreRead() {
    assertThat(EmbeddingSpec.parse("char:30").width()).isEqualTo(30);
    assertThat(EmbeddingSpec.parse("random:300").kind()).isEqualTo(EmbeddingSpec.Kind.RANDOM);
  }

  @Test
  void aBertIsADirectory() {
    assertThat(EmbeddingSpec.parse("bert:a:b/c"))
        .isEqualTo(new EmbeddingSpec(EmbeddingSpec.Kind.BERT, Path.of("a:b/c"), false, 0));
    assertThat(EmbeddingSpec.parse("bert:b:bfloat16"))
        .isEqualTo(new EmbeddingSpec(EmbeddingSpec.Kind.BERT_BFLOAT16, Path.of("b"), false, 0));
  }

  @Test
  void aLanguageModelIsReadAtSpacesUnlessItsCharactersAreAskedFor() {
    assertThat(EmbeddingSpec.parse("charlm:a:b/lm"))
        .isEqualTo(new EmbeddingSpec(EmbeddingSpec.Kind.CHARLM, Path.of("a:b/lm"), false, 0));
    assertThat(EmbeddingSpec.parse("charlm:lm:characters"))
        .isEqualTo(
            new EmbeddingSpec(EmbeddingSpec.Kind.CHARLM_CHARACTERS, Path.of("lm"), false, 0));
    assertThat(EmbeddingSpec.parse("charlm:lm:pooled").kind())
        .isEqualTo(EmbeddingSpec.Kind.CHARLM_POOLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "glove",
        "static:",
        "static::tuned",
        "char",
        "char:",
        "char:0",
        "char:-3",
        "random:x",
        "random:9999999",
        "bert",
        "bert:",
        "bert::bfloat16",
        "charlm:",
        "charlm::characters",
        "charlm::pooled"
      })
  void nonsenseIsRefusedWithTheValidForms(String text) {
    assertThatThrownBy(() -> EmbeddingSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining(
            "static:PATH[:tuned], random:DIM, char:DIM, bert:DIR[:bfloat16], charlm:DIR");
  }
}
