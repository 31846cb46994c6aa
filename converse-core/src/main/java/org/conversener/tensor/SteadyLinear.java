package org.conversener.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
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
 * rows of small products are computed alike ({@link TiledProduct}), and those of large ones if
 * there are enough of them; with AVX2 they are not. oneDNN's are alike there, but some large
 * products are computed otherwise than small ones. So which of the three, and how many rows at
 * once, is found by trial, once for each shape: the rows at hand are parted into such numbers, and
 * the last part is filled up with rows that nobody reads.
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
  private final boolean isForMany;
  private @Nullable Tensor oneDnnWeight;
  private @Nullable TiledProduct tiled;

  /** What decides in which order a product is computed. */
  private record Shape(
      long in, long out, DType type, DType products, int threads, boolean isForMany) {}

  /** Who multiplies. */
  private enum Way {
    TILES,
    OPENBLAS,
    ONEDNN
  }

  /**
   * How products are computed.
   *
   * @param counts how many rows may be multiplied at once, ascending
   */
  private record Plan(Way way, List<Integer> counts) {
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
    this(weight, bias, products, false);
  }

  /**
   * As the constructor, but for a hundred rows and more at a time: tiles, which are faster for few
   * rows, half as fast for many, and hold the weight twice, are the last resort.
   */
  public static SteadyLinear forManyRows(Tensor weight, Tensor bias, DType products) {
    return new SteadyLinear(weight, bias, products, true);
  }

  private SteadyLinear(Tensor weight, Tensor bias, DType products, boolean isForMany) {
    this.weight = weight;
    this.bias = bias;
    this.products = products;
    this.isForMany = isForMany;
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
    Plan plan = plan(new Shape(in, out, input.type(), products, Natives.threads(), isForMany));
    long rows = input.count() / in;
    long[] shape = input.shape();
    shape[shape.length - 1] = out;
    if (rows == 0) {
      return Tensor.zeros(input.type(), shape);
    }
    boolean isMatrix = shape.length == 2;
    Tensor all = isMatrix ? input : input.reshape(rows, in);
    if (plan.way == Way.TILES) {
      Tensor product = tiled().product(all, plan.largest());
      return isMatrix ? product : product.reshape(shape);
    }
    List<Tensor> parts = new ArrayList<>();
    for (long done = 0; done < rows; ) {
      long left = rows - done;
      int count = plan.part(left);
      parts.add(
          count <= left
              ? product(all.narrow(0, done, count), plan.way)
              : product(filled(all.narrow(0, done, left), count), plan.way).narrow(0, 0, left));
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

  private Tensor product(Tensor rows, Way way) {
    return switch (way) {
      case TILES -> tiled().product(rows, Math.toIntExact(rows.size(0)));
      case OPENBLAS -> Ops.linear(rows, weight, bias, products);
      case ONEDNN ->
          new Tensor(
              torch
                  .mkldnn_linear(
                      rows.raw().to_mkldnn(), oneDnnWeight().raw(), new TensorOptional(bias.raw()))
                  .to_dense());
    };
  }

  /** The weight in tiles; made when they are first needed. */
  private synchronized TiledProduct tiled() {
    if (tiled == null) {
      tiled = new TiledProduct(weight, bias);
    }
    return tiled;
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

  /** Tiles where they serve and rows are few, then OpenBLAS, else oneDNN if that serves better. */
  private static Plan tried(Shape shape) {
    try (Scope scope = Scope.withoutGradients();
        SteadyLinear layer =
            new SteadyLinear(
                cancelling(shape.out, shape.in, -1).as(shape.type).as(shape.products).owned(),
                Tensor.zeros(shape.type, shape.out),
                shape.products)) {
      Tensor row = cancelling(1, shape.in, 1).as(shape.type);
      boolean isSingle = shape.type == DType.FLOAT32 && shape.products == DType.FLOAT32;
      Plan tiles = isSingle && !shape.isForMany ? tiles(layer, row) : null;
      if (tiles != null) {
        return tiles;
      }
      Plan best = tried(layer, row, Way.OPENBLAS);
      if (best.largest() >= ENOUGH_ROWS || !isSingle) {
        return best;
      }
      if (torch.hasMKLDNN()) {
        Plan oneDnn = tried(layer, row, Way.ONEDNN);
        best = oneDnn.largest() > best.largest() ? oneDnn : best;
      }
      tiles = shape.isForMany && best.largest() < ENOUGH_ROWS ? tiles(layer, row) : null;
      return tiles != null ? tiles : best;
    }
  }

  /** Tiles with every number of rows, or null if they do not serve. */
  private static @Nullable Plan tiles(SteadyLinear layer, Tensor row) {
    int most = Math.min(layer.tiled().mostRows(), ENOUGH_ROWS);
    int[] all = IntStream.rangeClosed(1, most).toArray();
    List<Integer> counts = counts(layer, row, 1, all, Way.TILES);
    return counts.size() == most ? new Plan(Way.TILES, counts) : null;
  }

  /**
   * Random numbers, of which each has a partner in its row that is the same times {@code sign}: the
   * same one for all rows. The product of such rows with sign 1 and with sign -1 is zero but for
   * the rounding of its sums, so that any other order of summation shows, also where the result has
   * few bits. The numbers repeat, for to draw those of a large vocabulary would take seconds.
   */
  static Tensor cancelling(long rows, long width, int sign) {
    SplittableRandom random = new SplittableRandom(1);
    int[] order = IntStream.range(0, Math.toIntExact(width)).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    double[] some = new SplittableRandom(rows).doubles(8191, -1, 1).toArray();
    float[] all = new float[Math.toIntExact(Math.multiplyExact(rows, width))];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      int start = row * order.length;
      for (int i = 1; i < order.length; i += 2) {
        float value = (float) some[next++ % some.length];
        all[start + order[i - 1]] = value;
        all[start + order[i]] = sign * value;
      }
    }
    return Tensor.of(all, rows, width);
  }

  /** With the counts that go furthest; a single row, which has no place, if there are none. */
  private static Plan tried(SteadyLinear layer, Tensor row, Way way) {
    Plan best = new Plan(way, List.of(1));
    for (int unit : UNITS) {
      List<Integer> counts = counts(layer, row, unit, MULTIPLES, way);
      if (!counts.isEmpty() && counts.get(counts.size() - 1) > best.largest()) {
        best = new Plan(way, counts);
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
  private static List<Integer> counts(
      SteadyLinear layer, Tensor row, int unit, int[] multiples, Way way) {
    List<Integer> counts = new ArrayList<>();
    Tensor expected = layer.product(rows(row, unit), way).narrow(0, 0, 1);
    for (int multiple : multiples) {
      int count = unit * multiple;
      if (count > MOST_ROWS) {
        break;
      }
      try (Scope scope = Scope.withoutGradients()) {
        Tensor difference = layer.product(rows(row, count), way).minus(expected);
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
    if (tiled != null) {
      tiled.close();
      tiled = null;
    }
  }
}
