package org.conversener.tensor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.global.torch;

/**
 * Sees to it that a long short-term memory is one. Without gradients libtorch hands it to oneDNN,
 * whose states are wrong for some widths on some processors: an AMD EPYC with AVX-512 gave, with
 * oneDNN 3.7.1, numbers that have nothing to do with the input wherever one to sixteen units are
 * left over behind the last whole 32. So each shape is tried once, with packed weights too, against
 * libtorch's own loop, which computes in double precision, and read with more units where it fails;
 * those added have no weights, and no influence.
 */
final class RightLstm {
  /** A number of units of which multiples were never seen to fail. */
  private static final long UNITS = 32;

  private static final double TOLERANCE = 1e-3;
  private static final Map<Shape, Boolean> TRIED = new ConcurrentHashMap<>();

  private RightLstm() {}

  private record Shape(long in, long hidden) {}

  /** Whether oneDNN reads this shape rightly without gradients; found by trial, once. */
  static boolean isRight(long in, long hidden) {
    return TRIED.computeIfAbsent(new Shape(in, hidden), RightLstm::tried);
  }

  private static boolean tried(Shape shape) {
    long width = shape.hidden;
    try (Scope scope = Scope.withoutGradients()) {
      Tensor[] drawn = {
        SteadyTrial.drawn(3, 2, shape.in),
        SteadyTrial.drawn(4 * width, shape.in),
        SteadyTrial.drawn(4 * width, width),
        SteadyTrial.drawn(4 * width),
        SteadyTrial.drawn(3, width)
      };
      Tensor exact = states(drawn, DType.FLOAT64);
      return agree(states(drawn, DType.FLOAT32), exact) && isPackedRight(drawn, exact);
    }
  }

  private static boolean isPackedRight(Tensor[] drawn, Tensor exact) {
    PackedLstm layer = new PackedLstm(drawn[1], drawn[2], drawn[3]);
    try {
      Ops.Recurrence packed = layer.unchecked(drawn[0], drawn[4], drawn[4]);
      return packed == null || agree(packed.output(), exact);
    } finally {
      layer.close();
    }
  }

  /** Whether single precision explains all that they differ by. */
  static boolean agree(Tensor found, Tensor exact) {
    Tensor difference = found.as(DType.FLOAT64).minus(exact).reshape(-1);
    // A comparison that is false for what is no number.
    return difference.times(difference).max(0).item() < TOLERANCE * TOLERANCE;
  }

  private static Tensor states(Tensor[] drawn, DType type) {
    Tensor state = drawn[4].as(type);
    return Ops.uncheckedLstm(
            drawn[0].as(type),
            drawn[1].as(type),
            drawn[2].as(type),
            drawn[3].as(type),
            state,
            state)
        .output();
  }

  /**
   * Reads with the next number of units that oneDNN takes together; shapes as those of {@link
   * Ops#lstm}.
   *
   * @throws IllegalStateException if these are read wrongly as well
   */
  static Ops.Recurrence widened(
      Tensor input,
      Tensor inputWeight,
      Tensor stateWeight,
      Tensor bias,
      Tensor hidden,
      Tensor cell) {
    long in = inputWeight.size(1);
    long width = stateWeight.size(1);
    long more = UNITS - width % UNITS;
    long wide = width + more;
    if (more == UNITS || !isRight(in, wide)) {
      throw new IllegalStateException(
          "oneDNN reads an LSTM of "
              + in
              + " numbers and "
              + width
              + " units wrongly on this processor, and one of "
              + wide
              + " as well: set ONEDNN_MAX_CPU_ISA=AVX2 in the environment");
    }
    Ops.Recurrence read =
        Ops.uncheckedLstm(
            input,
            padded(inputWeight.reshape(4, width, in), 0, 0, 0, more).reshape(4 * wide, in),
            padded(stateWeight.reshape(4, width, width), 0, more, 0, more).reshape(4 * wide, wide),
            padded(bias.reshape(4, width), 0, more).reshape(4 * wide),
            padded(hidden, 0, more),
            padded(cell, 0, more));
    return new Ops.Recurrence(
        read.output().narrow(2, 0, width),
        read.hidden().narrow(1, 0, width),
        read.cell().narrow(1, 0, width));
  }

  private static Tensor padded(Tensor tensor, long... zeros) {
    return new Tensor(torch.constant_pad_nd(tensor.raw(), zeros));
  }
}
