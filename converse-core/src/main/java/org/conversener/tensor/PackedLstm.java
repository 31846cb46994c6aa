package org.conversener.tensor;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.T_TensorTensorTensorTensor_T;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A long short-term memory that is asked more often than it changes. oneDNN multiplies by weights
 * in an order of its own, and libtorch brings them into it at every call, which takes longer than
 * to read a sentence. Here this is done once, and again when the weights have changed. The result
 * is that of {@link Ops#lstm}. Thread-safe, but not while the weights change.
 *
 * <p>While gradients are recorded, and where oneDNN does not compute or computes wrongly ({@link
 * RightLstm}), it is {@link Ops#lstm} itself.
 */
public final class PackedLstm {
  /** oneDNN's number for this kind of recurrent layer, as libtorch hands it on. */
  private static final long LSTM = 2;

  private static final long MORE = 16;
  private static final @Nullable NamedOperator PACK =
      NamedOperator.find("mkldnn::_reorder_mkldnn_rnn_layer_weight");

  private static final Map<Shape, Boolean> STEADY = new ConcurrentHashMap<>();

  private final Tensor inputWeight;
  private final Tensor stateWeight;
  private final Tensor bias;
  private @Nullable Packed packed;

  /**
   * The weights in oneDNN's order, and which state of the weights they are.
   *
   * @param versions how often either had been changed
   */
  private record Packed(
      org.bytedeco.pytorch.Tensor input, org.bytedeco.pytorch.Tensor state, long versions) {}

  /**
   * Over weights that belong to someone else.
   *
   * @param inputWeight [4H, in], gates in the order input, forget, cell, output
   * @param stateWeight [4H, H]
   * @param bias [4H]
   */
  public PackedLstm(Tensor inputWeight, Tensor stateWeight, Tensor bias) {
    this.inputWeight = inputWeight;
    this.stateWeight = stateWeight;
    this.bias = bias;
  }

  /**
   * Reads from a zero state.
   *
   * @param input [B, T, in]
   * @return the output of each step, [B, T, H]
   */
  public Tensor forward(Tensor input) {
    Packed weights = weightsFor(input);
    if (weights == null) {
      return Ops.lstm(input, inputWeight, stateWeight, bias);
    }
    var zero = Tensor.zeros(DType.FLOAT32, 1, input.size(0), stateWeight.size(1)).raw();
    return output(read(input, weights, zero, zero.clone()));
  }

  /**
   * Goes on from a state.
   *
   * @param input [B, T, in]
   * @param hidden the output before the first step, [B, H]
   * @param cell the cell before the first step, [B, H]
   */
  public Ops.Recurrence forward(Tensor input, Tensor hidden, Tensor cell) {
    Packed weights = weightsFor(input);
    return weights == null
        ? Ops.lstm(input, inputWeight, stateWeight, bias, hidden, cell)
        : recurrence(input, weights, hidden, cell);
  }

  /** By oneDNN with packed weights, right or wrong ({@link RightLstm}); null if there is none. */
  Ops.@Nullable Recurrence unchecked(Tensor input, Tensor hidden, Tensor cell) {
    return PACK == null ? null : recurrence(input, packed(PACK), hidden, cell);
  }

  private Ops.Recurrence recurrence(Tensor input, Packed weights, Tensor hidden, Tensor cell) {
    var result =
        read(
            input,
            weights,
            hidden.raw().unsqueeze(0).contiguous(),
            cell.raw().unsqueeze(0).contiguous());
    return new Ops.Recurrence(
        output(result), new Tensor(result.get1().squeeze(0)), new Tensor(result.get2().squeeze(0)));
  }

  /** The weights to read it with, or null if oneDNN is not to. */
  private @Nullable Packed weightsFor(Tensor input) {
    NamedOperator pack = PACK;
    boolean isPlain =
        pack == null
            || GradMode.is_enabled()
            || input.type() != DType.FLOAT32
            || inputWeight.type() != DType.FLOAT32
            || input.count() == 0
            || !RightLstm.isRight(inputWeight.size(1), stateWeight.size(1));
    return pack == null || isPlain ? null : packed(pack);
  }

  private T_TensorTensorTensorTensor_T read(
      Tensor input,
      Packed weights,
      org.bytedeco.pytorch.Tensor hidden,
      org.bytedeco.pytorch.Tensor cell) {
    try {
      return torch.mkldnn_rnn_layer(
          widened(input.raw()).transpose(0, 1).contiguous(),
          weights.input,
          weights.state,
          bias.raw(),
          Tensor.zeros(DType.FLOAT32, bias.shape()).raw(),
          hidden,
          cell,
          false,
          new long[0],
          LSTM,
          stateWeight.size(1),
          1,
          true,
          false,
          false,
          false);
    } catch (RuntimeException e) {
      throw Tensor.failure("lstm", e, input, inputWeight, stateWeight);
    }
  }

  /** [B, T, H] of T x B x H. */
  private static Tensor output(T_TensorTensorTensorTensor_T result) {
    return new Tensor(result.get0().transpose(0, 1));
  }

  /**
   * With zeros behind each row if an input is as wide as a state: oneDNN 3.7.1 then reads at less
   * than a third of the speed it has with other widths (256 and 256 on an AMD EPYC, Zen 5).
   */
  private org.bytedeco.pytorch.Tensor widened(org.bytedeco.pytorch.Tensor rows) {
    return inputWeight.size(1) == stateWeight.size(1)
        ? torch.constant_pad_nd(rows, new long[] {0, MORE})
        : rows;
  }

  private synchronized Packed packed(NamedOperator pack) {
    long versions = inputWeight.raw()._version() + stateWeight.raw()._version();
    Packed known = packed;
    if (known != null && known.versions == versions) {
      return known;
    }
    close();
    try (Scope scope = Scope.withoutGradients()) {
      IValueVector arguments = new IValueVector();
      var unused =
          arguments
              .push_back(new IValue(widened(inputWeight.raw())))
              .push_back(new IValue(stateWeight.raw()))
              .push_back(new IValue(stateWeight.size(1)))
              .push_back(new IValue(false)) // reversed
              .push_back(new IValue(true)) // with a bias
              .push_back(new IValue(false)) // batch first
              .push_back(new IValue()); // the shape of an input, which it need not know
      pack.call(arguments);
      TensorVector both = arguments.get(0).toTensorVector();
      packed = new Packed(owned(both.get(0)), owned(both.get(1)), versions);
    }
    return Objects.requireNonNull(packed);
  }

  private static org.bytedeco.pytorch.Tensor owned(org.bytedeco.pytorch.Tensor tensor) {
    var copy = new org.bytedeco.pytorch.Tensor(tensor); // of the handle, which the list keeps
    var unused = copy.retainReference();
    return copy;
  }

  /**
   * Whether a sequence gets the same states, to the last bit, whatever is read beside it; found by
   * trial, once for each shape ({@link SteadyTrial}). It speaks of the number of threads that
   * operations have now.
   */
  public boolean isSteady() {
    if (PACK == null || inputWeight.type() != DType.FLOAT32) {
      return false; // nobody has tried
    }
    return STEADY.computeIfAbsent(
        new Shape(inputWeight.size(1), stateWeight.size(1), Natives.threads()), Shape::isSteady);
  }

  /** What decides in which order the states are computed. */
  private record Shape(long in, long hidden, int threads) {
    boolean isSteady() {
      try (Scope scope = Scope.withoutGradients()) {
        PackedLstm layer =
            new PackedLstm(
                SteadyTrial.drawn(4 * hidden, in),
                SteadyTrial.drawn(4 * hidden, hidden),
                SteadyTrial.drawn(4 * hidden));
        try {
          return SteadyTrial.passes(
              input -> {
                Tensor state = SteadyTrial.drawn(1, hidden).expand(input.size(0), hidden);
                return layer.forward(input, state, state).output();
              },
              in);
        } finally {
          layer.close();
        }
      }
    }
  }

  /** Forgets the weights in their other order, which are made again when they are needed. */
  public synchronized void close() {
    if (packed != null) {
      packed.input.close();
      packed.state.close();
      packed = null;
    }
  }
}
