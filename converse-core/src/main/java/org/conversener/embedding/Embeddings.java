package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.conversener.tensor.Parameters;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;

/** Makes features from specifications: anew for training, or from the folder of a model. */
public final class Embeddings {
  private Embeddings() {}

  /** Makes features whose learned parameters are created in a network's parameters. */
  @FunctionalInterface
  public interface Factory {
    /** Called once, when the network is made. */
    TokenFeatures create(Parameters parameters);
  }

  /** Reads a user's file of word vectors. */
  @FunctionalInterface
  public interface VectorReader {
    /** Every row of the file. */
    WordVectors read(Path file) throws IOException;
  }

  /**
   * Features for a new network, side by side in the order given. Files are read here, once; the
   * factory may be used for several networks, which then share the vectors.
   *
   * @param train the training text, for the alphabet and the words of random vectors
   * @throws IllegalArgumentException if vectors are to be tuned that are composed of n-grams
   */
  public static Factory forTraining(
      List<EmbeddingSpec> specs, List<Sentence> train, VectorReader reader) throws IOException {
    Alphabet alphabet = Alphabet.of(train);
    TreeSet<String> words = new TreeSet<>();
    train.forEach(sentence -> words.addAll(sentence.words()));
    List<@Nullable WordVectors> vectors = new ArrayList<>();
    for (EmbeddingSpec spec : specs) {
      WordVectors read = spec.path() == null ? null : reader.read(spec.path());
      if (read != null && spec.isTuned() && read.isComposed()) {
        throw new IllegalArgumentException(
            spec.path()
                + ": a fastText model composes vectors of n-grams that words share, so they cannot"
                + " be tuned; leave out :tuned, or tune its .vec file");
      }
      vectors.add(read);
    }
    return parameters ->
        concatenation(
            parameters, specs, i -> vectors.get(i), i -> new ArrayList<>(words), () -> alphabet);
  }

  /**
   * The features of a saved network, to be filled with its weights. Files are read here.
   *
   * @param described what {@link Concatenation#describeParts} said when it was saved
   */
  public static Factory stored(Path directory, List<String> described) throws IOException {
    List<EmbeddingSpec> specs = described.stream().map(EmbeddingSpec::parse).toList();
    List<@Nullable WordVectors> vectors = new ArrayList<>();
    List<List<String>> words = new ArrayList<>();
    Alphabet alphabet = null;
    for (int i = 0; i < specs.size(); i++) {
      EmbeddingSpec.Kind kind = specs.get(i).kind();
      boolean isStatic = kind == EmbeddingSpec.Kind.STATIC;
      vectors.add(isStatic ? WordVectors.open(directory, "vectors-" + i) : null);
      words.add(
          kind == EmbeddingSpec.Kind.RANDOM
              ? Lines.read(directory.resolve("words-" + i + ".vocab"))
              : List.of());
      if (kind == EmbeddingSpec.Kind.CHAR && alphabet == null) {
        alphabet = Alphabet.read(directory);
      }
    }
    Alphabet stored = alphabet;
    return parameters ->
        concatenation(
            parameters,
            specs,
            vectors::get,
            words::get,
            () -> {
              if (stored == null) {
                throw new IllegalStateException("no alphabet was read");
              }
              return stored;
            });
  }

  private static Concatenation concatenation(
      Parameters parameters,
      List<EmbeddingSpec> specs,
      java.util.function.IntFunction<@Nullable WordVectors> vectors,
      java.util.function.IntFunction<List<String>> words,
      java.util.function.Supplier<Alphabet> alphabet) {
    List<TokenFeatures> parts = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      EmbeddingSpec spec = specs.get(i);
      Parameters group = parameters.group(Integer.toString(i));
      WordVectors table = vectors.apply(i);
      String name = "vectors-" + i;
      parts.add(
          switch (spec.kind()) {
            case STATIC -> {
              if (table == null) {
                throw new IllegalStateException("no vectors were read for " + spec);
              }
              yield spec.isTuned()
                  ? StaticVectors.tuned(group, table, name)
                  : StaticVectors.frozen(group, table, name);
            }
            case RANDOM -> new RandomVectors(group, spec.width(), words.apply(i), "words-" + i);
            case CHAR -> new CharacterCnn(group, spec.width(), alphabet.get());
          });
    }
    return new Concatenation(parameters, parts);
  }
}
