package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.conversener.embedding.EmbeddingSpec.Kind;
import org.conversener.embedding.EmbeddingSpec.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSpecTest {
  private static EmbeddingSpec spec(Kind kind, String path, Option... options) {
    return new EmbeddingSpec(kind, Path.of(path), 0, Set.of(options));
  }

  @Test
  void aPathMayHoldColons() {
    assertThat(EmbeddingSpec.parse("static:a:b/vectors.txt.gz:tuned"))
        .isEqualTo(spec(Kind.STATIC, "a:b/vectors.txt.gz", Option.TUNED));
  }

  @Test
  void widthsAreRead() {
    assertThat(EmbeddingSpec.parse("char:30").width()).isEqualTo(30);
    assertThat(EmbeddingSpec.parse("random:300").kind()).isEqualTo(Kind.RANDOM);
  }

  @Test
  void aBertIsADirectory() {
    assertThat(EmbeddingSpec.parse("bert:a:b/c")).isEqualTo(spec(Kind.BERT, "a:b/c"));
    assertThat(EmbeddingSpec.parse("bert:b:bfloat16"))
        .isEqualTo(spec(Kind.BERT, "b", Option.BFLOAT16));
  }

  @Test
  void aLanguageModelIsReadAtSpacesUnlessItsCharactersAreAskedFor() {
    assertThat(EmbeddingSpec.parse("charlm:a:b/lm")).isEqualTo(spec(Kind.CHARLM, "a:b/lm"));
    assertThat(EmbeddingSpec.parse("charlm:lm:characters"))
        .isEqualTo(spec(Kind.CHARLM, "lm", Option.CHARACTERS));
  }

  @Test
  void optionsStandInAnyOrderAndAreWrittenInOne() {
    EmbeddingSpec both = spec(Kind.CHARLM, "lm", Option.POOLED, Option.BFLOAT16);
    assertThat(EmbeddingSpec.parse("charlm:lm:pooled:bfloat16")).isEqualTo(both);
    assertThat(EmbeddingSpec.parse("charlm:lm:bfloat16:pooled")).isEqualTo(both);
    assertThat(EmbeddingSpec.suffix(both.options())).isEqualTo(":pooled:bfloat16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static:a:b/vectors.txt.gz:tuned",
        "random:300",
        "char:30",
        "bert:b:bfloat16",
        "charlm:lm:characters:pooled:bfloat16"
      })
  void itIsWrittenAsItIsRead(String text) {
    assertThat(EmbeddingSpec.parse(text)).hasToString(text);
  }

  @Test
  void whatAnotherKindTakesIsPartOfThePath() {
    assertThat(EmbeddingSpec.parse("static:words:pooled"))
        .isEqualTo(spec(Kind.STATIC, "words:pooled"));
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
        "charlm::pooled",
        "charlm::pooled:bfloat16",
        "charlm:lm:pooled:pooled"
      })
  void nonsenseIsRefusedWithTheValidForms(String text) {
    assertThatThrownBy(() -> EmbeddingSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining(
            "static:PATH[:tuned], random:DIM, char:DIM, bert:DIR[:bfloat16], charlm:DIR");
  }
}
