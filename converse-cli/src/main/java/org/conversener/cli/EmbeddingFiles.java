package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.bert.Bert;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.Coverage;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.WordVectors;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.store.Digest;
import org.conversener.tensor.DType;
import org.conversener.text.Sentence;

/** Reads what {@code --embedding} names, and remembers what it has seen of it. */
final class EmbeddingFiles implements Embeddings.VectorReader {
  private final Console console;
  private final List<Sentence> train;
  private final List<Coverage> coverages = new ArrayList<>();
  private final List<String> identities = new ArrayList<>();

  EmbeddingFiles(Console console, List<Sentence> train) {
    this.console = console;
    this.train = train;
  }

  @Override
  public WordVectors read(Path file) throws IOException {
    WordVectors vectors = VectorFiles.read(file, console);
    identities.add(new Digest("converse word vectors").add(file).toHex());
    coverages.add(VectorFiles.coverage(file, vectors, train, console));
    return vectors;
  }

  /** Every file of a directory that Converse wrote is verified first. */
  @Override
  public Bert readBert(Path path, DType products) throws IOException {
    if (Files.exists(path.resolve(ModelDirectory.MANIFEST))) {
      console.sayAll(ModelDirectory.open(path).notices());
    }
    Bert bert = Bert.open(path, products);
    try {
      identities.add(bert.identity());
      return bert;
    } catch (IOException | RuntimeException e) {
      bert.close();
      throw e;
    }
  }

  /** Every file of the directory is verified first. */
  @Override
  public CharacterLanguageModel readLanguageModel(Path path) throws IOException {
    ModelDirectory directory = ModelDirectory.open(path);
    console.sayAll(directory.notices());
    CharacterLanguageModel model = Models.loadCharlm(directory);
    identities.add(directory.identity());
    return model;
  }

  /** How much of the training text each file of word vectors knows, in the order of reading. */
  List<Coverage> coverages() {
    return List.copyOf(coverages);
  }

  /** What was read, by the content of the files, in the order of reading. */
  List<String> identities() {
    return List.copyOf(identities);
  }
}
