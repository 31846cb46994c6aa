package org.conversener.bert;

import org.conversener.text.BasicTokenizer;

/**
 * The shape of a BERT network, and how its text is prepared.
 *
 * @param vocabulary the number of pieces, V
 * @param hidden the width, H
 * @param layers the number of layers
 * @param heads the number of attention heads, which divides H
 * @param intermediate the width inside the feed-forward part, F
 * @param positions the most pieces at once, P
 * @param types the number of token types
 * @param epsilon what layer normalisation adds to the variance
 * @param tokenizer what is done to a word before it is cut
 */
public record BertConfig(
    int vocabulary,
    int hidden,
    int layers,
    int heads,
    int intermediate,
    int positions,
    int types,
    double epsilon,
    BasicTokenizer tokenizer) {
  private static final int LARGEST = 1 << 22;
  private static final int DEEPEST = 1 << 10;

  /** Layers whose outputs are a word's vector, the last ones. */
  private static final int READ_LAYERS = 4;

  /** The most positions of which {@code [CLS]} and {@code [SEP]} leave windows that overlap. */
  private static final int FEWEST_POSITIONS = 4;

  /**
   * Rejects what no network has.
   *
   * @throws IllegalArgumentException names the setting as Hugging Face does
   */
  public BertConfig {
    check("vocab_size", vocabulary, LARGEST);
    check("hidden_size", hidden, LARGEST);
    check("num_hidden_layers", layers, DEEPEST);
    check("num_attention_heads", heads, LARGEST);
    check("intermediate_size", intermediate, LARGEST);
    check("max_position_embeddings", positions, LARGEST);
    check("type_vocab_size", types, LARGEST);
    if (positions < FEWEST_POSITIONS) {
      throw new IllegalArgumentException(
          "max_position_embeddings: expected at least "
              + FEWEST_POSITIONS
              + ", found "
              + positions);
    }
    if (hidden % heads != 0) {
      throw new IllegalArgumentException(
          "num_attention_heads: expected a divisor of the hidden_size "
              + hidden
              + ", found "
              + heads);
    }
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "layer_norm_eps: expected a number between 0 and 1, found " + epsilon);
    }
  }

  private static void check(String name, int value, int largest) {
    if (value < 1 || value > largest) {
      throw new IllegalArgumentException(name + ": expected 1 to " + largest + ", found " + value);
    }
  }

  /** The number of last layers that are read: four, or all if there are fewer. */
  public int readLayers() {
    return Math.min(READ_LAYERS, layers);
  }

  /** The width of a word's vector. */
  public int width() {
    return Math.multiplyExact(hidden, readLayers());
  }
}
