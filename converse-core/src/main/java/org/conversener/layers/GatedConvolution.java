package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A weight-normed convolution over time whose output is gated: {@code GLU(conv(x))} (Gehring et al.
 * 2017, section 3.2; fairseq {@code models/fconv.py}).
 *
 * <p>Shapes: B batch, C input width, D output width, T time, k kernel.
 */
public final class GatedConvolution {
  private final int kernel;
  private final Tensor direction;
  private final Tensor gain;
  private final Tensor bias;
  private @Nullable Tensor folded;

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
  }

  /** The width of the window in time. */
  public int kernel() {
    return kernel;
  }

  /** The effective weight, [2D, C, k]. */
  public Tensor weight() {
    return folded != null ? folded : Ops.weightNorm(direction, gain);
  }

  /** Computes the effective weight once, for inference, until {@link #unfold}. */
  public void fold() {
    unfold();
    folded = WeightNorm.folded(this::weight);
  }

  /** Forgets the weight of {@link #fold}; needed before the parameters change. */
  public void unfold() {
    if (folded != null) {
      folded.close();
      folded = null;
    }
  }

  /** The bias, [2D]. */
  public Tensor bias() {
    return bias;
  }

  /**
   * Each output sees k inputs around its own place; an even kernel sees one more to the right.
   *
   * @param input [B, C, T]
   * @return [B, D, T]
   */
  public Tensor centred(Tensor input) {
    return padded(input, (kernel - 1) / 2, kernel / 2);
  }

  /**
   * Each output sees its own input and the k-1 before it.
   *
   * @param input [B, C, T]
   * @return [B, D, T]
   */
  public Tensor causal(Tensor input) {
    return padded(input, kernel - 1L, 0);
  }

  private Tensor padded(Tensor input, long before, long after) {
    Tensor convolved =
        before == after
            ? Ops.convolution(input, weight(), bias, before)
            : Ops.convolution(Ops.padLast(input, before, after), weight(), bias);
    return Ops.glu(convolved, 1);
  }
}
