package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.WordVectors;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;

/** Reads what {@code --embedding} names, and remembers which language models it was. */
final class EmbeddingFiles implements Embeddings.VectorReader {
  private final Console console;
  private final List<String> identities = new ArrayList<>();

  EmbeddingFiles(Console console) {
    this.console = console;
  }

  @Override
  public WordVectors read(Path file) throws IOException {
    return VectorFiles.read(file, console);
  }

  /** Every file of the directory is verified first. */
  @Override
  public CharacterLanguageModel readLanguageModel(Path path) throws IOException {
    ModelDirectory directory = ModelDirectory.open(path);
    console.sayAll(directory.notices());
    CharacterLanguageModel model = Models.loadCharlm(directory);
    identities.add(directory.identity());
    console.progress().begin("read the sentences with " + path, -1);
    return model;
  }

  /** The identities of the language models, in the order of reading. */
  List<String> languageModels() {
    return List.copyOf(identities);
  }
}
