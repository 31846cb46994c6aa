package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Tensor;

/**
 * The decoder of one sentence, one place at a time: each layer remembers the k inputs its
 * convolution sees. The same numbers as {@link ConvDecoder#forward} over the whole output.
 *
 * <p>Shapes: R rows (live hypotheses), S source subwords, E embedding, C layer width, V vocabulary.
 */
final class DecoderState {
  private static final double HALF = Math.sqrt(0.5);

  private final ConvDecoder decoder;
  private final Tensor keys; // [E, S]
  private final Tensor scaledValues; // [S, E]
  private final List<Tensor> windows = new ArrayList<>(); // [R, C, k] for each layer
  private int position;

  DecoderState(ConvDecoder decoder, ConvEncoder.Encoded source) {
    this.decoder = decoder;
    keys = source.keys().select(0, 0);
    scaledValues = source.values().times(source.scale()).select(0, 0).transpose(0, 1).contiguous();
  }

  /**
   * Reads the next subword of every row.
   *
   * @param ids [R]
   * @return the scores of what may follow, before the softmax, [R, V]
   */
  Tensor step(Tensor ids) {
    Tensor embedded = decoder.embed(ids, position); // [R, E]
    Tensor x = decoder.enter(embedded); // [R, C]
    int index = 0;
    for (ConvDecoder.DecoderLayer layer : decoder.layers()) {
      var projection = layer.projection();
      Tensor residual = projection == null ? x : projection.forward(x);
      Tensor window = slide(index, x, layer.convolution().kernel());
      if (position == 0) {
        windows.add(window);
      } else {
        windows.set(index, window);
      }
      Tensor weight = layer.convolution().weight(); // [2D, C, k]
      Tensor h =
          Ops.glu(
              Ops.linear(
                  window.reshape(window.size(0), -1),
                  weight.reshape(weight.size(0), -1),
                  layer.convolution().bias()),
              1);
      Tensor d = layer.toAttention().forward(h).plus(embedded).times(HALF); // [R, E]
      Tensor context = Ops.softmax(d.matmul(keys), -1).matmul(scaledValues); // [R, E]
      x = layer.fromAttention().forward(context).plus(h).times(HALF).plus(residual).times(HALF);
      index++;
    }
    position++;
    return decoder.leave(x);
  }

  private Tensor slide(int index, Tensor x, int kernel) {
    Tensor newest = x.unsqueeze(2); // [R, C, 1]
    if (kernel == 1) {
      return newest;
    }
    if (position == 0) {
      return Ops.padLast(newest, kernel - 1L, 0);
    }
    return Tensor.concat(2, windows.get(index).narrow(2, 1, kernel - 1L), newest);
  }

  /** Goes on with these rows, in this order; a row may be taken more than once. */
  void select(Tensor rows) {
    windows.replaceAll(window -> window.indexSelect(0, rows));
  }
}
