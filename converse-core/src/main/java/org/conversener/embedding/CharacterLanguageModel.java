package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.conversener.layers.Lstm;
import org.conversener.store.Digest;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.SteadyLstm;
import org.conversener.tensor.Tensor;
import org.conversener.tensor.TensorMemory;
import org.jspecify.annotations.Nullable;

/**
 * Predicts each character from those before it (Akbik, Blythe and Vollgraf 2018):
 *
 * <pre>
 * characters ─► embedding ─► dropout ─► LSTM, the states ─► dropout ─► linear ─► softmax
 * </pre>
 *
 * <p>Every method is a pure function of the parameters, so any number of threads may read at once,
 * but not while it is trained.
 *
 * <p>Shapes: B texts, T characters, V vocabulary, H width of the states.
 */
public final class CharacterLanguageModel implements AutoCloseable {
  /** Characters and output weights start even in ±0.1, the output's bias at 0. */
  private static final double BOUND = 0.1;

  private final CharlmConfig config;
  private final CharacterVocabulary vocabulary;
  private final Parameters parameters;
  private final Tensor characters;
  private final Lstm lstm;
  private final Tensor weight;
  private final Tensor bias;

  /** For reading alone. */
  private @Nullable Folded folded;

  /** Untrained. */
  public CharacterLanguageModel(CharlmConfig config, CharacterVocabulary vocabulary) {
    this(config, vocabulary, DType.FLOAT32);
  }

  /** Untrained, in this kind of number. */
  public CharacterLanguageModel(CharlmConfig config, CharacterVocabulary vocabulary, DType type) {
    this.config = config;
    this.vocabulary = vocabulary;
    parameters = new Parameters(config.seed(), type);
    characters =
        parameters.uniform("characters.weight", BOUND, vocabulary.size(), config.embedding());
    lstm = new Lstm(parameters.group("lstm"), config.embedding(), config.hidden());
    weight = parameters.uniform("output.weight", BOUND, vocabulary.size(), config.hidden());
    bias = parameters.constant("output.bias", 0, vocabulary.size());
  }

  /**
   * What an LSTM remembers between two characters.
   *
   * @param hidden its last output, [B, H]
   * @param cell [B, H]
   */
  public record State(Tensor hidden, Tensor cell) {
    /** The state of the first texts only, for when the others have ended. */
    public State first(long texts) {
      return new State(hidden.narrow(0, 0, texts), cell.narrow(0, 0, texts));
    }
  }

  /**
   * What was read.
   *
   * @param states the state's output after each character, [B, T, H]
   * @param last what is remembered after the last
   */
  public record Reading(Tensor states, State last) {}

  /**
   * What was predicted.
   *
   * @param loss mean negative log-likelihood of a character, in nats; a scalar
   * @param last what is remembered after the last character
   */
  record Prediction(Tensor loss, State last) {}

  /** What it reads with when it learns no more. */
  private record Folded(SteadyLstm lstm, SteadyLstm.Table characters) implements AutoCloseable {
    Ops.Recurrence read(Tensor numbers, State state) {
      return characters.forward(numbers, state.hidden, state.cell);
    }

    @Override
    public void close() {
      characters.close();
      lstm.close();
    }
  }

  /** How it was made. */
  public CharlmConfig config() {
    return config;
  }

  /** The characters it knows. */
  public CharacterVocabulary vocabulary() {
    return vocabulary;
  }

  /** In which order it reads. */
  public Direction direction() {
    return config.direction();
  }

  /** The width of a state, H. */
  public int width() {
    return config.hidden();
  }

  /** The learned tensors; theirs is this model's life. */
  public Parameters parameters() {
    return parameters;
  }

  /** The state before the first character: zero. */
  public State start(long texts) {
    return new State(
        Tensor.zeros(parameters.type(), texts, width()),
        Tensor.zeros(parameters.type(), texts, width()));
  }

  /**
   * Reads on, without dropout.
   *
   * @param numbers characters in the order of reading, [B, T]
   */
  public Reading read(Tensor numbers, State state) {
    return folded == null ? read(numbers, state, false) : reading(folded.read(numbers, state));
  }

  private Reading read(Tensor numbers, State state, boolean isTraining) {
    Tensor input = dropout(Ops.embedding(characters, numbers), isTraining); // B x T x E
    return reading(lstm.forward(input, state.hidden, state.cell));
  }

  private static Reading reading(Ops.Recurrence result) {
    return new Reading(result.output(), new State(result.hidden(), result.cell()));
  }

  /**
   * The score of each character to come next.
   *
   * @param states [.., H]
   * @return [.., V]
   */
  Tensor scores(Tensor states) {
    return Ops.linear(states, weight, bias);
  }

  /**
   * Reads on and compares each prediction with what came.
   *
   * @param numbers what is read, [B, T]
   * @param next what came after each, [B, T]
   */
  Prediction predict(Tensor numbers, Tensor next, State state, boolean isTraining) {
    Reading reading = read(numbers, state, isTraining);
    Tensor states = dropout(reading.states, isTraining).reshape(-1, width()); // B·T x H
    // Softmax in one piece: for a few hundred characters the blocks of SoftmaxLoss do not pay.
    Tensor logs = Ops.logSoftmax(scores(states), 1); // B·T x V
    Tensor right = logs.gather(1, next.reshape(-1, 1)); // B·T x 1
    return new Prediction(right.sum().times(-1.0 / next.count()), reading.last);
  }

  private Tensor dropout(Tensor input, boolean isTraining) {
    return isTraining ? Ops.dropout(input, config.dropout()) : input;
  }

  /** Writes {@code charlm.json}, {@code chars.vocab} and {@code weights.safetensors}. */
  public void writeTo(Path folder) throws IOException {
    CharlmFiles.write(this, folder);
  }

  /**
   * Reads a model that {@link #writeTo} wrote.
   *
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws org.conversener.tensor.CorruptFileException if a file is not what it should be
   */
  public static CharacterLanguageModel readFrom(Path folder) throws IOException {
    return CharlmFiles.read(folder);
  }

  /**
   * For reading alone: from now on the states of a text do not depend, to the last bit, on how many
   * are read side by side. It must not be trained after that.
   */
  public void fold() {
    fold(parameters.type());
  }

  /**
   * As {@link #fold()}.
   *
   * @param products the type in which matrices are multiplied
   */
  void fold(DType products) {
    unfold();
    SteadyLstm steady = lstm.steady(products);
    folded = new Folded(steady, steady.table(characters));
  }

  private void unfold() {
    if (folded != null) {
      folded.close();
      folded = null;
    }
  }

  /**
   * A digest of everything that decides what it reads: direction, characters, weights. Two models
   * that read alike have the same, wherever they lie.
   */
  public String identity() {
    List<String> characters =
        IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::text).toList();
    Digest digest = new Digest("converse charlm 1").add(config.direction().name()).add(characters);
    parameters
        .all()
        .forEach(
            (name, tensor) -> {
              digest.add(name + " " + tensor);
              digest.add(TensorMemory.of(tensor));
            });
    return digest.toHex();
  }

  /** Frees the parameters. */
  @Override
  public void close() {
    unfold();
    parameters.close();
  }
}
