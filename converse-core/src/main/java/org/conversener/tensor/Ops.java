package org.conversener.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The operations of networks, as functions of tensors. */
public final class Ops {
  private Ops() {}

  /** {@code input · weightᵀ + bias}; input [.., in], weight [out, in], bias [out]. */
  public static Tensor linear(Tensor input, Tensor weight, Tensor bias) {
    return Tensor.guard(
        "linear",
        () -> torch.linear(input.raw(), weight.raw(), new TensorOptional(bias.raw())),
        input,
        weight,
        bias);
  }

  /**
   * Convolution over time without padding.
   *
   * @param input [B, in, T]
   * @param weight [out, in, k]
   * @param bias [out]
   * @return [B, out, T - k + 1]
   */
  public static Tensor convolution(Tensor input, Tensor weight, Tensor bias) {
    return convolution(input, weight, bias, 0);
  }

  /** As above with {@code padding} zeros on both sides in time: [B, out, T + 2·padding - k + 1]. */
  public static Tensor convolution(Tensor input, Tensor weight, Tensor bias, long padding) {
    long[] one = {1};
    return Tensor.guard(
        "convolution",
        () ->
            torch.conv1d(
                input.raw(),
                weight.raw(),
                new TensorOptional(bias.raw()),
                one,
                new long[] {padding},
                one,
                1),
        input,
        weight,
        bias);
  }

  /** {@code direction · gain / ‖direction‖}, one norm for each index of dimension 0. */
  public static Tensor weightNorm(Tensor direction, Tensor gain) {
    return direction.times(gain.dividedBy(normPerRow(direction)));
  }

  /** The Euclidean norm of each index of dimension 0, in the number of dimensions of the input. */
  public static Tensor normPerRow(Tensor input) {
    long[] others = new long[input.dimensions() - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = i + 1L;
    }
    return new Tensor(
        torch.linalg_vector_norm(
            input.raw(),
            new Scalar(2.0),
            others,
            true,
            new org.bytedeco.pytorch.ScalarTypeOptional()));
  }

  /** The Euclidean norm of all elements. */
  public static double norm(Tensor input) {
    return new Tensor(torch.linalg_vector_norm(input.raw())).item();
  }

  /** The square root of each element. */
  public static Tensor squareRoot(Tensor input) {
    return new Tensor(torch.sqrt(input.raw()));
  }

  /** The gated linear unit {@code a ⊙ σ(b)}, a and b the two halves of one dimension. */
  public static Tensor glu(Tensor input, int dimension) {
    return Tensor.guard("glu", () -> torch.glu(input.raw(), dimension), input);
  }

  /** The softmax over one dimension. */
  public static Tensor softmax(Tensor input, int dimension) {
    return new Tensor(torch.softmax(input.raw(), dimension));
  }

  /** The logarithm of the softmax over one dimension. */
  public static Tensor logSoftmax(Tensor input, int dimension) {
    return new Tensor(torch.log_softmax(input.raw(), dimension));
  }

  /**
   * The cross entropy with label smoothing, summed over positions: {@code (1-ε)·(-log p_y) + ε/V ·
   * Σ_v -log p_v}.
   *
   * @param logits [N, V], before the softmax
   * @param targets [N], the right classes
   */
  public static Tensor smoothedCrossEntropy(Tensor logits, Tensor targets, double smoothing) {
    int sum = 2;
    return Tensor.guard(
        "cross entropy",
        () ->
            torch.cross_entropy_loss(
                logits.raw(), targets.raw(), new TensorOptional(), sum, -100, smoothing),
        logits,
        targets);
  }

  /** Zeroes elements with probability {@code p} and scales the others by 1/(1-p). */
  public static Tensor dropout(Tensor input, double p) {
    if (p == 0) {
      return input;
    }
    var mask = torch.empty_like(input.raw()).bernoulli_(1 - p, Randomness.generator());
    return new Tensor(input.raw().mul(mask.div_(new Scalar(1 - p))));
  }

  /** A tensor of ones, each kept with probability {@code 1-p}, else 0; no scaling. */
  public static Tensor keepMask(DType type, double p, long... shape) {
    return new Tensor(
        torch.bernoulli(Tensor.full(type, 1 - p, shape).raw(), Randomness.generator()));
  }

  /** The rows of a table: indices of any shape, table [V, D], result [.., D]. */
  public static Tensor embedding(Tensor table, Tensor indices) {
    return Tensor.guard(
        "embedding", () -> torch.embedding(table.raw(), indices.raw()), table, indices);
  }

  /** Zeros before and after in the last dimension. */
  public static Tensor padLast(Tensor input, long before, long after) {
    return new Tensor(
        torch.constant_pad_nd(input.raw(), new long[] {before, after}, new Scalar(0.0)));
  }

  /**
   * A long short-term memory in one direction over sequences padded on the right, from a zero
   * state.
   *
   * @param input [B, T, in]
   * @param inputWeight [4H, in], gates in the order input, forget, cell, output
   * @param stateWeight [4H, H]
   * @param bias [4H]
   * @return the output of each step, [B, T, H]
   */
  public static Tensor lstm(Tensor input, Tensor inputWeight, Tensor stateWeight, Tensor bias) {
    long hidden = stateWeight.size(1);
    Tensor zero = Tensor.zeros(input.type(), 1, input.size(0), hidden);
    Tensor noBias = Tensor.zeros(input.type(), bias.shape());
    return Tensor.guard(
        "lstm",
        () ->
            torch
                .lstm(
                    input.raw(),
                    Tensor.vector(zero, zero),
                    Tensor.vector(inputWeight, stateWeight, bias, noBias),
                    true,
                    1,
                    0.0,
                    false,
                    false,
                    true)
                .get0(),
        input,
        inputWeight,
        stateWeight);
  }

  /**
   * The largest elements of the last dimension.
   *
   * @return their values and their indices, largest first
   */
  public static Top top(Tensor input, long k) {
    var result = torch.topk(input.raw(), k, -1, true, true);
    return new Top(new Tensor(result.get0()), new Tensor(result.get1()));
  }

  /** The result of {@link #top}. */
  public record Top(Tensor values, Tensor indices) {}
}
