package org.conversener.cli;

import java.util.List;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.tagging.TaggerConfig;

/** What a profile says of a tagger where that depends on what it reads. */
final class ProfileDefaults {
  private ProfileDefaults() {}

  /** The paper's settings over these embeddings, as {@code --embedding} takes them. */
  static TaggerConfig paper(List<String> embeddings) {
    boolean readsLanguageModels =
        embeddings.stream()
            .map(EmbeddingSpec::parse)
            .anyMatch(spec -> spec.kind() == EmbeddingSpec.Kind.CHARLM);
    return readsLanguageModels ? TaggerConfig.paperOverLanguageModels() : TaggerConfig.paper();
  }
}
