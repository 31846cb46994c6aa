package org.conversener.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer for inference whose rows do not depend, to the last bit, on how many rows there
 * are or on where a row stands among them: what a sentence becomes does not depend on the sentences
 * beside it.
 *
 * <p>A matrix product promises no such thing. OpenBLAS computes a row in one of several orders, by
 * the number of rows, the row's place, the processor and the number of threads: with AVX-512 all
 * rows of a product are computed alike if there are enough of them, with AVX2 they are not.
 * oneDNN's are alike there, but some large products are computed otherwise than small ones. So
 * which of the two, and how many rows at once, is found by trial, once for each shape: the rows at
 * hand are parted into such numbers, and the last part is filled up with rows that nobody reads.
 */
public final class SteadyLinear implements AutoCloseable {
  /** The smallest parts that are tried; fewer rows would mean reading the weights too often. */
  private static final int[] UNITS = {8, 12, 16, 24, 32, 48, 64};

  /** Multiples of the unit that are tried; those between them would waste little less. */
  private static final int[] MULTIPLES = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32};

  private static final int MOST_ROWS = 256;
  private static final int ENOUGH_ROWS = 64;
  private static final Map<Shape, Plan> PLANS = new ConcurrentHashMap<>();

  private final Tensor weight;
  private final Tensor bias;
  private final DType products;
  private @Nullable Tensor oneDnnWeight;

  /** What decides in which order a product is computed. */
  private record Shape(long in, long out, DType type, DType products, int threads) {}

  /**
   * How products are computed.
   *
   * @param isOneDnn whether by oneDNN, otherwise by OpenBLAS
   * @param counts how many rows may be multiplied at once, ascending
   */
  private record Plan(boolean isOneDnn, List<Integer> counts) {
    int largest() {
      return counts.get(counts.size() - 1);
    }

    /** The smallest count that takes all the rows, or the largest. */
    int part(long rows) {
      for (int count : counts) {
        if (count >= rows) {
          return count;
        }
      }
      return largest();
    }
  }

  /**
   * @param weight [out, in], of the type of the products; closed with this object
   * @param bias [out]; not closed
   * @param products the type in which matrices are multiplied
   */
  public SteadyLinear(Tensor weight, Tensor bias, DType products) {
    this.weight = weight;
    this.bias = bias;
    this.products = products;
  }

  /** The weight, [out, in]. */
  public Tensor weight() {
    return weight;
  }

  /**
   * {@code input · weightᵀ + bias}.
   *
   * @param input [.., in]
   * @return [.., out]
   */
  public Tensor forward(Tensor input) {
    long in = weight.size(1);
    long out = weight.size(0);
    Plan plan = plan(new Shape(in, out, input.type(), products, Natives.threads()));
    long rows = input.count() / in;
    long[] shape = input.shape();
    shape[shape.length - 1] = out;
    if (rows == 0) {
      return Tensor.zeros(input.type(), shape);
    }
    Tensor all = input.reshape(rows, in);
    List<Tensor> parts = new ArrayList<>();
    for (long done = 0; done < rows; ) {
      long left = rows - done;
      int count = plan.part(left);
      parts.add(
          count <= left
              ? product(all.narrow(0, done, count), plan.isOneDnn)
              : product(filled(all.narrow(0, done, left), count), plan.isOneDnn)
                  .narrow(0, 0, left));
      done += Math.min(count, left);
    }
    Tensor result =
        parts.size() == 1 ? parts.get(0) : Tensor.concat(0, parts.toArray(Tensor[]::new));
    return result.reshape(shape);
  }

  private static Tensor filled(Tensor rows, int count) {
    Tensor filling = Tensor.zeros(rows.type(), count - rows.size(0), rows.size(1));
    return Tensor.concat(0, rows, filling);
  }

  private Tensor product(Tensor rows, boolean isOneDnn) {
    if (!isOneDnn) {
      return Ops.linear(rows, weight, bias, products);
    }
    var product =
        torch.mkldnn_linear(
            rows.raw().to_mkldnn(), oneDnnWeight().raw(), new TensorOptional(bias.raw()));
    return new Tensor(product.to_dense());
  }

  /** The weight as oneDNN keeps it; made when it is first needed. */
  private synchronized Tensor oneDnnWeight() {
    if (oneDnnWeight == null) {
      try (Scope scope = Scope.withoutGradients()) {
        oneDnnWeight = new Tensor(weight.raw().to_mkldnn()).owned();
      }
    }
    return oneDnnWeight;
  }

  private static Plan plan(Shape shape) {
    Plan known = PLANS.get(shape);
    return known != null ? known : PLANS.computeIfAbsent(shape, SteadyLinear::tried);
  }

  /** OpenBLAS where it serves, else oneDNN if that serves better. */
  private static Plan tried(Shape shape) {
    SplittableRandom random = new SplittableRandom(1);
    try (Scope scope = Scope.withoutGradients();
        SteadyLinear layer =
            new SteadyLinear(
                drawn(random, shape.out, shape.in).as(shape.type).as(shape.products).owned(),
                drawn(random, shape.out).as(shape.type),
                shape.products)) {
      Tensor row = drawn(random, 1, shape.in).as(shape.type);
      Plan openBlas = tried(layer, row, false);
      boolean isSingle = shape.type == DType.FLOAT32 && shape.products == DType.FLOAT32;
      if (openBlas.largest() >= ENOUGH_ROWS || !isSingle || !torch.hasMKLDNN()) {
        return openBlas;
      }
      Plan oneDnn = tried(layer, row, true);
      return oneDnn.largest() > openBlas.largest() ? oneDnn : openBlas;
    }
  }

  /** Random numbers; they repeat, for to draw those of a large vocabulary would take seconds. */
  private static Tensor drawn(SplittableRandom random, long... shape) {
    double[] some = random.doubles(8191, -1, 1).toArray();
    float[] all = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) some[i % some.length];
    }
    return Tensor.of(all, shape);
  }

  /** With the counts that go furthest; a single row, which has no place, if there are none. */
  private static Plan tried(SteadyLinear layer, Tensor row, boolean isOneDnn) {
    Plan best = new Plan(isOneDnn, List.of(1));
    for (int unit : UNITS) {
      List<Integer> counts = counts(layer, row, unit, isOneDnn);
      if (!counts.isEmpty() && counts.get(counts.size() - 1) > best.largest()) {
        best = new Plan(isOneDnn, counts);
      }
      if (best.largest() >= ENOUGH_ROWS) {
        break;
      }
    }
    return best;
  }

  /**
   * A unit and those of its multiples that give every row what the unit gives; empty if none does.
   */
  private static List<Integer> counts(SteadyLinear layer, Tensor row, int unit, boolean isOneDnn) {
    List<Integer> counts = new ArrayList<>();
    Tensor expected = layer.product(rows(row, unit), isOneDnn).narrow(0, 0, 1);
    for (int multiple : MULTIPLES) {
      int count = unit * multiple;
      if (count > MOST_ROWS) {
        break;
      }
      try (Scope scope = Scope.withoutGradients()) {
        Tensor difference = layer.product(rows(row, count), isOneDnn).minus(expected);
        boolean isEveryRow = difference.times(difference).sum().item() == 0;
        if (isEveryRow) {
          counts.add(count);
        } else if (count == unit) {
          return counts;
        }
      }
    }
    return counts;
  }

  private static Tensor rows(Tensor row, int count) {
    return row.expand(count, row.size(1)).contiguous();
  }

  /** Frees the weight. */
  @Override
  public synchronized void close() {
    weight.close();
    if (oneDnnWeight != null) {
      oneDnnWeight.close();
      oneDnnWeight = null;
    }
  }
}
