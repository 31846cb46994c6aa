package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Tensor;

/**
 * {@code y = x·Wᵀ + b}, plain or with weight normalisation ({@code W = g·V/‖V‖}, one norm for each
 * output, Salimans and Kingma 2016).
 */
public final class Linear {
  private final Tensor weight;
  private final Tensor gain;
  private final Tensor bias;
  private final boolean isNormed;

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
    return isNormed ? Ops.weightNorm(weight, gain) : weight;
  }

  /**
   * @param input [.., in]
   * @return [.., out]
   */
  public Tensor forward(Tensor input) {
    return Ops.linear(input, weight(), bias);
  }
}
