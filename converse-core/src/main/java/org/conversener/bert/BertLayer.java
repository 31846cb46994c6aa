package org.conversener.bert;

import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.SteadyLinear;
import org.conversener.tensor.Tensor;

/**
 * One layer of BERT:
 *
 * <pre>
 * a = norm(x + W_o · attention(x))
 * y = norm(a + W_2 · gelu(W_1 · a))
 * </pre>
 *
 * <p>Attention is {@code softmax(q·kᵀ/√d)·v} in each head and window. Queries, keys and values are
 * one product with one matrix. Windows stand one after the other in one matrix, so that the
 * products, which are {@link SteadyLinear}'s, are large and a row's last bits still its own.
 *
 * <p>R pieces of all windows, N of one, H width, h heads of width d, F width inside.
 */
final class BertLayer implements AutoCloseable {
  /** A multiple of the elements that any processor computes at once. */
  private static final int VECTORS = 64;

  private final SteadyLinear queryKeyValue;
  private final SteadyLinear attended;
  private final BertWeights.Dense attentionNorm;
  private final SteadyLinear inner;
  private final SteadyLinear outer;
  private final BertWeights.Dense outputNorm;
  private final List<Tensor> biases;
  private final BertConfig config;

  private BertLayer(
      BertWeights.Dense queryKeyValue,
      BertWeights.Dense attended,
      BertWeights.Dense attentionNorm,
      BertWeights.Dense inner,
      BertWeights.Dense outer,
      BertWeights.Dense outputNorm,
      BertConfig config,
      DType products) {
    this.queryKeyValue = steady(queryKeyValue, products);
    this.attended = steady(attended, products);
    this.attentionNorm = attentionNorm;
    this.inner = steady(inner, products);
    this.outer = steady(outer, products);
    this.outputNorm = outputNorm;
    this.biases = List.of(queryKeyValue.bias(), attended.bias(), inner.bias(), outer.bias());
    this.config = config;
  }

  /** The layer of this name; its tensors belong to the open scope until {@link #own}. */
  static BertLayer of(BertWeights weights, String name, BertConfig config, DType products)
      throws CorruptFileException {
    int hidden = config.hidden();
    BertWeights.Dense query = weights.dense(name + ".attention.self.query", hidden, hidden);
    BertWeights.Dense key = weights.dense(name + ".attention.self.key", hidden, hidden);
    BertWeights.Dense value = weights.dense(name + ".attention.self.value", hidden, hidden);
    BertWeights.Dense joined =
        new BertWeights.Dense(
            Tensor.concat(0, query.weight(), key.weight(), value.weight()),
            Tensor.concat(0, query.bias(), key.bias(), value.bias()));
    return new BertLayer(
        joined,
        weights.dense(name + ".attention.output.dense", hidden, hidden),
        weights.norm(name + ".attention.output.LayerNorm", hidden),
        weights.dense(name + ".intermediate.dense", hidden, config.intermediate()),
        weights.dense(name + ".output.dense", config.intermediate(), hidden),
        weights.norm(name + ".output.LayerNorm", hidden),
        config,
        products);
  }

  /** With the weight turned once into the type it is multiplied in, not at each product. */
  private static SteadyLinear steady(BertWeights.Dense dense, DType products) {
    return SteadyLinear.forManyRows(dense.weight().as(products), dense.bias(), products);
  }

  /**
   * The layer's output; belongs to the caller's scope.
   *
   * @param input [R, H], window by window
   * @param lengths N of each window
   * @return [R, H]
   */
  Tensor forward(Tensor input, int[] lengths) {
    // The matrices of attention of a long sentence are large; one layer's at a time is enough.
    try (Scope scope = Scope.withoutGradients()) {
      Tensor attention = attended.forward(attend(input, lengths));
      Tensor middle = norm(attentionNorm, input.plus(attention)); // R x H
      Tensor wide = gelu(inner.forward(middle)); // R x F
      return scope.keep(norm(outputNorm, middle.plus(outer.forward(wide))));
    }
  }

  private Tensor attend(Tensor input, int[] lengths) {
    int width = config.hidden() / config.heads();
    Tensor all =
        queryKeyValue
            .forward(input)
            .reshape(input.size(0), 3, config.heads(), width); // R x 3 x h x d
    Tensor[] attended = new Tensor[lengths.length];
    int from = 0;
    for (int i = 0; i < attended.length; i++) {
      attended[i] = attend(all.narrow(0, from, lengths[i]), Math.sqrt(width));
      from += lengths[i];
    }
    return attended.length == 1 ? attended[0] : Tensor.concat(0, attended); // R x H
  }

  /** Of one window: [N, 3, h, d] to [N, H]. */
  private Tensor attend(Tensor window, double scale) {
    // What was computed on the way is freed here, not at the end of all windows.
    try (Scope scope = Scope.withoutGradients()) {
      Tensor query = window.select(1, 0).transpose(0, 1); // h x N x d
      Tensor key = window.select(1, 1).transpose(0, 1);
      Tensor value = window.select(1, 2).transpose(0, 1);
      Tensor scores = query.matmul(key.transpose(1, 2)).times(1 / scale); // h x N x N
      return scope.keep(
          Ops.softmax(scores, 2)
              .matmul(value)
              .transpose(0, 1)
              .reshape(window.size(0), config.hidden()));
    }
  }

  /**
   * Of whole vectors: what is left over behind the last of them the processor would compute
   * otherwise, and where that is depends on the number of rows.
   */
  private static Tensor gelu(Tensor input) {
    long missing = Math.floorMod(-input.size(1), VECTORS);
    if (missing == 0) {
      return Ops.gelu(input);
    }
    Tensor filling = Tensor.zeros(input.type(), input.size(0), missing);
    return Ops.gelu(Tensor.concat(1, input, filling)).narrow(1, 0, input.size(1)).contiguous();
  }

  private Tensor norm(BertWeights.Dense norm, Tensor input) {
    return Ops.layerNorm(input, norm.weight(), norm.bias(), config.epsilon());
  }

  /** Takes the tensors out of all scopes. */
  void own() {
    for (SteadyLinear linear : linears()) {
      var unused = linear.weight().owned();
    }
    for (Tensor tensor : others()) {
      var unused = tensor.owned();
    }
  }

  private List<SteadyLinear> linears() {
    return List.of(queryKeyValue, attended, inner, outer);
  }

  private List<Tensor> others() {
    List<Tensor> others = new ArrayList<>(biases);
    for (BertWeights.Dense norm : List.of(attentionNorm, outputNorm)) {
      others.add(norm.weight());
      others.add(norm.bias());
    }
    return others;
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    linears().forEach(SteadyLinear::close);
    others().forEach(Tensor::close);
  }
}
