package org.conversener.tensor;

import java.util.Objects;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The operations of networks, as functions of tensors. */
public final class Ops {
  private static final @Nullable NamedOperator WEIGHT_NORM =
      NamedOperator.find("aten::_weight_norm");

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
   * As above, with the product computed in another type: bfloat16 halves the time of large products
   * where the processor knows it, at eight bits of mantissa. The sum with the bias and the result
   * are of the bias's type; the input may be rounded already.
   */
  public static Tensor linear(Tensor input, Tensor weight, Tensor bias, DType products) {
    if (products == input.type() && products == bias.type()) {
      return linear(input, weight, bias);
    }
    return Tensor.guard(
        "linear",
        () ->
            torch
                .linear(input.raw().to(products.raw()), weight.as(products).raw())
                .to(bias.raw().scalar_type())
                .add(bias.raw()),
        input,
        weight,
        bias);
  }

  /**
   * What a convolution of {@code kernel} steps sees from each place, side by side; zeros stand
   * before and after.
   *
   * @param input [B, T, C]
   * @return [B, T + before + after - kernel + 1, kernel·C], the earliest step first
   */
  public static Tensor windows(Tensor input, int kernel, long before, long after) {
    if (kernel == 1 && before == 0 && after == 0) {
      return input;
    }
    return Tensor.guard(
        "windows",
        () -> {
          var padded =
              torch.constant_pad_nd(input.raw(), new long[] {0, 0, before, after}, new Scalar(0.0));
          long places = padded.size(1) - kernel + 1;
          var shifted = new org.bytedeco.pytorch.Tensor[kernel];
          for (int k = 0; k < kernel; k++) {
            shifted[k] = padded.narrow(1, k, places);
          }
          return torch.cat(new TensorVector(shifted), 2);
        },
        input);
  }

  /**
   * {@code direction · gain / ‖direction‖}, one norm for each index of dimension 0.
   *
   * <p>libtorch's own operator does it in one pass and its gradient in two; put together from
   * others, the gradient alone made eight passes over weights that do not fit the cache.
   *
   * @throws IllegalArgumentException if there is not one gain for each of these
   */
  public static Tensor weightNorm(Tensor direction, Tensor gain) {
    if (gain.count() != direction.size(0)) { // the operator would read beyond it
      throw new IllegalArgumentException(
          "weight norm: expected a gain for each row of " + direction + ", found " + gain);
    }
    NamedOperator operator = Objects.requireNonNull(WEIGHT_NORM, "libtorch has no weight norm");
    return Tensor.guard(
        "weight norm",
        () -> {
          try (IValue v = new IValue(direction.raw());
              IValue g = new IValue(gain.raw());
              IValue dimension = new IValue(0L)) {
            return operator.tensor(v, g, dimension);
          }
        },
        direction,
        gain);
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

  /** The natural logarithm of each element. */
  public static Tensor log(Tensor input) {
    return new Tensor(torch.log(input.raw()));
  }

  /** {@code 1 / (1 + exp(-x))} of each element. */
  public static Tensor sigmoid(Tensor input) {
    return new Tensor(torch.sigmoid(input.raw()));
  }

  /** The hyperbolic tangent of each element. */
  public static Tensor tanh(Tensor input) {
    return new Tensor(torch.tanh(input.raw()));
  }

  /** The gated linear unit {@code a ⊙ σ(b)}, a and b the two halves of one dimension. */
  public static Tensor glu(Tensor input, int dimension) {
    return Tensor.guard("glu", () -> torch.glu(input.raw(), dimension), input);
  }

  /** {@code log Σ exp} over one dimension, which disappears. */
  public static Tensor logSumExp(Tensor input, int dimension) {
    return new Tensor(torch.logsumexp(input.raw(), dimension));
  }

  /** The softmax over one dimension. */
  public static Tensor softmax(Tensor input, int dimension) {
    return new Tensor(torch.softmax(input.raw(), dimension));
  }

  /**
   * Each vector of the last dimension less its mean, over its deviation, times {@code gain}, plus
   * {@code bias} (Ba, Kiros and Hinton 2016).
   *
   * @param input [.., D]
   * @param gain [D]
   * @param bias [D]
   * @param epsilon what is added to the variance
   */
  public static Tensor layerNorm(Tensor input, Tensor gain, Tensor bias, double epsilon) {
    return Tensor.guard(
        "layerNorm",
        () ->
            torch.layer_norm(
                input.raw(),
                gain.shape(),
                new TensorOptional(gain.raw()),
                new TensorOptional(bias.raw()),
                epsilon,
                false),
        input,
        gain,
        bias);
  }

  /** The Gaussian error linear unit {@code x·Φ(x)}, by the error function and not by tanh. */
  public static Tensor gelu(Tensor input) {
    return new Tensor(torch.gelu(input.raw()));
  }

  /** The logarithm of the softmax over one dimension. */
  public static Tensor logSoftmax(Tensor input, int dimension) {
    return new Tensor(torch.log_softmax(input.raw(), dimension));
  }

  /**
   * Zeroes elements with probability {@code p}, to the nearest 1/65536, and scales the others by
   * 1/(1-p). The mask takes sixteen random bits an element: torch's own draws are eight times
   * slower, on one core, and were a tenth of the time of training.
   */
  public static Tensor dropout(Tensor input, double p) {
    long steps = Math.round(p * 65536);
    if (steps == 0) {
      return input;
    }
    long count = input.count();
    long[] bits = Randomness.bits(Math.toIntExact((count + 3) / 4));
    // Lanes are even in -32768 .. 32767.
    var lanes = org.bytedeco.pytorch.Tensor.create(bits).view(torch.ScalarType.Short);
    var mask =
        lanes
            .narrow(0, 0, count)
            .ge(new Scalar((double) (steps - 32768)))
            .to(input.raw().scalar_type())
            .mul_(new Scalar(65536.0 / (65536 - steps)));
    return new Tensor(input.raw().mul(mask.view(input.shape())));
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
    Tensor zero = Tensor.zeros(input.type(), input.size(0), stateWeight.size(1));
    return lstm(input, inputWeight, stateWeight, bias, zero, zero).output();
  }

  /**
   * As above from a given state, in one call of the library whatever the length.
   *
   * @param hidden the output before the first step, [B, H]
   * @param cell the cell before the first step, [B, H]
   */
  public static Recurrence lstm(
      Tensor input,
      Tensor inputWeight,
      Tensor stateWeight,
      Tensor bias,
      Tensor hidden,
      Tensor cell) {
    boolean isOneDnns = !GradMode.is_enabled() && input.type() == DType.FLOAT32;
    return isOneDnns && !RightLstm.isRight(inputWeight.size(1), stateWeight.size(1))
        ? RightLstm.widened(input, inputWeight, stateWeight, bias, hidden, cell)
        : uncheckedLstm(input, inputWeight, stateWeight, bias, hidden, cell);
  }

  /** As it comes from libtorch, right or wrong ({@link RightLstm}). */
  static Recurrence uncheckedLstm(
      Tensor input,
      Tensor inputWeight,
      Tensor stateWeight,
      Tensor bias,
      Tensor hidden,
      Tensor cell) {
    Tensor noBias = Tensor.zeros(input.type(), bias.shape());
    try {
      var result =
          torch.lstm(
              input.raw(),
              Tensor.vector(hidden.unsqueeze(0), cell.unsqueeze(0)),
              Tensor.vector(inputWeight, stateWeight, bias, noBias),
              true,
              1,
              0.0,
              false,
              false,
              true);
      return new Recurrence(
          new Tensor(result.get0()),
          new Tensor(result.get1()).select(0, 0),
          new Tensor(result.get2()).select(0, 0));
    } catch (RuntimeException e) {
      throw Tensor.failure("lstm", e, input, inputWeight, stateWeight, hidden, cell);
    }
  }

  /**
   * What a recurrent layer gives.
   *
   * @param output the output of each step, [B, T, H]
   * @param hidden the output of the last step, [B, H]
   * @param cell the cell after the last step, [B, H]
   */
  public record Recurrence(Tensor output, Tensor hidden, Tensor cell) {}

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
