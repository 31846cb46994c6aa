package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.FeatureStore;
import org.conversener.embedding.FrozenRows;
import org.conversener.embedding.StoredRows;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Sentence;

/** Fills the store of a frozen embedding, tells how large it is, and opens it for reading. */
final class FeatureStores implements Embeddings.RowKeeper {
  private static final Duration WAIT = Duration.ofMinutes(1);

  private final Path folder;
  private final Console console;

  FeatureStores(Path folder, Console console) {
    this.folder = folder;
    this.console = console;
  }

  /** Computes what is missing; other runs may write to the store while this one trains. */
  @Override
  public FrozenRows keep(Path model, FrozenRows rows, List<Sentence> sentences) throws IOException {
    // Reads the model's files: a failure here is no failure to write.
    Path file = FeatureStore.fileIn(folder, rows);
    try {
      try (FeatureStore store =
          BusyStores.open(() -> FeatureStore.open(file, rows, WAIT), console)) {
        console.sayAll(store.notices());
        store.ensure(sentences, rows, console.progress());
        tell(model, store);
      }
      return new StoredRows(rows, FeatureStore.openForReading(file, rows));
    } catch (CorruptFileException e) {
      throw e;
    } catch (IOException e) {
      throw new Writing.CannotWriteException(e);
    }
  }

  private void tell(Path model, FeatureStore store) throws IOException {
    console.say(
        String.format(
            Locale.ROOT,
            "%s: %,d sentences embedded with %s; the features of %,d are kept, %s (of all"
                + " embeddings: %s)",
            store.path(),
            store.counts().computed(),
            model,
            store.size(),
            FeatureStore.size(store.bytes()),
            FeatureStore.size(total())));
  }

  /** The bytes of all feature stores of the folder. */
  private long total() throws IOException {
    long total = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(FeatureStore.SUFFIX)).toList()) {
        total += Files.size(file);
      }
    }
    return total;
  }
}
