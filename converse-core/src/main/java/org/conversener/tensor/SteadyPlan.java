package org.conversener.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SteadyLinear} multiplies, found by trial, once for each shape. It is decided by the
 * results alone and never by the clock, so that it is the same in every run on a machine. A way
 * whose products are wrong is none: on an AMD EPYC with AVX-512 oneDNN 3.7.1 did not multiply by
 * packed weights in single precision but computed something else, wherever one to sixteen outputs
 * were left over behind the last whole 32.
 *
 * @param way who multiplies
 * @param counts how many rows may be multiplied at once, ascending
 */
record SteadyPlan(Way way, List<Integer> counts) {
  /** The smallest parts that are tried; fewer rows would mean reading the weights too often. */
  private static final int[] UNITS = {8, 12, 16, 24, 32, 48, 64};

  /** Multiples of the unit that are tried; those between them would waste little less. */
  private static final int[] MULTIPLES = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32};

  /** Numbers of rows that are tried where any number is to serve, beside all small ones. */
  private static final int[] LARGE = {65, 96, 100, 127, 128, 200, 256, 300, 511, 512, 1000, 1024};

  private static final int MOST_ROWS = 256;
  private static final int ENOUGH_ROWS = 64;
  private static final Map<Shape, SteadyPlan> PLANS = new ConcurrentHashMap<>();

  /** Who multiplies. */
  enum Way {
    /** oneDNN, with the weight in its own order. */
    PACKED,
    /** OpenBLAS, tile by tile. */
    TILES,
    /** OpenBLAS. */
    OPENBLAS,
    /** oneDNN, with the weight as it is. */
    ONEDNN
  }

  /** What decides in which order a product is computed. */
  record Shape(long in, long out, DType type, DType products, int threads, boolean isForMany) {}

  /** The plan for a shape. */
  static SteadyPlan of(Shape shape) {
    SteadyPlan known = PLANS.get(shape);
    return known != null ? known : PLANS.computeIfAbsent(shape, SteadyPlan::tried);
  }

  /** Whether any number of rows up to the largest will do. */
  boolean takesAny() {
    return way == Way.PACKED || way == Way.TILES;
  }

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

  /**
   * Packed weights where they serve; tiles where they do and rows are few; then OpenBLAS, or oneDNN
   * if that serves better.
   */
  private static SteadyPlan tried(Shape shape) {
    try (Scope scope = Scope.withoutGradients();
        SteadyLinear layer =
            new SteadyLinear(
                cancelling(shape.out, shape.in, -1).as(shape.type).as(shape.products).owned(),
                Tensor.zeros(shape.type, shape.out),
                shape.products)) {
      Tensor row = cancelling(1, shape.in, 1).as(shape.type);
      SteadyPlan packed = packed(layer, row, shape.isForMany);
      if (packed != null && isRight(layer, Way.PACKED)) {
        return packed;
      }
      boolean isSingle = shape.type == DType.FLOAT32 && shape.products == DType.FLOAT32;
      SteadyPlan tiles = isSingle && !shape.isForMany ? tiles(layer, row) : null;
      if (tiles != null && isRight(layer, Way.TILES)) {
        return tiles;
      }
      SteadyPlan best = tried(layer, row, Way.OPENBLAS);
      if (!isRight(layer, Way.OPENBLAS)) {
        throw new IllegalStateException(
            "OpenBLAS multiplies wrongly on this processor: "
                + shape
                + "; set OPENBLAS_CORETYPE=Haswell in the environment");
      }
      if (best.largest() >= ENOUGH_ROWS || !isSingle) {
        return best;
      }
      if (torch.hasMKLDNN() && isRight(layer, Way.ONEDNN)) {
        SteadyPlan oneDnn = tried(layer, row, Way.ONEDNN);
        best = oneDnn.largest() > best.largest() ? oneDnn : best;
      }
      tiles = shape.isForMany && best.largest() < ENOUGH_ROWS ? tiles(layer, row) : null;
      return tiles != null && isRight(layer, Way.TILES) ? tiles : best;
    }
  }

  /** Whether the products are those of double precision, but for rounding. */
  static boolean isRight(SteadyLinear layer, Way way) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor rows = SteadyTrial.drawn(3, layer.weight().size(1));
      Tensor exact =
          rows.as(DType.FLOAT64).matmul(layer.weight().as(DType.FLOAT64).transpose(0, 1));
      Tensor found = layer.product(rows.as(layer.type()), way).as(DType.FLOAT64);
      double tolerance = layer.products() == DType.BFLOAT16 ? 0.05 : 1e-3;
      // False for what is no number.
      return largest(found.minus(exact)) <= tolerance * tolerance * largest(exact);
    }
  }

  /** The square of the number furthest from zero. */
  private static double largest(Tensor matrix) {
    return matrix.times(matrix).max(0).max(0).item();
  }

  /** Packed weights with every number of rows, or null if they do not serve. */
  private static @Nullable SteadyPlan packed(SteadyLinear layer, Tensor row, boolean isForMany) {
    if (!PackedLinear.exists(layer.products())) {
      return null;
    }
    IntStream large = IntStream.of(LARGE).filter(count -> isForMany || count <= MOST_ROWS);
    int[] all = IntStream.concat(IntStream.rangeClosed(1, ENOUGH_ROWS), large).toArray();
    try {
      List<Integer> counts = counts(layer, row, all, Way.PACKED);
      return counts.size() == all.length ? new SteadyPlan(Way.PACKED, counts) : null;
    } catch (IllegalArgumentException e) {
      return null; // this processor does not multiply in that type
    }
  }

  /** Tiles with every number of rows, or null if they do not serve. */
  private static @Nullable SteadyPlan tiles(SteadyLinear layer, Tensor row) {
    int most = Math.min(layer.tiled().mostRows(), ENOUGH_ROWS);
    int[] all = IntStream.rangeClosed(1, most).toArray();
    List<Integer> counts = counts(layer, row, all, Way.TILES);
    return counts.size() == most ? new SteadyPlan(Way.TILES, counts) : null;
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
  private static SteadyPlan tried(SteadyLinear layer, Tensor row, Way way) {
    SteadyPlan best = new SteadyPlan(way, List.of(1));
    for (int unit : UNITS) {
      int[] multiples =
          IntStream.of(MULTIPLES).map(i -> i * unit).filter(i -> i <= MOST_ROWS).toArray();
      List<Integer> counts = counts(layer, row, multiples, way);
      if (!counts.isEmpty() && counts.get(counts.size() - 1) > best.largest()) {
        best = new SteadyPlan(way, counts);
      }
      if (best.largest() >= ENOUGH_ROWS) {
        break;
      }
    }
    return best;
  }

  /**
   * The numbers of rows that give every row what the first gives it; none if the first does not.
   */
  private static List<Integer> counts(SteadyLinear layer, Tensor row, int[] numbers, Way way) {
    List<Integer> counts = new ArrayList<>();
    Tensor expected = layer.product(rows(row, numbers[0]), way).narrow(0, 0, 1);
    for (int count : numbers) {
      try (Scope scope = Scope.withoutGradients()) {
        Tensor difference = layer.product(rows(row, count), way).minus(expected);
        boolean isEveryRow = difference.times(difference).sum().item() == 0;
        if (isEveryRow) {
          counts.add(count);
        } else if (counts.isEmpty()) {
          return counts;
        }
      }
    }
    return counts;
  }

  private static Tensor rows(Tensor row, int count) {
    return row.expand(count, row.size(1)).contiguous();
  }
}
