package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.layers.Embedding;
import org.conversener.layers.GatedConvolution;
import org.conversener.layers.Linear;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.SoftmaxLoss;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of the convolutional translator (fairseq {@code models/fconv.py}, FConvDecoder), with
 * attention in every layer (paper eq. 2 and 3; eq. 2 lacks the factor √½ that fairseq applies).
 *
 * <p>Shapes: B batch, S source subwords, T English subwords, E embedding, C layer width, V
 * vocabulary. Values are kept [B, T, width].
 */
final class ConvDecoder {
  private static final double HALF = Math.sqrt(0.5);

  private final double dropout;
  private final Embedding tokens;
  private final Embedding positions;
  private final Linear first;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final Linear beforeLast;
  private final Linear last;

  /** One layer: a convolution, its attention, and the projection of the residual. */
  record DecoderLayer(
      GatedConvolution convolution,
      Linear toAttention,
      Linear fromAttention,
      @Nullable Linear projection) {}

  ConvDecoder(Parameters parameters, ConvShape shape, int vocabulary, double dropout) {
    this.dropout = dropout;
    int width = shape.embedding();
    tokens = new Embedding(parameters.group("embed_tokens"), vocabulary, width, 0.1, Symbols.PAD);
    positions =
        new Embedding(
            parameters.group("embed_positions"), shape.positions(), width, 0.1, Symbols.PAD);
    int in = shape.decoder().get(0).width();
    first = Linear.normed(parameters.group("fc1"), width, in, dropout);
    for (int i = 0; i < shape.decoder().size(); i++) {
      ConvShape.Layer layer = shape.decoder().get(i);
      Linear projection =
          in == layer.width()
              ? null
              : Linear.normed(parameters.group("projections." + i), in, layer.width(), 0);
      Parameters attention = parameters.group("attention." + i);
      layers.add(
          new DecoderLayer(
              new GatedConvolution(
                  parameters.group("convolutions." + i),
                  in,
                  layer.width(),
                  layer.kernel(),
                  dropout),
              Linear.normed(attention.group("in_projection"), layer.width(), width, 0),
              Linear.normed(attention.group("out_projection"), width, layer.width(), 0),
              projection));
      in = layer.width();
    }
    beforeLast = Linear.normed(parameters.group("fc2"), in, shape.outputEmbedding(), 0);
    last = Linear.normed(parameters.group("fc3"), shape.outputEmbedding(), vocabulary, dropout);
  }

  /** The layers, first to last. */
  List<DecoderLayer> layers() {
    return layers;
  }

  /**
   * Reads the whole English side at once.
   *
   * @param previous what stands before each English subword, starting with end-of-sentence
   * @param attention receives the attention of each layer, [B, T, S]; null if not wanted
   * @return the state before the output layer, [B, T, outputEmbedding]
   */
  Tensor forward(
      SubwordBatch previous,
      ConvEncoder.Encoded source,
      boolean isTraining,
      @Nullable List<Tensor> attention) {
    double p = isTraining ? dropout : 0;
    Tensor embedded =
        Ops.dropout(
            tokens.forward(previous.ids()).plus(positions.forward(previous.positions())),
            p); // [B, T, E]
    Tensor keys = source.keys().transpose(1, 2); // [B, E, S]
    Tensor values = source.scaledValues(); // [B, S, E]
    Tensor x = first.forward(embedded); // [B, T, C]
    for (DecoderLayer layer : layers) {
      Linear projection = layer.projection;
      Tensor residual = projection == null ? x : projection.forward(x);
      Tensor h = layer.convolution.causal(Ops.dropout(x, p));
      Tensor d = layer.toAttention.forward(h).plus(embedded).times(HALF); // [B, T, E]
      Tensor weights = softmax(d.matmul(keys), source.isPadding()); // [B, T, S]
      if (attention != null) {
        attention.add(weights);
      }
      Tensor context = weights.matmul(values); // [B, T, E]
      x = layer.fromAttention.forward(context).plus(h).times(HALF).plus(residual).times(HALF);
    }
    return Ops.dropout(beforeLast.forward(x), p);
  }

  private static Tensor softmax(Tensor scores, @Nullable Tensor isPadding) {
    Tensor masked =
        isPadding == null ? scores : scores.maskedFill(isPadding, Double.NEGATIVE_INFINITY);
    return Ops.softmax(masked, -1);
  }

  /** The scores of all English subwords, before the softmax: [.., outputEmbedding] to [.., V]. */
  Tensor logits(Tensor state) {
    return last.forward(state);
  }

  /** The smoothed cross entropy summed over places: states [N, outputEmbedding], targets [N]. */
  Tensor loss(Tensor states, Tensor targets, double smoothing) {
    return SoftmaxLoss.of(states, last.weight(), last.bias(), targets, smoothing, last.products());
  }

  /** The embedding of one subword for each row at one place: ids [R] to [R, E]. */
  Tensor embed(Tensor ids, int position) {
    Tensor place = positions.table().select(0, (long) Symbols.PAD + position + 1);
    return tokens.forward(ids).plus(place);
  }

  /** The first layer's input at one place, [R, E] to [R, C]. */
  Tensor enter(Tensor embedded) {
    return first.forward(embedded);
  }

  /** The last layer's output at one place to scores, [R, C] to [R, V]. */
  Tensor leave(Tensor x) {
    return last.forward(beforeLast.forward(x));
  }

  void fold() {
    linears().forEach(Linear::fold);
    layers.forEach(layer -> layer.convolution.fold());
  }

  void unfold() {
    linears().forEach(Linear::unfold);
    layers.forEach(layer -> layer.convolution.unfold());
  }

  private List<Linear> linears() {
    List<Linear> linears = new ArrayList<>(List.of(first, beforeLast, last));
    for (DecoderLayer layer : layers) {
      linears.add(layer.toAttention);
      linears.add(layer.fromAttention);
      Linear projection = layer.projection;
      if (projection != null) {
        linears.add(projection);
      }
    }
    return linears;
  }
}
