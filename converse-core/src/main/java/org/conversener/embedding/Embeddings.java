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
  /** Of the memory for rows that are not kept on disk. */
  private static final long REMEMBERED_BYTES = 1L << 30;

  private Embeddings() {}

  /**
   * Makes features whose learned parameters are created in a network's parameters. It holds the
   * models that features read with, such as a BERT, and so does every network made by it: the last
   * of them that is closed frees them.
   */
  @FunctionalInterface
  public interface Factory extends AutoCloseable {
    /** Called once, when the network is made. */
    TokenFeatures create(Parameters parameters);

    /** Lets go of the models; networks that were made go on. */
    @Override
    default void close() {}
  }

  /** Reads what a user names in a specification. */
  @FunctionalInterface
  public interface VectorReader {
    /** Every row of a file of word vectors. */
    WordVectors read(Path file) throws IOException;

    /** The BERT of a directory; whoever asks closes it. */
    default Bert readBert(Path directory, DType products) throws IOException {
      return Bert.open(directory, products);
    }

    /** The character language model of a directory; whoever asks closes it. */
    default CharacterLanguageModel readLanguageModel(Path directory) throws IOException {
      return CharacterLanguageModel.readFrom(directory);
    }
  }

  /** Keeps the rows of frozen models, so that training does not compute them in every epoch. */
  @FunctionalInterface
  public interface RowKeeper {
    /**
     * The same rows, kept.
     *
     * @param model where the model lies, for a person to read
     * @param rows closed by what is returned
     * @param sentences those that will be read again and again
     */
    FrozenRows keep(Path model, FrozenRows rows, List<Sentence> sentences) throws IOException;

    /**
     * Remembers up to a gigabyte of each model's, beside Java's heap, for as long as they are used.
     */
    static RowKeeper inMemory() {
      return (model, rows, sentences) -> {
        RememberedRows remembered = new RememberedRows(rows, REMEMBERED_BYTES);
        remembered.remember(sentences);
        return remembered;
      };
    }
  }

  /**
   * Features for a new network, side by side in the order given. Files are read here, once; the
   * factory may be used for several networks, which then share the vectors. The rows of frozen
   * models are remembered in memory.
   *
   * @param train the training text, for the alphabet and the words of random vectors
   * @throws IllegalArgumentException if vectors are to be tuned that are composed of n-grams
   */
  public static Factory forTraining(
      List<EmbeddingSpec> specs, List<Sentence> train, VectorReader reader) throws IOException {
    return forTraining(specs, train, List.of(), reader, RowKeeper.inMemory());
  }

  /**
   * As above, with more sentences that will be read again and again, such as those of dev and test:
   * frozen models read them and those of the training text once, here.
   *
   * @param keeper keeps what the frozen models make of them
   */
  public static Factory forTraining(
      List<EmbeddingSpec> specs,
      List<Sentence> train,
      List<Sentence> more,
      VectorReader reader,
      RowKeeper keeper)
      throws IOException {
    Alphabet alphabet = Alphabet.of(train);
    TreeSet<String> words = new TreeSet<>();
    train.forEach(sentence -> words.addAll(sentence.words()));
    List<Sentence> all = new ArrayList<>(train);
    all.addAll(more);
    return sideBySide(
        specs,
        (spec, name) ->
            switch (spec.kind()) {
              case STATIC -> staticVectors(spec, reader.read(spec.place()), name);
              case RANDOM ->
                  group -> new RandomVectors(group, spec.width(), new ArrayList<>(words), name);
              case CHAR -> group -> new CharacterCnn(group, spec.width(), alphabet);
              case BERT ->
                  new FrozenFactory(
                      kept(
                          keeper,
                          spec,
                          new BertRows(reader.readBert(spec.place(), products(spec))),
                          all),
                      spec,
                      null,
                      name);
              case CHARLM -> {
                CharacterLanguageModel model = reader.readLanguageModel(spec.place());
                FrozenRows kept =
                    kept(keeper, spec, new CharlmRows(model, isAtSpace(spec), products(spec)), all);
                yield languageModel(kept, spec, rows -> CharlmMemory.of(rows, train), name);
              }
            });
  }

  private static FrozenRows kept(
      RowKeeper keeper, EmbeddingSpec spec, FrozenRows rows, List<Sentence> sentences)
      throws IOException {
    try {
      return keeper.keep(spec.place(), rows, sentences);
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** What features are made of that no specification names, such as those of an imported model. */
  public sealed interface Given permits GivenVectors, GivenLanguageModel {}

  /** Frozen word vectors. */
  public record GivenVectors(WordVectors vectors) implements Given {}

  /**
   * The states of a frozen language model.
   *
   * @param isAtSpace whether they are taken at the space beside a word or at its own character
   */
  public record GivenLanguageModel(CharacterLanguageModel model, boolean isAtSpace)
      implements Given {}

  /**
   * Features for a new network of what is given, side by side in the order given. The network takes
   * over the language models, and closes them.
   */
  public static Factory of(List<Given> given) {
    List<Factory> parts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i) instanceof GivenVectors vectors) {
        String name = nameInModel(EmbeddingSpec.Kind.STATIC, i);
        parts.add(group -> StaticVectors.frozen(group, vectors.vectors, name));
      } else if (given.get(i) instanceof GivenLanguageModel states) {
        String name = nameInModel(EmbeddingSpec.Kind.CHARLM, i);
        parts.add(group -> new CharlmFeatures(group, states.model, states.isAtSpace, name));
      }
    }
    return new SideBySide(parts);
  }

  /**
   * The features of a saved network, to be filled with its weights. Files are read here.
   *
   * @param described what {@link Concatenation#describeParts} said when it was saved
   */
  public static Factory stored(Path directory, List<String> described) throws IOException {
    return sideBySide(
        described.stream().map(EmbeddingSpec::parse).toList(),
        (spec, name) ->
            switch (spec.kind()) {
              case STATIC -> staticVectors(spec, WordVectors.open(directory, name), name);
              case RANDOM -> {
                List<String> words = Lines.read(directory.resolve(name + ".vocab"));
                yield group -> new RandomVectors(group, spec.width(), words, name);
              }
              case CHAR -> {
                Alphabet alphabet = Alphabet.read(directory);
                yield group -> new CharacterCnn(group, spec.width(), alphabet);
              }
              case BERT ->
                  new FrozenFactory(
                      new BertRows(Bert.open(directory.resolve(name), products(spec))),
                      spec,
                      null,
                      name);
              case CHARLM -> {
                Path folder = directory.resolve(name);
                CharacterLanguageModel model = CharacterLanguageModel.readFrom(folder);
                yield languageModel(
                    new CharlmRows(model, isAtSpace(spec), products(spec)),
                    spec,
                    rows -> CharlmMemory.read(folder, rows.width()),
                    name);
              }
            });
  }

  /** Makes or reads what is set beside a language model's rows. */
  @FunctionalInterface
  private interface MemoryReader {
    CharlmMemory read(FrozenRows rows) throws IOException;
  }

  private static Factory languageModel(
      FrozenRows rows, EmbeddingSpec spec, MemoryReader memory, String name) throws IOException {
    try {
      return new FrozenFactory(
          rows, spec, spec.has(EmbeddingSpec.Option.POOLED) ? memory.read(rows) : null, name);
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** What the files of a part are called in a model. */
  private static String nameInModel(EmbeddingSpec.Kind kind, int index) {
    return switch (kind) {
          case STATIC -> "vectors-";
          case RANDOM -> "words-";
          case CHAR -> "char-";
          case BERT -> "bert-";
          case CHARLM -> "charlm-";
        }
        + index;
  }

  private static Factory staticVectors(EmbeddingSpec spec, WordVectors vectors, String name) {
    if (spec.has(EmbeddingSpec.Option.TUNED) && vectors.isComposed()) {
      throw new IllegalArgumentException(
          spec.path()
              + ": a fastText model composes vectors of n-grams that words share, so they cannot"
              + " be tuned; leave out :tuned, or tune its .vec file");
    }
    return group ->
        spec.has(EmbeddingSpec.Option.TUNED)
            ? StaticVectors.tuned(group, vectors, name)
            : StaticVectors.frozen(group, vectors, name);
  }

  private static DType products(EmbeddingSpec spec) {
    return spec.has(EmbeddingSpec.Option.BFLOAT16) ? DType.BFLOAT16 : DType.FLOAT32;
  }

  private static boolean isAtSpace(EmbeddingSpec spec) {
    return !spec.has(EmbeddingSpec.Option.CHARACTERS);
  }

  /** Features that read with a frozen model, which they share. */
  private static final class FrozenFactory implements Factory {
    private final SharedRows rows;
    private final EmbeddingSpec spec;
    private final @Nullable CharlmMemory memory;
    private final String name;
    private boolean isClosed;

    FrozenFactory(FrozenRows rows, EmbeddingSpec spec, @Nullable CharlmMemory memory, String name) {
      this.rows = new SharedRows(rows);
      this.spec = spec;
      this.memory = memory;
      this.name = name;
    }

    @Override
    public TokenFeatures create(Parameters parameters) {
      FrozenRows held = rows.hold();
      return spec.kind() == EmbeddingSpec.Kind.CHARLM
          ? new CharlmFeatures(parameters, held, memory, spec.options(), name)
          : new BertFeatures(parameters, held, spec.options(), name);
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        rows.close();
      }
    }
  }

  /** Reads what one part needs. */
  @FunctionalInterface
  private interface PartReader {
    Factory read(EmbeddingSpec spec, String name) throws IOException;
  }

  private static Factory sideBySide(List<EmbeddingSpec> specs, PartReader reader)
      throws IOException {
    List<Factory> parts = new ArrayList<>();
    try {
      for (int i = 0; i < specs.size(); i++) {
        EmbeddingSpec spec = specs.get(i);
        parts.add(reader.read(spec, nameInModel(spec.kind(), i)));
      }
    } catch (IOException | RuntimeException e) {
      parts.forEach(Factory::close);
      throw e;
    }
    return new SideBySide(parts);
  }

  private record SideBySide(List<Factory> parts) implements Factory {
    @Override
    public TokenFeatures create(Parameters parameters) {
      List<TokenFeatures> features = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        features.add(parts.get(i).create(parameters.group(Integer.toString(i))));
      }
      return new Concatenation(parameters, features);
    }

    @Override
    public void close() {
      parts.forEach(Factory::close);
    }
  }
}
