package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * Two LSTMs, one reading from the left and one from the right (eq. 9 and 10 of the paper).
 *
 * <p>Sequences are padded on the right. The right-to-left LSTM reads each of them reversed within
 * its own length, so that it meets the padding last and no output of a real step depends on it.
 *
 * <p>While no gradients are recorded a sequence's output does not depend, to the last bit, on the
 * sequences beside it: they are read together where that is found to hold ({@link Lstm#isSteady}),
 * and one by one where it is not.
 *
 * <p>Shapes: B batch, T time, D input width, H hidden width of one direction.
 */
public final class BiLstm {
  private final Lstm forward;
  private final Lstm backward;
  private final int hidden;

  /** Initial values as of {@link Lstm}. */
  public BiLstm(Parameters parameters, int in, int hidden) {
    this.hidden = hidden;
    forward = new Lstm(parameters.group("forward"), in, hidden);
    backward = new Lstm(parameters.group("backward"), in, hidden);
  }

  /** Frees what is kept beside the parameters. */
  public void release() {
    forward.release();
    backward.release();
  }

  /** The width of the output, 2H. */
  public int width() {
    return 2 * hidden;
  }

  /**
   * @param input [B, T, D]
   * @param lengths the B lengths of the sequences; what comes after them is padding
   * @return [B, T, 2H], the left-to-right half first; without meaning at padding
   */
  public Tensor forward(Tensor input, int[] lengths) {
    if (input.dimensions() != 3 || input.size(0) != lengths.length) {
      throw new IllegalArgumentException(
          "BiLSTM: expected input [" + lengths.length + ", T, D], found " + input);
    }
    int time = Math.toIntExact(input.size(1));
    if (lengths.length < 2 || Scope.recordsGradients()) {
      return bothWays(input, lengths);
    }
    if (!forward.isSteady()) {
      return oneByOne(input, lengths);
    }
    return bothWays(filled(input, rounded(time)), lengths).narrow(1, 0, time);
  }

  /** Each sequence without neighbours and padding; slower, but the same whatever stands beside. */
  private Tensor oneByOne(Tensor input, int[] lengths) {
    Tensor[] outputs = new Tensor[lengths.length];
    for (int b = 0; b < outputs.length; b++) {
      Tensor own = input.narrow(0, b, 1).narrow(1, 0, lengths[b]).contiguous();
      outputs[b] = filled(bothWays(own, new int[] {lengths[b]}), input.size(1));
    }
    return Tensor.concat(0, outputs);
  }

  /** With zeros up to so many steps. */
  private static Tensor filled(Tensor sequences, long steps) {
    long missing = steps - sequences.size(1);
    return missing == 0
        ? sequences
        : Tensor.concat(
            1,
            sequences,
            Tensor.zeros(sequences.type(), sequences.size(0), missing, sequences.size(2)));
  }

  /**
   * At least so many steps, four binary digits of them. The native library prepares itself for each
   * shape of a batch it has not met, which takes about a millisecond and as long as to read some
   * sentences; it remembers those that come again.
   */
  static int rounded(int steps) {
    int unit = Math.max(1, Integer.highestOneBit(steps) >> 3);
    return (steps + unit - 1) / unit * unit;
  }

  private Tensor bothWays(Tensor input, int[] lengths) {
    Tensor order = reversal(lengths, Math.toIntExact(input.size(1)));
    Tensor fromRight = permute(backward.forward(permute(input, order)), order);
    return Tensor.concat(2, forward.forward(input), fromRight);
  }

  /** Rows of [B, T, W] in another order, which is its own inverse. */
  private static Tensor permute(Tensor input, Tensor order) {
    Tensor rows = input.reshape(-1, input.size(2)); // B·T x W
    // The gradient of a look-up costs half of that of indexSelect.
    return Ops.embedding(rows, order).reshape(input.shape());
  }

  /** For each row of [B·T] the row that takes its place when every sequence is reversed. */
  private static Tensor reversal(int[] lengths, int time) {
    long[] order = new long[lengths.length * time];
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < time; t++) {
        int source = t < lengths[b] ? lengths[b] - 1 - t : t;
        order[b * time + t] = (long) b * time + source;
      }
    }
    return Tensor.of(order, order.length);
  }
}
