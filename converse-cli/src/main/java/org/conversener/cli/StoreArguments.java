package org.conversener.cli;

import java.nio.file.Path;
import org.conversener.embedding.Embeddings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where what is computed once is kept. */
final class StoreArguments {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Where translations, the teacher's features and those of frozen embeddings are kept"
              + " (default: $XDG_CACHE_HOME/converse or ~/.cache/converse).")
  private @Nullable Path store;

  @Option(
      names = "--no-feature-store",
      description =
          "Do not keep the features of BERTs and language models on disk; up to 1 GB of each is"
              + " remembered in memory.")
  private boolean isWithoutFeatures;

  /** The folder of all stores. */
  Path folder() {
    return store == null ? defaultFolder() : store;
  }

  /** Keeps the features of frozen embeddings, as was asked for. */
  Embeddings.RowKeeper keeper(Console console) {
    if (!isWithoutFeatures) {
      return new FeatureStores(folder(), console);
    }
    return (model, rows, sentences) -> {
      console.progress().begin("read the sentences with " + model, -1);
      return Embeddings.RowKeeper.inMemory().keep(model, rows, sentences);
    };
  }

  private static Path defaultFolder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(cache);
    return base.resolve("converse");
  }
}
