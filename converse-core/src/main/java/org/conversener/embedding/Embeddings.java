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
    List<Factory> parts = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      EmbeddingSpec spec = specs.get(i);
      String name = nameInModel(spec.kind(), i);
      parts.add(
          switch (spec.kind()) {
            case STATIC -> staticVectors(spec, reader.read(spec.place()), name);
            case RANDOM ->
                group -> new RandomVectors(group, spec.width(), new ArrayList<>(words), name);
            case CHAR -> group -> new CharacterCnn(group, spec.width(), alphabet);
            case BERT, BERT_BFLOAT16 ->
                bert(spec, spec.place(), Runtime.getRuntime().maxMemory() / 4, name);
            case CHARLM, CHARLM_CHARACTERS, CHARLM_POOLED ->
                languageModel(spec, reader.readLanguageModel(spec.place()), train, more, name);
          });
    }
    return sideBySide(parts);
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

  /** Features for a new network of what is given, side by side in the order given. */
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
    return sideBySide(parts);
  }

  /**
   * The features of a saved network, to be filled with its weights. Files are read here.
   *
   * @param described what {@link Concatenation#describeParts} said when it was saved
   */
  public static Factory stored(Path directory, List<String> described) throws IOException {
    List<Factory> parts = new ArrayList<>();
    for (int i = 0; i < described.size(); i++) {
      EmbeddingSpec spec = EmbeddingSpec.parse(described.get(i));
      String name = nameInModel(spec.kind(), i);
      parts.add(
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
            case BERT, BERT_BFLOAT16 -> bert(spec, directory.resolve(name), 0, name);
            case CHARLM, CHARLM_CHARACTERS, CHARLM_POOLED ->
                languageModel(spec, directory.resolve(name), name);
          });
    }
    return sideBySide(parts);
  }

  /** What the files of a part are called in a model. */
  private static String nameInModel(EmbeddingSpec.Kind kind, int index) {
    return switch (kind) {
          case STATIC -> "vectors-";
          case RANDOM -> "words-";
          case CHAR -> "char-";
          case BERT, BERT_BFLOAT16 -> "bert-";
          case CHARLM, CHARLM_CHARACTERS, CHARLM_POOLED -> "charlm-";
        }
        + index;
  }

  private static Factory staticVectors(EmbeddingSpec spec, WordVectors vectors, String name) {
    if (spec.isTuned() && vectors.isComposed()) {
      throw new IllegalArgumentException(
          spec.path()
              + ": a fastText model composes vectors of n-grams that words share, so they cannot"
              + " be tuned; leave out :tuned, or tune its .vec file");
    }
    return group ->
        spec.isTuned()
            ? StaticVectors.tuned(group, vectors, name)
            : StaticVectors.frozen(group, vectors, name);
  }

  /** Its vectors are the same in every epoch, so some bytes of them may be remembered. */
  private static Factory bert(EmbeddingSpec spec, Path directory, long remembered, String name)
      throws IOException {
    boolean isNarrow = spec.kind() == EmbeddingSpec.Kind.BERT_BFLOAT16;
    Bert bert = Bert.open(directory, isNarrow ? DType.BFLOAT16 : DType.FLOAT32, remembered);
    return group -> new BertFeatures(group, bert, name);
  }

  private static Factory languageModel(
      EmbeddingSpec spec,
      CharacterLanguageModel model,
      List<Sentence> train,
      List<Sentence> more,
      String name)
      throws IOException {
    List<Sentence> all = new ArrayList<>(train);
    all.addAll(more);
    CharlmRows rows = CharlmRows.remembering(model, isAtSpace(spec), all);
    return languageModel(rows, isPooled(spec) ? CharlmMemory.of(rows, train) : null, name);
  }

  private static Factory languageModel(EmbeddingSpec spec, Path folder, String name)
      throws IOException {
    CharlmRows rows = new CharlmRows(CharacterLanguageModel.readFrom(folder), isAtSpace(spec));
    int width = rows.model().width();
    return languageModel(rows, isPooled(spec) ? CharlmMemory.read(folder, width) : null, name);
  }

  private static Factory languageModel(
      CharlmRows rows, @Nullable CharlmMemory memory, String name) {
    return group -> new CharlmFeatures(group, rows, memory, name);
  }

  private static boolean isAtSpace(EmbeddingSpec spec) {
    return spec.kind() != EmbeddingSpec.Kind.CHARLM_CHARACTERS;
  }

  private static boolean isPooled(EmbeddingSpec spec) {
    return spec.kind() == EmbeddingSpec.Kind.CHARLM_POOLED;
  }

  private static Factory sideBySide(List<Factory> parts) {
    return parameters -> {
      List<TokenFeatures> features = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        features.add(parts.get(i).create(parameters.group(Integer.toString(i))));
      }
      return new Concatenation(parameters, features);
    };
  }
}
