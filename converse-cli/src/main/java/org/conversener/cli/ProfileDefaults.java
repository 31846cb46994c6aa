package org.conversener.cli;

import java.util.List;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.tagging.TaggerConfig;

/** What a profile says of a tagger where that depends on what it reads. */
final class ProfileDefaults {
  private ProfileDefaults() {}

  /**
   * The settings of a profile.
   *
   * @param name quick or paper
   * @param where the option or key that names it, for the message if there is no such profile
   * @param embeddings as {@code --embedding} takes them
   */
  static TaggerConfig of(String name, String where, List<String> embeddings) {
    return switch (name) {
      case "quick" -> TaggerConfig.quick();
      case "paper" -> paper(embeddings);
      default ->
          throw new IllegalArgumentException(
              where + ": expected quick or paper, found \"" + name + "\"");
    };
  }

  /** The paper's settings over these embeddings. */
  private static TaggerConfig paper(List<String> embeddings) {
    boolean readsLanguageModels =
        embeddings.stream()
            .map(EmbeddingSpec::parse)
            .anyMatch(spec -> spec.kind() == EmbeddingSpec.Kind.CHARLM);
    return readsLanguageModels ? TaggerConfig.paperOverLanguageModels() : TaggerConfig.paper();
  }
}
