package org.conversener.layers;

import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.PackedLstm;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.SteadyLstm;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A long short-term memory in one direction (Hochreiter and Schmidhuber 1997, with forget gates).
 *
 * <p>Shapes: B batch, T time, D input width, H hidden width. Gates in the order input, forget,
 * cell, output. One bias where torch adds two: their sum can express nothing more.
 */
public final class Lstm {
  private final Tensor inputWeight;
  private final Tensor stateWeight;
  private final Tensor bias;
  private final PackedLstm packed;
  private @Nullable SteadyLstm folded;

  /** Everything even in ±1/√H, as torch's nn.LSTM starts. */
  public Lstm(Parameters parameters, int in, int hidden) {
    double bound = 1 / Math.sqrt(hidden);
    inputWeight = parameters.uniform("input_weight", bound, 4L * hidden, in);
    stateWeight = parameters.uniform("state_weight", bound, 4L * hidden, hidden);
    bias = parameters.uniform("bias", bound, 4L * hidden);
    packed = new PackedLstm(inputWeight, stateWeight, bias);
  }

  /**
   * For inference, until {@link #unfold}: a row's states do not depend, to the last bit, on the
   * rows beside it.
   */
  public void fold() {
    fold(bias.type());
  }

  /**
   * As {@link #fold()}.
   *
   * @param products the type in which matrices are multiplied
   */
  public void fold(DType products) {
    unfold();
    folded = new SteadyLstm(inputWeight, stateWeight, bias, products);
  }

  /** The memory that {@link #fold} made; null without it. */
  public @Nullable SteadyLstm folded() {
    return folded;
  }

  /** Ends what {@link #fold} began; needed before the parameters change. */
  public void unfold() {
    if (folded != null) {
      folded.close();
      folded = null;
    }
  }

  /**
   * @param input [B, T, D]
   * @return the output of each step from a zero state, [B, T, H]
   */
  public Tensor forward(Tensor input) {
    if (folded == null) {
      return packed.forward(input);
    }
    try (Scope scope = Scope.withoutGradients()) {
      Tensor zero = Tensor.zeros(input.type(), input.size(0), stateWeight.size(1));
      return scope.keep(folded.forward(input, zero, zero).output());
    }
  }

  /**
   * Goes on from a state.
   *
   * @param input [B, T, D]
   * @param hidden the output before the first step, [B, H]
   * @param cell the cell before the first step, [B, H]
   * @return the output of each step, [B, T, H], and the state after the last
   */
  public Ops.Recurrence forward(Tensor input, Tensor hidden, Tensor cell) {
    return folded == null
        ? Ops.lstm(input, inputWeight, stateWeight, bias, hidden, cell)
        : folded.forward(input, hidden, cell);
  }

  /** Frees what is kept beside the parameters. */
  public void release() {
    packed.close();
  }
}
