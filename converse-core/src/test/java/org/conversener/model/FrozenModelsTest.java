package org.conversener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.Converse;
import org.conversener.bert.TinyBert;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.Direction;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.TinyCharlm;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tensor.DType;
import org.conversener.tensor.Scope;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who frees the BERTs and language models that taggers read with. */
class FrozenModelsTest {
  private static final Sentence SENTENCE =
      new Sentence(List.of("Ada", "saw", "Quito"), List.of(new Span("PER", 0, 1)));

  @TempDir private Path folder = Path.of("");
  private List<EmbeddingSpec> specs = List.of();

  @BeforeEach
  void write() throws IOException {
    Path charlm = Files.createDirectory(folder.resolve("charlm"));
    try (CharacterLanguageModel model = TinyCharlm.model(Direction.FORWARD, 6, DType.FLOAT32)) {
      model.writeTo(charlm);
    }
    specs =
        List.of(
            EmbeddingSpec.parse("bert:" + TinyBert.write(folder.resolve("bert"))),
            EmbeddingSpec.parse("charlm:" + charlm + ":pooled"),
            EmbeddingSpec.parse("charlm:" + charlm));
  }

  private Embeddings.Factory embeddings() throws IOException {
    return Embeddings.forTraining(
        specs,
        List.of(SENTENCE),
        file -> {
          throw new AssertionError("there are no vectors to read");
        });
  }

  private static Tagger tagger(Embeddings.Factory embeddings) {
    return new Tagger(TaggerConfig.quick(), TagSet.of(List.of(SENTENCE)), embeddings, null);
  }

  private void trainAndForget() throws IOException {
    try (Embeddings.Factory embeddings = embeddings()) {
      for (int seed = 0; seed < 2; seed++) {
        try (Tagger tagger = tagger(embeddings)) {
          var unused = tagger.tag(SENTENCE);
        }
      }
    }
  }

  @Test
  void closingTheFactoryAndItsTaggersFreesEverything() throws IOException {
    trainAndForget(); // loads what stays loaded
    long before = Scope.livePointers();
    for (int i = 0; i < 5; i++) {
      trainAndForget();
    }
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }

  @Test
  void aTaggerGoesOnWhenTheFactoryAndOtherTaggersAreClosed() throws IOException {
    Embeddings.Factory embeddings = embeddings();
    try (Tagger first = tagger(embeddings)) {
      float[][] expected = first.features(SENTENCE);
      tagger(embeddings).close();
      embeddings.close();
      embeddings.close();
      assertThat(first.features(SENTENCE)).isDeepEqualTo(expected);
    }
    assertThatThrownBy(() -> tagger(embeddings))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was freed");
  }

  @Test
  void closingALoadedTaggerFreesItsModels() throws IOException {
    Path saved = folder.resolve("saved");
    try (Embeddings.Factory embeddings = embeddings();
        Tagger tagger = tagger(embeddings)) {
      var unused = Models.save(tagger, null, saved, false, Provenance.NONE);
    }
    loadAndForget(saved); // loads what stays loaded
    long before = Scope.livePointers();
    for (int i = 0; i < 5; i++) {
      loadAndForget(saved);
    }
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }

  private static void loadAndForget(Path saved) throws IOException {
    try (Converse converse = Converse.load(saved)) {
      assertThat(converse.tag(SENTENCE).tags()).hasSize(3);
    }
  }

  @Test
  void whatWasReadBeforeAFailureIsFreed() throws IOException {
    specs = List.of(specs.get(0), EmbeddingSpec.parse("charlm:" + folder.resolve("nowhere")));
    assertThatThrownBy(this::embeddings).isInstanceOf(IOException.class);
    long before = Scope.livePointers();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(this::embeddings).isInstanceOf(IOException.class);
    }
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
  }
}
