package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.layers.Embedding;
import org.conversener.layers.GatedConvolution;
import org.conversener.layers.Linear;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of the convolutional translator (fairseq {@code models/fconv.py}, FConvEncoder).
 *
 * <p>Shapes: B batch, S source subwords with end-of-sentence, E embedding, C layer width. Values
 * are kept [B, S, width], so that every layer is one matrix product over all places.
 */
final class ConvEncoder {
  private static final double HALF = Math.sqrt(0.5);

  private final double dropout;
  private final int attentionLayers;
  private final Embedding tokens;
  private final Embedding positions;
  private final Linear first;
  private final List<GatedConvolution> convolutions = new ArrayList<>();
  private final List<@Nullable Linear> projections = new ArrayList<>();
  private final Linear last;

  ConvEncoder(Parameters parameters, ConvShape shape, int vocabulary, double dropout) {
    this.dropout = dropout;
    this.attentionLayers = shape.decoder().size();
    int width = shape.embedding();
    tokens = new Embedding(parameters.group("embed_tokens"), vocabulary, width, 0.1, Symbols.PAD);
    positions =
        new Embedding(
            parameters.group("embed_positions"), shape.positions(), width, 0.1, Symbols.PAD);
    int in = shape.encoder().get(0).width();
    first = Linear.normed(parameters.group("fc1"), width, in, dropout);
    for (int i = 0; i < shape.encoder().size(); i++) {
      ConvShape.Layer layer = shape.encoder().get(i);
      projections.add(
          in == layer.width()
              ? null
              : Linear.normed(parameters.group("projections." + i), in, layer.width(), 0));
      convolutions.add(
          new GatedConvolution(
              parameters.group("convolutions." + i), in, layer.width(), layer.kernel(), dropout));
      in = layer.width();
    }
    last = Linear.normed(parameters.group("fc2"), in, width, 0);
  }

  /**
   * What the decoder attends to.
   *
   * @param keys a, [B, S, E], zero at padding
   * @param values b, [B, S, E]
   * @param isPadding [B, 1, S], or null if nothing is padded
   * @param scale √m of each sentence, [B, 1, 1]
   */
  record Encoded(Tensor keys, Tensor values, @Nullable Tensor isPadding, Tensor scale) {
    /** b·√m, what attention gathers, [B, S, E]. */
    Tensor scaledValues() {
      return values.times(scale);
    }
  }

  /** Encodes a batch; dropout applies while training. */
  Encoded forward(SubwordBatch batch, boolean isTraining) {
    double p = isTraining ? dropout : 0;
    Tensor isPadding = batch.isPadding();
    Tensor padded = isPadding == null ? null : isPadding.transpose(1, 2); // [B, S, 1]
    Tensor embedded =
        Ops.dropout(
            tokens.forward(batch.ids()).plus(positions.forward(batch.positions())), p); // [B, S, E]
    Tensor x = first.forward(embedded); // [B, S, C]
    for (int i = 0; i < convolutions.size(); i++) {
      Linear projection = projections.get(i);
      Tensor residual = projection == null ? x : projection.forward(x);
      Tensor input = padded == null ? x : x.maskedFill(padded, 0);
      x = convolutions.get(i).centred(Ops.dropout(input, p)).plus(residual).times(HALF);
    }
    Tensor keys = last.forward(x); // [B, S, E]
    if (padded != null) {
      keys = keys.maskedFill(padded, 0);
    }
    if (isTraining) {
      keys = scaleGradient(keys, 1.0 / (2 * attentionLayers));
    }
    Tensor values = keys.plus(embedded).times(HALF);
    return new Encoded(keys, values, isPadding, batch.rootOfLength());
  }

  /** The same values, with a gradient multiplied by {@code factor}. */
  private static Tensor scaleGradient(Tensor x, double factor) {
    return x.times(factor).plus(x.detach().times(1 - factor));
  }

  void fold() {
    linears().forEach(Linear::fold);
    convolutions.forEach(GatedConvolution::fold);
  }

  void unfold() {
    linears().forEach(Linear::unfold);
    convolutions.forEach(GatedConvolution::unfold);
  }

  private List<Linear> linears() {
    List<Linear> linears = new ArrayList<>(List.of(first, last));
    for (Linear projection : projections) {
      if (projection != null) {
        linears.add(projection);
      }
    }
    return linears;
  }
}
