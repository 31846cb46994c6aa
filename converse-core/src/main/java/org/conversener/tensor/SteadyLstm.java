package org.conversener.tensor;

import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A long short-term memory for inference whose rows do not depend, to the last bit, on how many are
 * read side by side or on where a row stands among them. torch's own promises no such thing. Where
 * {@link PackedLstm} is found to keep it ({@link PackedLstm#isSteady}) that one reads; elsewhere,
 * and in bfloat16, the matrix products are {@link SteadyLinear}'s, step by step.
 *
 * <p>Traps: element-wise functions compute what is left over behind the last whole vector of the
 * processor otherwise than the vectors themselves. So the gates are read as columns of one matrix,
 * whose rows are computed one by one, and not as rows that torch would join to one. And each
 * operation must run on one thread ({@link Crew}), for several would part a row.
 *
 * <p>Shapes: B batch, T time, D input width, H hidden width, V rows of a table.
 */
public final class SteadyLstm implements AutoCloseable {
  private final SteadyLinear input;
  private final SteadyLinear state;
  private final Tensor noBias;
  private final long width;
  private final @Nullable PackedLstm packed;

  /**
   * Copies the weights, but where they are of the type of the products already.
   *
   * @param inputWeight [4H, D], gates in the order input, forget, cell, output
   * @param stateWeight [4H, H]
   * @param bias [4H]; not closed
   * @param products the type in which matrices are multiplied; all else is of the bias's
   */
  public SteadyLstm(Tensor inputWeight, Tensor stateWeight, Tensor bias, DType products) {
    width = stateWeight.size(1);
    try (Scope scope = Scope.withoutGradients()) {
      noBias = Tensor.zeros(bias.type(), bias.shape()).owned();
      // At least other handles to the same memory, for SteadyLinear closes what it is given.
      Tensor ownInput = inputWeight.detach().as(products).owned();
      Tensor ownState = stateWeight.detach().as(products).owned();
      state = new SteadyLinear(ownState, bias, products);
      input = SteadyLinear.forManyRows(ownInput, noBias, products);
      packed =
          products == DType.FLOAT32 && bias.type() == DType.FLOAT32
              ? new PackedLstm(ownInput, ownState, bias)
              : null;
    }
  }

  /** Rows that are read by their numbers, as the characters of a vocabulary are. */
  public final class Table implements AutoCloseable {
    private final Tensor rows;
    private @Nullable Tensor projected;

    private Table(Tensor rows) {
      this.rows = rows;
    }

    /** What each row adds to the gates, which needs no state: V x 4H, computed once. */
    private synchronized Tensor projected() {
      if (projected == null) {
        try (Scope scope = Scope.withoutGradients()) {
          projected = input.forward(rows).owned();
        }
      }
      return projected;
    }

    /**
     * Goes on from a state.
     *
     * @param numbers of the rows, [B, T]
     * @param hidden the output before the first step, [B, H]
     * @param cell the cell before the first step, [B, H]
     * @return as {@link Ops#lstm}; belongs to the caller's scope
     */
    public Ops.Recurrence forward(Tensor numbers, Tensor hidden, Tensor cell) {
      PackedLstm whole = packed;
      if (whole != null && whole.isSteady()) {
        return kept(() -> whole.forward(Ops.embedding(rows, numbers), hidden, cell));
      }
      Tensor all = projected();
      return SteadyLstm.this.forward(
          Math.toIntExact(numbers.size(1)),
          t -> all.indexSelect(0, numbers.select(1, t)),
          hidden,
          cell);
    }

    /** Frees what was computed; the rows are whoever's they were. */
    @Override
    public synchronized void close() {
      if (projected != null) {
        projected.close();
        projected = null;
      }
    }
  }

  /**
   * Makes it read rows by their numbers.
   *
   * @param rows [V, D]; not closed, and must not change
   */
  public Table table(Tensor rows) {
    return new Table(rows);
  }

  /**
   * Goes on from a state.
   *
   * @param sequence [B, T, D]
   * @param hidden the output before the first step, [B, H]
   * @param cell the cell before the first step, [B, H]
   * @return as {@link Ops#lstm}; belongs to the caller's scope
   */
  public Ops.Recurrence forward(Tensor sequence, Tensor hidden, Tensor cell) {
    PackedLstm whole = packed;
    return kept(
        () -> {
          if (whole != null && whole.isSteady()) {
            return whole.forward(sequence, hidden, cell);
          }
          Tensor projected = input.forward(sequence); // B x T x 4H
          int time = Math.toIntExact(sequence.size(1));
          return forward(time, t -> projected.select(1, t), hidden, cell);
        });
  }

  private static Ops.Recurrence kept(Supplier<Ops.Recurrence> reading) {
    try (Scope scope = Scope.withoutGradients()) {
      Ops.Recurrence result = reading.get();
      return new Ops.Recurrence(
          scope.keep(result.output()), scope.keep(result.hidden()), scope.keep(result.cell()));
    }
  }

  /**
   * Step by step.
   *
   * @param time T
   * @param projected what the input of each step adds to the gates, [B, 4H]
   */
  private Ops.Recurrence forward(
      int time, IntFunction<Tensor> projected, Tensor hidden, Tensor cell) {
    try (Scope scope = Scope.withoutGradients()) {
      var options = new TensorOptions(hidden.type().raw());
      var outputs = torch.empty(new long[] {time, hidden.size(0), width}, options, null);
      Tensor h = hidden;
      Tensor c = cell;
      for (int t = 0; t < time; t++) {
        Tensor output = new Tensor(outputs.select(0, t)); // B x H, within outputs
        try (Scope step = Scope.withoutGradients()) {
          c = step.keep(step(projected.apply(t), h, c, output));
        }
        h = output;
      }
      return new Ops.Recurrence(
          scope.keep(new Tensor(outputs.transpose(0, 1))),
          scope.keep(h.times(1)),
          scope.keep(c.times(1)));
    }
  }

  /** Fills the output; returns the new cell. In place, for a step is too short to take memory. */
  private Tensor step(Tensor projected, Tensor h, Tensor c, Tensor output) {
    var gates = state.forward(h).raw(); // B x 4H
    var unusedSum = gates.add_(projected.raw());
    var open = gates.narrow(1, 0, 2 * width);
    var unusedOpen = open.sigmoid_();
    var candidate = gates.narrow(1, 2 * width, width);
    var unusedCandidate = candidate.tanh_();
    var shown = gates.narrow(1, 3 * width, width);
    var unusedShown = shown.sigmoid_();
    var cell = torch.mul(c.raw(), gates.narrow(1, width, width));
    var unusedCell = cell.addcmul_(gates.narrow(1, 0, width), candidate);
    var unusedOutput = torch.mul_out(output.raw(), shown, torch.tanh(cell));
    return new Tensor(cell);
  }

  /** Frees the weights. */
  @Override
  public void close() {
    if (packed != null) {
      packed.close();
    }
    input.close();
    state.close();
    noBias.close();
  }
}
