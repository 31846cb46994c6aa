package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.SteadyLinear;
import org.conversener.tensor.Tensor;

/**
 * A long short-term memory for inference whose rows do not depend, to the last bit, on how many are
 * read side by side or on where a row stands among them. torch's own promises no such thing, for
 * its matrix products do not; here they are {@link SteadyLinear}'s, step by step.
 *
 * <p>Traps: element-wise functions compute what is left over behind the last whole vector of the
 * processor otherwise than the vectors themselves. So the gates are read as columns of one matrix,
 * whose rows are computed one by one, and not as rows that torch would join to one. And each
 * operation must run on one thread ({@link org.conversener.tensor.Crew}), for several would part a
 * row.
 *
 * <p>Shapes: B batch, T time, D input width, H hidden width.
 */
final class SteadyLstm implements AutoCloseable {
  private final SteadyLinear input;
  private final SteadyLinear state;
  private final Tensor noBias;
  private final long width;

  /**
   * @param inputWeight [4H, D], gates in the order input, forget, cell, output
   * @param stateWeight [4H, H]
   * @param bias [4H]
   */
  SteadyLstm(Tensor inputWeight, Tensor stateWeight, Tensor bias) {
    width = stateWeight.size(1);
    try (Scope scope = Scope.withoutGradients()) {
      noBias = Tensor.zeros(bias.type(), bias.shape()).owned();
      // The same memory under another handle, which SteadyLinear closes.
      input = SteadyLinear.forManyRows(inputWeight.detach().owned(), bias, bias.type());
      state = new SteadyLinear(stateWeight.detach().owned(), noBias, bias.type());
    }
  }

  /**
   * Goes on from a state.
   *
   * @param sequence [B, T, D]
   * @param hidden the output before the first step, [B, H]
   * @param cell the cell before the first step, [B, H]
   * @return as {@link Ops#lstm}; belongs to the caller's scope
   */
  Ops.Recurrence forward(Tensor sequence, Tensor hidden, Tensor cell) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor inputs = input.forward(sequence); // B x T x 4H
      int time = Math.toIntExact(sequence.size(1));
      Tensor[] outputs = new Tensor[time];
      Tensor h = hidden;
      Tensor c = cell;
      for (int t = 0; t < time; t++) {
        try (Scope step = Scope.withoutGradients()) {
          Tensor gates = state.forward(h).plus(inputs.select(1, t)); // B x 4H
          Tensor kept = c.times(Ops.sigmoid(gate(gates, 1)));
          Tensor added = Ops.sigmoid(gate(gates, 0)).times(Ops.tanh(gate(gates, 2)));
          c = step.keep(kept.plus(added)); // B x H
          h = step.keep(Ops.sigmoid(gate(gates, 3)).times(Ops.tanh(c))); // B x H
        }
        outputs[t] = h;
      }
      Tensor all = scope.keep(Tensor.stack(1, outputs)); // B x T x H
      return new Ops.Recurrence(all, scope.keep(h.times(1)), scope.keep(c.times(1)));
    }
  }

  private Tensor gate(Tensor gates, int index) {
    return gates.narrow(1, index * width, width);
  }

  @Override
  public void close() {
    input.close();
    state.close();
    noBias.close();
  }
}
