package org.conversener.flair;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.CharlmConfig;
import org.conversener.embedding.Direction;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * A language model of Flair ({@code flair/models/language_model.py}): one LSTM layer over
 * characters, whose states are the features.
 *
 * <p>V characters of its dictionary, E width of a character, H width of a state.
 */
final class FlairLanguageModel {
  private static final String CHARACTERS = "encoder.weight";
  private static final String OUTPUT = "decoder.weight";
  private static final String OUTPUT_BIAS = "decoder.bias";
  private static final String START = "\n";

  /** Leaves a character no chance, which the softmax knows no better way to say. */
  private static final float NEVER = -10_000;

  /** Numbers that are made up where the file has none. */
  private static final int LARGEST = 1 << 28;

  private final FlairFields fields;
  private final FlairWeights weights;
  private final String prefix;
  private final List<String> notices;

  private FlairLanguageModel(
      FlairFields fields, FlairWeights weights, String prefix, List<String> notices) {
    this.fields = fields;
    this.weights = weights;
    this.prefix = prefix;
    this.notices = notices;
  }

  /**
   * Reads a model.
   *
   * @param fields its settings
   * @param prefix what stands before the names of its tensors
   * @param notices where to put what a person should know
   * @throws org.conversener.tensor.CorruptFileException if it is not one that Converse has
   */
  static CharacterLanguageModel read(
      FlairFields fields, FlairWeights weights, String prefix, List<String> notices)
      throws IOException {
    return new FlairLanguageModel(fields, weights, prefix, notices).read();
  }

  private CharacterLanguageModel read() throws IOException {
    checkKind();
    long[] table = weights.tableShape(prefix + CHARACTERS); // V x E
    Map<String, Integer> numbers = FlairDictionary.of(fields, "dictionary").numbers(table[0]);
    FlairCharacters characters = FlairCharacters.of(numbers);
    long missing = table[0] - characters.rows().length + (characters.isUnknownToo() ? 1 : 0);
    if (missing > 0) {
      notices.add(
          fields.nameOf("dictionary")
              + ": "
              + missing
              + " items are no single characters, so no text leads to them; they were left out");
    }
    CharlmConfig config = config(Math.toIntExact(table[1]));
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> tensors = tensors(table, config.hidden(), characters);
      CharacterLanguageModel model = new CharacterLanguageModel(config, characters.vocabulary());
      try {
        model.parameters().load(tensors);
        return model;
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
  }

  private void checkKind() throws IOException {
    if (fields.size("nlayers") != 1) {
      throw fields.wrong("nlayers", "1 layer, as Converse's language model has");
    }
    if (fields.has("nout")) {
      throw fields.wrong(
          "nout", "None, since Converse's language model does not project its states");
    }
    if (!fields.text("recurrent_type", "lstm").toLowerCase(Locale.ROOT).equals("lstm")) {
      throw fields.wrong("recurrent_type", "lstm");
    }
    if (!fields.text("document_delimiter", START).equals(START)) {
      throw fields.wrong(
          "document_delimiter", "a line feed, which Converse reads before every sentence");
    }
  }

  /** What is known of the model; the rest is Flair's recipe. */
  private CharlmConfig config(int embedding) throws IOException {
    CharlmConfig recipe = CharlmConfig.paper();
    try {
      return new CharlmConfig(
          fields.flag("is_forward_lm") ? Direction.FORWARD : Direction.BACKWARD,
          fields.size("hidden_size"),
          embedding,
          fields.share("dropout"),
          recipe.rate(),
          recipe.annealingFactor(),
          recipe.patience(),
          recipe.minimumRate(),
          recipe.clip(),
          recipe.batch(),
          recipe.sequence(),
          recipe.splits(),
          recipe.epochs(),
          recipe.lowerCased(),
          recipe.upperCased(),
          recipe.minimumCount(),
          recipe.heldOut(),
          recipe.finalShare(),
          recipe.seed());
    } catch (IllegalArgumentException e) {
      throw fields.bad("hidden_size", String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Tensor> tensors(long[] table, int hidden, FlairCharacters characters)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int width = Math.toIntExact(table[1]);
    float[] vectors = weights.take(prefix + CHARACTERS, table);
    tensors.put(
        "characters.weight",
        Tensor.of(characters.arrange(vectors, width), characters.rows().length, width));
    weights.putLstm(tensors, prefix + "rnn.", "_l0", "lstm.", width, hidden);
    putOutput(tensors, table[0], hidden, characters);
    return tensors;
  }

  private void putOutput(
      Map<String, Tensor> tensors, long items, int hidden, FlairCharacters characters)
      throws IOException {
    int size = characters.rows().length;
    float[] bias = new float[size];
    float[] output;
    if (weights.has(prefix + OUTPUT)) {
      output = characters.arrange(weights.take(prefix + OUTPUT, items, hidden), hidden);
      if (weights.has(prefix + OUTPUT_BIAS)) {
        bias = characters.arrange(weights.take(prefix + OUTPUT_BIAS, items), 1);
      }
      if (characters.isUnknownToo()) {
        // Its share belongs to the known character with the same row.
        Arrays.fill(output, 0, hidden, 0);
        bias[0] = NEVER;
      }
    } else {
      if ((long) size * hidden > LARGEST) {
        throw fields.bad("dictionary", size + " characters are too many for " + hidden + " states");
      }
      output = new float[size * hidden];
      notices.add(
          fields.nameOf("decoder")
              + ": the model was saved without what predicts a character; its states are whole");
    }
    tensors.put("output.weight", Tensor.of(output, size, hidden));
    tensors.put("output.bias", Tensor.of(bias, size));
  }
}
