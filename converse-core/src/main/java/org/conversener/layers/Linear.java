package org.conversener.layers;

import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.SteadyLinear;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x·Wᵀ + b}, plain or with weight normalisation ({@code W = g·V/‖V‖}, one norm for each
 * output, Salimans and Kingma 2016).
 */
public final class Linear {
  private final Tensor weight;
  private final Tensor gain;
  private final Tensor bias;
  private final boolean isNormed;
  private final DType products;
  private @Nullable SteadyLinear folded;
  private @Nullable Kept kept;

  /**
   * A plain layer as it is read with.
   *
   * @param version of the weight and the bias
   */
  private record Kept(SteadyLinear layer, long version) {}

  private Linear(Tensor weight, Tensor gain, Tensor bias, boolean isNormed, DType products) {
    this.weight = weight;
    this.gain = gain;
    this.bias = bias;
    this.isNormed = isNormed;
    this.products = products;
  }

  /** Without weight normalisation; W and b even in ±1/√in, as torch's nn.Linear starts. */
  public static Linear plain(Parameters parameters, int in, int out) {
    double bound = 1 / Math.sqrt(in);
    Tensor weight = parameters.uniform("weight", bound, out, in);
    return new Linear(
        weight, weight, parameters.uniform("bias", bound, out), false, parameters.products());
  }

  /**
   * With weight normalisation as fairseq's fconv: V normal with deviation √((1-p)/in), g the norms
   * of V, b zero.
   *
   * @param dropout p, the dropout applied to this layer's input
   */
  public static Linear normed(Parameters parameters, int in, int out, double dropout) {
    Tensor direction = parameters.normal("weight_v", Math.sqrt((1 - dropout) / in), out, in);
    return new Linear(
        direction,
        WeightNorm.gain(parameters, direction),
        parameters.constant("bias", 0, out),
        true,
        parameters.products());
  }

  /** The effective weight, [out, in]; once folded, of the type of the products. */
  public Tensor weight() {
    return folded != null ? folded.weight() : isNormed ? Ops.weightNorm(weight, gain) : weight;
  }

  /** The bias, [out]. */
  public Tensor bias() {
    return bias;
  }

  /**
   * Computes the effective weight once, for inference, until {@link #unfold}. Until then a row's
   * result does not depend on the other rows ({@link SteadyLinear}).
   */
  public void fold() {
    unfold();
    if (isNormed) {
      folded = new SteadyLinear(WeightNorm.folded(this::weight, products), bias, products);
    }
  }

  /** Forgets the weight of {@link #fold}; needed before the parameters change. */
  public void unfold() {
    if (folded != null) {
      folded.close();
      folded = null;
    }
  }

  /**
   * Over the last dimension. While no gradients are recorded a row of a plain layer does not depend
   * on the other rows ({@link SteadyLinear}).
   *
   * @param input [.., in]
   * @return [.., out]
   */
  public Tensor forward(Tensor input) {
    if (folded != null) {
      return folded.forward(input);
    }
    return isNormed || Scope.recordsGradients()
        ? Ops.linear(input, weight(), bias, products)
        : kept().forward(input);
  }

  private synchronized SteadyLinear kept() {
    Kept known = kept;
    long version = weight.version() + bias.version();
    if (known != null && known.version == version) {
      return known.layer;
    }
    release();
    try (Scope scope = Scope.withoutGradients()) {
      // At least another handle to the same memory, for SteadyLinear closes what it is given.
      Tensor own = weight.detach().as(products).owned();
      kept = new Kept(SteadyLinear.forManyRows(own, bias, products), version);
      return kept.layer;
    }
  }

  /** Frees what is kept beside the parameters of a plain layer. */
  public synchronized void release() {
    if (kept != null) {
      kept.layer.close();
      kept = null;
    }
  }

  /** The type in which {@link #forward} multiplies. */
  public DType products() {
    return products;
  }
}
