package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
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

  /** Reads what a user names in a specification. */
  @FunctionalInterface
  public interface VectorReader {
    /** Every row of a file of word vectors. */
    WordVectors read(Path file) throws IOException;

    /** The character language model of a directory. */
    default CharacterLanguageModel readLanguageModel(Path directory) throws IOException {
      return CharacterLanguageModel.readFrom(directory);
    }
  }

  /** What the features of one specification are made of; what it does not need is empty. */
  private record Source(
      EmbeddingSpec spec,
      @Nullable WordVectors vectors,
      List<String> words,
      @Nullable CharlmRows rows,
      @Nullable CharlmMemory memory) {}

  /**
   * Features for a new network, side by side in the order given. Files are read here, once; the
   * factory may be used for several networks, which then share the vectors.
   *
   * @param train the training text, for the alphabet and the words of random vectors
   */
  public static Factory forTraining(
      List<EmbeddingSpec> specs, List<Sentence> train, VectorReader reader) throws IOException {
    return forTraining(specs, train, List.of(), reader);
  }

  /**
   * As above, with more sentences that will be read again and again, such as those of dev: language
   * models read them and those of the training text once, here.
   */
  public static Factory forTraining(
      List<EmbeddingSpec> specs, List<Sentence> train, List<Sentence> more, VectorReader reader)
      throws IOException {
    Alphabet alphabet = Alphabet.of(train);
    TreeSet<String> words = new TreeSet<>();
    train.forEach(sentence -> words.addAll(sentence.words()));
    List<Sentence> all = new ArrayList<>(train);
    all.addAll(more);
    List<Source> sources = new ArrayList<>();
    for (EmbeddingSpec spec : specs) {
      EmbeddingSpec.Kind kind = spec.kind();
      Path path = spec.path();
      boolean isLanguageModel = path != null && kind.isLanguageModel();
      CharlmRows rows =
          path == null || !isLanguageModel
              ? null
              : CharlmRows.remembering(reader.readLanguageModel(path), isAtSpace(kind), all);
      sources.add(
          new Source(
              spec,
              path == null || isLanguageModel ? null : reader.read(path),
              List.copyOf(words),
              rows,
              rows != null && kind == EmbeddingSpec.Kind.CHARLM_POOLED
                  ? CharlmMemory.of(rows, train)
                  : null));
    }
    return parameters -> concatenation(parameters, sources, () -> alphabet);
  }

  private static boolean isAtSpace(EmbeddingSpec.Kind kind) {
    return kind != EmbeddingSpec.Kind.CHARLM_CHARACTERS;
  }

  /**
   * The features of a saved network, to be filled with its weights. Files are read here.
   *
   * @param described what {@link Concatenation#describeParts} said when it was saved
   */
  public static Factory stored(Path directory, List<String> described) throws IOException {
    List<EmbeddingSpec> specs = described.stream().map(EmbeddingSpec::parse).toList();
    List<Source> sources = new ArrayList<>();
    Alphabet alphabet = null;
    for (int i = 0; i < specs.size(); i++) {
      EmbeddingSpec spec = specs.get(i);
      EmbeddingSpec.Kind kind = spec.kind();
      Path folder = directory.resolve("charlm-" + i);
      CharlmRows rows =
          kind.isLanguageModel()
              ? new CharlmRows(CharacterLanguageModel.readFrom(folder), isAtSpace(kind))
              : null;
      sources.add(
          new Source(
              spec,
              kind == EmbeddingSpec.Kind.STATIC
                  ? WordVectors.open(directory, "vectors-" + i)
                  : null,
              kind == EmbeddingSpec.Kind.RANDOM
                  ? Lines.read(directory.resolve("words-" + i + ".vocab"))
                  : List.of(),
              rows,
              rows != null && kind == EmbeddingSpec.Kind.CHARLM_POOLED
                  ? CharlmMemory.read(folder, rows.model().width())
                  : null));
      if (kind == EmbeddingSpec.Kind.CHAR && alphabet == null) {
        alphabet = Alphabet.read(directory);
      }
    }
    Alphabet stored = alphabet;
    return parameters ->
        concatenation(parameters, sources, () -> required(stored, "alphabet of char:DIM"));
  }

  private static Concatenation concatenation(
      Parameters parameters, List<Source> sources, Supplier<Alphabet> alphabet) {
    List<TokenFeatures> parts = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      EmbeddingSpec spec = source.spec;
      Parameters group = parameters.group(Integer.toString(i));
      parts.add(
          switch (spec.kind()) {
            case STATIC -> {
              WordVectors table = required(source.vectors, "vectors of " + spec);
              yield spec.isTuned()
                  ? StaticVectors.tuned(group, table, "vectors-" + i)
                  : StaticVectors.frozen(group, table, "vectors-" + i);
            }
            case RANDOM -> new RandomVectors(group, spec.width(), source.words, "words-" + i);
            case CHAR -> new CharacterCnn(group, spec.width(), alphabet.get());
            case CHARLM, CHARLM_CHARACTERS, CHARLM_POOLED ->
                new CharlmFeatures(
                    group,
                    required(source.rows, "language model of " + spec),
                    source.memory,
                    "charlm-" + i);
          });
    }
    return new Concatenation(parameters, parts);
  }

  private static <T> T required(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("the " + what + " was not read");
    }
    return value;
  }
}
