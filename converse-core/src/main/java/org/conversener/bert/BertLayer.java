package org.conversener.bert;

import java.util.List;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * One layer of BERT:
 *
 * <pre>
 * a = norm(x + W_o · attention(x))
 * y = norm(a + W_2 · gelu(W_1 · a))
 * </pre>
 *
 * <p>Attention is {@code softmax(q·kᵀ/√d)·v} in each head. Queries, keys and values are one product
 * with one matrix. B batch, N pieces, H width, h heads of width d, F width inside.
 */
final class BertLayer implements AutoCloseable {
  private final BertWeights.Dense queryKeyValue;
  private final BertWeights.Dense attended;
  private final BertWeights.Dense attentionNorm;
  private final BertWeights.Dense inner;
  private final BertWeights.Dense outer;
  private final BertWeights.Dense outputNorm;
  private final BertConfig config;
  private final DType products;

  private BertLayer(
      BertWeights.Dense queryKeyValue,
      BertWeights.Dense attended,
      BertWeights.Dense attentionNorm,
      BertWeights.Dense inner,
      BertWeights.Dense outer,
      BertWeights.Dense outputNorm,
      BertConfig config,
      DType products) {
    this.queryKeyValue = queryKeyValue;
    this.attended = attended;
    this.attentionNorm = attentionNorm;
    this.inner = inner;
    this.outer = outer;
    this.outputNorm = outputNorm;
    this.config = config;
    this.products = products;
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
        multiplied(joined, products),
        multiplied(weights.dense(name + ".attention.output.dense", hidden, hidden), products),
        weights.norm(name + ".attention.output.LayerNorm", hidden),
        multiplied(
            weights.dense(name + ".intermediate.dense", hidden, config.intermediate()), products),
        multiplied(weights.dense(name + ".output.dense", config.intermediate(), hidden), products),
        weights.norm(name + ".output.LayerNorm", hidden),
        config,
        products);
  }

  /** Turned once into the type it is multiplied in, not at each product. */
  private static BertWeights.Dense multiplied(BertWeights.Dense dense, DType products) {
    return new BertWeights.Dense(dense.weight().as(products), dense.bias());
  }

  /**
   * The layer's output; belongs to the caller's scope.
   *
   * @param input [B, N, H]
   * @return [B, N, H]
   */
  Tensor forward(Tensor input) {
    // The matrices of attention of a long sentence are large; one layer's at a time is enough.
    try (Scope scope = Scope.withoutGradients()) {
      Tensor attention = linear(attended, attend(input));
      Tensor middle = norm(attentionNorm, input.plus(attention)); // B x N x H
      Tensor wide = Ops.gelu(linear(inner, middle)); // B x N x F
      return scope.keep(norm(outputNorm, middle.plus(linear(outer, wide))));
    }
  }

  private Tensor attend(Tensor input) {
    long batch = input.size(0);
    long length = input.size(1);
    int width = config.hidden() / config.heads();
    Tensor all =
        linear(queryKeyValue, input)
            .reshape(batch, length, 3, config.heads(), width); // B x N x 3 x h x d
    Tensor query = all.select(2, 0).transpose(1, 2); // B x h x N x d
    Tensor key = all.select(2, 1).transpose(1, 2);
    Tensor value = all.select(2, 2).transpose(1, 2);
    Tensor scores = query.matmul(key.transpose(2, 3)).times(1 / Math.sqrt(width)); // B x h x N x N
    return Ops.softmax(scores, 3)
        .matmul(value)
        .transpose(1, 2)
        .reshape(batch, length, config.hidden()); // B x N x H
  }

  private Tensor linear(BertWeights.Dense dense, Tensor input) {
    return Ops.linear(input, dense.weight(), dense.bias(), products);
  }

  private Tensor norm(BertWeights.Dense norm, Tensor input) {
    return Ops.layerNorm(input, norm.weight(), norm.bias(), config.epsilon());
  }

  /** Takes the tensors out of all scopes. */
  void own() {
    for (BertWeights.Dense dense : all()) {
      var unusedWeight = dense.weight().owned();
      var unusedBias = dense.bias().owned();
    }
  }

  private List<BertWeights.Dense> all() {
    return List.of(queryKeyValue, attended, attentionNorm, inner, outer, outputNorm);
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    for (BertWeights.Dense dense : all()) {
      dense.weight().close();
      dense.bias().close();
    }
  }
}
