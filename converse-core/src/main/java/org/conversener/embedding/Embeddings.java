package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.conversener.bert.Bert;
import org.conversener.tensor.DType;
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
   * factory may be used for several networks, which then share the vectors. Those of BERT are
   * remembered, sentence by sentence, in up to a quarter of the heap.
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
    List<@Nullable Bert> berts = new ArrayList<>();
    for (EmbeddingSpec spec : specs) {
      Path path = spec.path();
      boolean isBert = spec.kind() == EmbeddingSpec.Kind.BERT;
      WordVectors read = path == null || isBert ? null : reader.read(path);
      if (read != null && spec.isTuned() && read.isComposed()) {
        throw new IllegalArgumentException(
            path
                + ": a fastText model composes vectors of n-grams that words share, so they cannot"
                + " be tuned; leave out :tuned, or tune its .vec file");
      }
      vectors.add(read);
      berts.add(path == null || !isBert ? null : Bert.open(path, DType.FLOAT32, remembered()));
    }
    return parameters ->
        concatenation(
            parameters,
            specs,
            vectors::get,
            berts::get,
            i -> new ArrayList<>(words),
            () -> alphabet);
  }

  /** Frozen vectors are the same in every epoch. */
  private static long remembered() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /**
   * The features of a saved network, to be filled with its weights. Files are read here.
   *
   * @param described what {@link Concatenation#describeParts} said when it was saved
   */
  public static Factory stored(Path directory, List<String> described) throws IOException {
    List<EmbeddingSpec> specs = described.stream().map(EmbeddingSpec::parse).toList();
    List<@Nullable WordVectors> vectors = new ArrayList<>();
    List<@Nullable Bert> berts = new ArrayList<>();
    List<List<String>> words = new ArrayList<>();
    Alphabet alphabet = null;
    for (int i = 0; i < specs.size(); i++) {
      EmbeddingSpec.Kind kind = specs.get(i).kind();
      boolean isStatic = kind == EmbeddingSpec.Kind.STATIC;
      vectors.add(isStatic ? WordVectors.open(directory, "vectors-" + i) : null);
      berts.add(
          kind == EmbeddingSpec.Kind.BERT
              ? Bert.open(directory.resolve("bert-" + i), DType.FLOAT32, 0)
              : null);
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
            berts::get,
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
      java.util.function.IntFunction<@Nullable Bert> berts,
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
            case BERT -> {
              Bert bert = berts.apply(i);
              if (bert == null) {
                throw new IllegalStateException("no BERT was read for " + spec);
              }
              yield new BertFeatures(group, bert, "bert-" + i);
            }
          });
    }
    return new Concatenation(parameters, parts);
  }
}
