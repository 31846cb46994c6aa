package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
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
  private @Nullable Tensor folded;

  private Linear(Tensor weight, Tensor gain, Tensor bias, boolean isNormed) {
    this.weight = weight;
    this.gain = gain;
    this.bias = bias;
    this.isNormed = isNormed;
  }

  /** Without weight normalisation; W and b even in ±1/√in, as torch's nn.Linear starts. */
  public static Linear plain(Parameters parameters, int in, int out) {
    double bound = 1 / Math.sqrt(in);
    Tensor weight = parameters.uniform("weight", bound, out, in);
    return new Linear(weight, weight, parameters.uniform("bias", bound, out), false);
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
        true);
  }

  /** The effective weight, [out, in]. */
  public Tensor weight() {
    return folded != null ? folded : isNormed ? Ops.weightNorm(weight, gain) : weight;
  }

  /** The bias, [out]. */
  public Tensor bias() {
    return bias;
  }

  /** Computes the effective weight once, for inference, until {@link #unfold}. */
  public void fold() {
    unfold();
    if (isNormed) {
      folded = WeightNorm.folded(this::weight);
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
    return Ops.linear(input, weight(), bias);
  }

  /**
   * Over the middle dimension, as a convolution of width 1.
   *
   * @param input [B, in, T]
   * @return [B, out, T]
   */
  public Tensor overTime(Tensor input) {
    return Ops.convolution(input, weight().unsqueeze(-1), bias);
  }
}
