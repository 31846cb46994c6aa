package org.conversener.layers;

import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
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
   * Over the last dimension.
   *
   * @param input [.., in]
   * @return [.., out]
   */
  public Tensor forward(Tensor input) {
    return folded != null ? folded.forward(input) : Ops.linear(input, weight(), bias, products);
  }

  /** The type in which {@link #forward} multiplies. */
  public DType products() {
    return products;
  }
}
