package org.conversener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.bert.TinyBert;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tagger that reads a BERT, as a model. */
class BertTaggerTest {
  private static final Sentence SENTENCE =
      new Sentence(
          List.of("Ada", "López", "saw", "Quito", "."),
          List.of(new Span("PER", 0, 2), new Span("LOC", 3, 4)));

  @TempDir private Path folder = Path.of("");

  private Tagger tagger() throws Exception {
    Path bert = TinyBert.write(folder.resolve("bert"));
    Embeddings.Factory embeddings =
        Embeddings.forTraining(
            List.of(EmbeddingSpec.parse("char:4"), EmbeddingSpec.parse("bert:" + bert)),
            List.of(SENTENCE),
            file -> {
              throw new AssertionError("there are no vectors to read");
            });
    return new Tagger(TaggerConfig.quick(), TagSet.of(List.of(SENTENCE)), embeddings, null);
  }

  private static LoadedTagger load(Path directory) throws Exception {
    return Models.loadTagger(ModelDirectory.open(directory), Models.KnowledgeKeeper.inMemory());
  }

  private static void deleteAll(Path folder) throws Exception {
    try (var walk = Files.walk(folder)) {
      for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void itHoldsItsBertAndCanBePackedAndMoved() throws Exception {
    float[][] features;
    Path saved = folder.resolve("saved");
    try (Tagger tagger = tagger()) {
      features = tagger.features(SENTENCE);
      var unused = Models.save(tagger, null, saved, false, Provenance.NONE);
    }
    assertThat(saved.resolve("bert-1/model.safetensors")).exists();
    deleteAll(folder.resolve("bert"));
    Path packed = folder.resolve("packed");
    assertThat(ModelDirectory.pack(saved, packed, false).identity())
        .isEqualTo(ModelDirectory.open(saved).identity());
    deleteAll(saved);
    try (LoadedTagger loaded = load(packed)) {
      assertThat(loaded.tagger().features(SENTENCE)).isDeepEqualTo(features);
      assertThat(loaded.directory().notices()).isEmpty();
    }
  }

  @Test
  void manySentencesAreReadAsEachAloneToTheLastBit() throws Exception {
    List<Sentence> many =
        List.of(Sentence.of("Quito"), SENTENCE, Sentence.of("Quito", "sleeps"), SENTENCE);
    try (Tagger tagger = tagger()) {
      List<float[][]> together = tagger.featuresOfAll(many);
      for (int i = 0; i < many.size(); i++) {
        assertThat(together.get(i))
            .as("%s", many.get(i))
            .isDeepEqualTo(tagger.features(many.get(i)));
      }
    }
  }

  @Test
  void aBertThatChangedIsFound() throws Exception {
    Path saved = folder.resolve("saved");
    try (Tagger tagger = tagger()) {
      var unused = Models.save(tagger, null, saved, false, Provenance.NONE);
    }
    Path vocabulary = saved.resolve("bert-1/vocab.txt");
    Files.writeString(vocabulary, Files.readString(vocabulary).replace("Quito", "Lima!"));
    assertThatThrownBy(() -> load(saved))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("vocab.txt");
  }
}
