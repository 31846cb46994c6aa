package org.conversener.layers;

import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.SteadyLinear;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A weight-normed convolution over time whose output is gated: {@code GLU(conv(x))} (Gehring et al.
 * 2017, section 3.2; fairseq {@code models/fconv.py}).
 *
 * <p>It is computed as one matrix product over windows laid side by side, which reaches the speed
 * of large products; libtorch's own convolution of short sequences is a third slower.
 *
 * <p>Shapes: B batch, T time, C input width, D output width, k kernel.
 */
public final class GatedConvolution {
  private final int kernel;
  private final Tensor direction;
  private final Tensor gain;
  private final Tensor bias;
  private final DType products;
  private @Nullable SteadyLinear folded;

  /**
   * V normal with deviation √(4(1-p)/(k·C)), one norm for each of the 2D outputs, bias zero.
   *
   * @param dropout p, the dropout applied to this layer's input
   */
  public GatedConvolution(Parameters parameters, int in, int out, int kernel, double dropout) {
    this.kernel = kernel;
    double deviation = Math.sqrt(4 * (1 - dropout) / (kernel * (double) in));
    direction = parameters.normal("weight_v", deviation, 2L * out, in, kernel);
    gain = WeightNorm.gain(parameters, direction);
    bias = parameters.constant("bias", 0, 2L * out);
    products = parameters.products();
  }

  /** The width of the window in time. */
  public int kernel() {
    return kernel;
  }

  /** The effective weight over a window's steps, the earliest first, [2D, k·C]. */
  private Tensor matrix() {
    Tensor weight = Ops.weightNorm(direction, gain); // [2D, C, k]
    return weight.transpose(1, 2).reshape(weight.size(0), -1);
  }

  /**
   * Computes the effective weight once, for inference, until {@link #unfold}. Until then the result
   * at a place does not depend on the other places ({@link SteadyLinear}).
   */
  public void fold() {
    unfold();
    folded = new SteadyLinear(WeightNorm.folded(this::matrix, products), bias, products);
  }

  /** Forgets the weight of {@link #fold}; needed before the parameters change. */
  public void unfold() {
    if (folded != null) {
      folded.close();
      folded = null;
    }
  }

  /**
   * Each output sees k inputs around its own place; an even kernel sees one more to the right.
   *
   * @param input [B, T, C]
   * @return [B, T, D]
   */
  public Tensor centred(Tensor input) {
    return overWindows(Ops.windows(rounded(input), kernel, (kernel - 1) / 2, kernel / 2));
  }

  /**
   * Each output sees its own input and the k-1 before it.
   *
   * @param input [B, T, C]
   * @return [B, T, D]
   */
  public Tensor causal(Tensor input) {
    return overWindows(Ops.windows(rounded(input), kernel, kernel - 1L, 0));
  }

  /**
   * In training, a step is rounded for the products before windows repeat it k times: the same
   * numbers for a third of the copying.
   */
  private Tensor rounded(Tensor input) {
    return folded == null ? input.as(products) : input;
  }

  /**
   * The output at places whose windows are given.
   *
   * @param windows [.., k·C], the earliest step first
   * @return [.., D]
   */
  public Tensor overWindows(Tensor windows) {
    Tensor product =
        folded != null ? folded.forward(windows) : Ops.linear(windows, matrix(), bias, products);
    return Ops.glu(product, -1);
  }
}
