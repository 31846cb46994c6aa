package org.conversener.bert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * BERT's network (Devlin et al. 2019): embeddings of piece, position and token type 0, normalised,
 * and layers of self-attention and feed-forward, each of which is added to its input and
 * normalised. Without dropout and without gradients. Immutable, so any number of threads may use
 * it, but not while it is closed.
 *
 * <p>Windows of text are read side by side, in one matrix without padding: R pieces in all. H
 * width, P positions, V pieces of the vocabulary.
 */
final class BertEncoder implements AutoCloseable {
  private final BertConfig config;
  private final Tensor words;
  private final Tensor positions;
  private final Tensor gain;
  private final Tensor bias;
  private final List<BertLayer> layers;

  private BertEncoder(
      BertConfig config,
      Tensor words,
      Tensor positions,
      BertWeights.Dense norm,
      List<BertLayer> layers) {
    this.config = config;
    this.words = words;
    this.positions = positions;
    this.gain = norm.weight();
    this.bias = norm.bias();
    this.layers = layers;
  }

  /**
   * Reads the weights.
   *
   * @param type the type of the network's numbers
   * @param products the type in which matrices are multiplied
   * @throws CorruptFileException if the file is damaged, or of another network than the config
   */
  static BertEncoder read(Path file, BertConfig config, DType type, DType products)
      throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      BertEncoder encoder = of(file, Safetensors.read(file), config, type, products);
      // All of it was found, so a failure leaves nothing behind.
      encoder.own();
      return encoder;
    }
  }

  /**
   * Checks that these tensors make such a network.
   *
   * @throws CorruptFileException if one is missing or of another shape
   */
  static void check(Path file, Map<String, Tensor> tensors, BertConfig config)
      throws CorruptFileException {
    try (Scope scope = Scope.withoutGradients()) {
      var unused = of(file, tensors, config, DType.FLOAT32, DType.FLOAT32);
    }
  }

  /** A network whose tensors belong to the open scope. */
  private static BertEncoder of(
      Path file, Map<String, Tensor> tensors, BertConfig config, DType type, DType products)
      throws CorruptFileException {
    BertWeights weights = new BertWeights(file, tensors, type);
    int hidden = config.hidden();
    Tensor words = weights.get("embeddings.word_embeddings.weight", config.vocabulary(), hidden);
    Tensor positions =
        weights.get("embeddings.position_embeddings.weight", config.positions(), hidden);
    Tensor types = weights.get("embeddings.token_type_embeddings.weight", config.types(), hidden);
    BertWeights.Dense norm = weights.norm("embeddings.LayerNorm", hidden);
    List<BertLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(BertLayer.of(weights, "encoder.layer." + i, config, products));
    }
    return new BertEncoder(
        config, words, positions.plus(types.select(0, 0)), norm, List.copyOf(layers));
  }

  private void own() {
    for (Tensor tensor : embeddings()) {
      var unused = tensor.owned();
    }
    layers.forEach(BertLayer::own);
  }

  private List<Tensor> embeddings() {
    return List.of(words, positions, gain, bias);
  }

  /**
   * The outputs of the last layers side by side, the last layer first. A window's rows do not
   * depend, to the last bit, on the windows beside it, if every operation runs on one thread.
   *
   * @param windows numbers of the pieces of each, with {@code [CLS]} and {@code [SEP]}
   * @return [R, {@link BertConfig#width}], window by window; belongs to the caller's scope
   * @throws IllegalArgumentException if a window has more pieces than there are positions
   */
  Tensor forward(List<long[]> windows) {
    int[] lengths = windows.stream().mapToInt(window -> window.length).toArray();
    long[] pieces = windows.stream().flatMapToLong(Arrays::stream).toArray();
    long[] places = new long[pieces.length];
    int next = 0;
    for (int length : lengths) {
      if (length > config.positions()) {
        throw new IllegalArgumentException(
            "expected at most " + config.positions() + " pieces, found " + length);
      }
      for (int i = 0; i < length; i++) {
        places[next++] = i;
      }
    }
    try (Scope scope = Scope.withoutGradients()) {
      Tensor[] read = new Tensor[config.readLayers()];
      Tensor state =
          embed(Tensor.of(pieces, pieces.length), Tensor.of(places, places.length)); // R x H
      for (int i = 0; i < layers.size(); i++) {
        state = layers.get(i).forward(state, lengths);
        int fromLast = layers.size() - 1 - i;
        if (fromLast < read.length) {
          read[fromLast] = state;
        }
      }
      return scope.keep(Tensor.concat(1, read));
    }
  }

  private Tensor embed(Tensor pieces, Tensor places) {
    Tensor sum = Ops.embedding(words, pieces).plus(Ops.embedding(positions, places));
    return Ops.layerNorm(sum, gain, bias, config.epsilon());
  }

  /** Frees the weights. */
  @Override
  public void close() {
    embeddings().forEach(Tensor::close);
    layers.forEach(BertLayer::close);
  }
}
