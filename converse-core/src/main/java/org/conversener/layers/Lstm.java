package org.conversener.layers;

import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.PackedLstm;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.SteadyLstm;
import org.conversener.tensor.Tensor;

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

  /** Everything even in ±1/√H, as torch's nn.LSTM starts. */
  public Lstm(Parameters parameters, int in, int hidden) {
    double bound = 1 / Math.sqrt(hidden);
    inputWeight = parameters.uniform("input_weight", bound, 4L * hidden, in);
    stateWeight = parameters.uniform("state_weight", bound, 4L * hidden, hidden);
    bias = parameters.uniform("bias", bound, 4L * hidden);
    packed = new PackedLstm(inputWeight, stateWeight, bias);
  }

  /**
   * The same memory for inference, of which a row's states do not depend, to the last bit, on the
   * rows beside it. It belongs to the caller, and does not see the weights change.
   *
   * @param products the type in which matrices are multiplied
   */
  public SteadyLstm steady(DType products) {
    return new SteadyLstm(inputWeight, stateWeight, bias, products);
  }

  /**
   * @param input [B, T, D]
   * @return the output of each step from a zero state, [B, T, H]
   */
  public Tensor forward(Tensor input) {
    return packed.forward(input);
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
    return Ops.lstm(input, inputWeight, stateWeight, bias, hidden, cell);
  }

  /**
   * Whether {@link #forward(Tensor)}, while no gradients are recorded, gives a sequence the same
   * states, to the last bit, whatever is read beside it.
   */
  boolean isSteady() {
    return packed.isSteady();
  }

  /** Frees what is kept beside the parameters. */
  public void release() {
    packed.close();
  }
}
