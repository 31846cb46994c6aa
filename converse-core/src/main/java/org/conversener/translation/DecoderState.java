package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The decoder one place at a time: each layer remembers the k inputs its convolution sees. The same
 * numbers as {@link ConvDecoder#forward} over the whole output.
 *
 * <p>Several sentences of equal length go side by side, each with the same number of rows. A row's
 * numbers do not depend on the other rows. What is remembered is freed by {@link #close}, not by a
 * scope, so that each step may have a scope of its own.
 *
 * <p>Shapes: B sentences, K rows of each (hypotheses), R = B·K, S source subwords, E embedding, C
 * layer width, V vocabulary, L layers.
 */
final class DecoderState implements AutoCloseable {
  private static final double HALF = Math.sqrt(0.5);

  private final ConvDecoder decoder;
  private Tensor keys; // [B, E, S]
  private Tensor values; // [B, S, E], scaled by √m
  private final List<Tensor> windows = new ArrayList<>(); // [R, k, C] for each layer
  private int position;

  /** Before the first place. */
  DecoderState(ConvDecoder decoder, ConvEncoder.Encoded source) {
    if (source.isPadding() != null) {
      throw new IllegalArgumentException("sentences decoded together must be equally long");
    }
    this.decoder = decoder;
    keys = source.keys().transpose(1, 2).contiguous().owned();
    values = source.scaledValues().owned();
  }

  /**
   * Reads the next subword of every row.
   *
   * @param ids [R], the rows of a sentence one after the other
   * @param attention receives the attention of each layer, [B, K, S]; null if not wanted
   * @return the scores of what may follow, before the softmax, [R, V]
   */
  Tensor step(Tensor ids, @Nullable List<Tensor> attention) {
    Tensor embedded = decoder.embed(ids, position); // [R, E]
    long sentences = keys.size(0);
    Tensor x = decoder.enter(embedded); // [R, C]
    int index = 0;
    for (ConvDecoder.DecoderLayer layer : decoder.layers()) {
      var projection = layer.projection();
      Tensor residual = projection == null ? x : projection.forward(x);
      Tensor window = slide(index, x, layer.convolution().kernel());
      Tensor h = layer.convolution().overWindows(window.reshape(window.size(0), -1));
      Tensor d = layer.toAttention().forward(h).plus(embedded).times(HALF); // [R, E]
      Tensor weights =
          Ops.softmax(d.reshape(sentences, -1, d.size(1)).matmul(keys), -1); // [B, K, S]
      if (attention != null) {
        attention.add(weights);
      }
      Tensor context = weights.matmul(values).reshape(d.size(0), -1); // [R, E]
      x = layer.fromAttention().forward(context).plus(h).times(HALF).plus(residual).times(HALF);
      index++;
    }
    position++;
    return decoder.leave(x);
  }

  private Tensor slide(int index, Tensor x, int kernel) {
    Tensor newest = x.unsqueeze(1); // [R, 1, C]
    if (position == 0) {
      Tensor before = Tensor.zeros(x.type(), x.size(0), kernel - 1L, x.size(1));
      windows.add(Tensor.concat(1, before, newest).owned());
      return windows.get(index);
    }
    Tensor old = windows.get(index);
    windows.set(index, Tensor.concat(1, old.narrow(1, 1, kernel - 1L), newest).owned());
    old.close();
    return windows.get(index);
  }

  /** Goes on with these rows, in this order; a row may be taken more than once. */
  void select(long[] rows) {
    Tensor indices = Tensor.of(rows, rows.length);
    windows.replaceAll(window -> selected(window, indices));
  }

  /** Goes on with these sentences; their rows are chosen by {@link #select}. */
  void selectSentences(long[] sentences) {
    Tensor indices = Tensor.of(sentences, sentences.length);
    keys = selected(keys, indices);
    values = selected(values, indices);
  }

  private static Tensor selected(Tensor old, Tensor indices) {
    Tensor selected = old.indexSelect(0, indices).owned();
    old.close();
    return selected;
  }

  /** Frees what is remembered. */
  @Override
  public void close() {
    windows.forEach(Tensor::close);
    windows.clear();
    keys.close();
    values.close();
  }
}
