package org.conversener.tensor;

import java.util.ArrayList;
import java.util.List;
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
 * products are computed otherwise than small ones. Those by a weight in oneDNN's own order ({@link
 * PackedLinear}) are alike with AVX-512 and AMX, and the fastest. So which of the four, and how
 * many rows at once, and whether what it gives is the product at all, is found by trial ({@link
 * SteadyPlan}): the rows at hand are parted into such numbers, and where not any number will do,
 * the last part is filled up with rows that nobody reads.
 */
public final class SteadyLinear implements AutoCloseable {
  private final Tensor weight;
  private final Tensor bias;
  private final DType products;
  private final boolean isForMany;
  private @Nullable Tensor oneDnnWeight;
  private @Nullable TiledProduct tiled;
  private @Nullable PackedLinear packed;

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
    SteadyPlan plan =
        SteadyPlan.of(
            new SteadyPlan.Shape(in, out, input.type(), products, Natives.threads(), isForMany));
    long rows = input.count() / in;
    long[] shape = input.shape();
    shape[shape.length - 1] = out;
    if (rows == 0) {
      return Tensor.zeros(input.type(), shape);
    }
    boolean isMatrix = shape.length == 2;
    Tensor all = isMatrix ? input : input.reshape(rows, in);
    if (plan.way() == SteadyPlan.Way.TILES) {
      Tensor product = tiled().product(all, plan.largest());
      return isMatrix ? product : product.reshape(shape);
    }
    if (plan.way() == SteadyPlan.Way.PACKED && rows <= plan.largest()) {
      Tensor product = packed().product(all);
      return isMatrix ? product : product.reshape(shape);
    }
    List<Tensor> parts = new ArrayList<>();
    for (long done = 0; done < rows; ) {
      long left = rows - done;
      int count = plan.part(left);
      long real = Math.min(count, left);
      Tensor some = all.narrow(0, done, real);
      boolean isWhole = real == count || plan.takesAny();
      parts.add(
          isWhole
              ? product(some, plan.way())
              : product(filled(some, count), plan.way()).narrow(0, 0, real));
      done += real;
    }
    Tensor result =
        parts.size() == 1 ? parts.get(0) : Tensor.concat(0, parts.toArray(Tensor[]::new));
    return result.reshape(shape);
  }

  private static Tensor filled(Tensor rows, int count) {
    Tensor filling = Tensor.zeros(rows.type(), count - rows.size(0), rows.size(1));
    return Tensor.concat(0, rows, filling);
  }

  /** The type of what goes in and comes out. */
  DType type() {
    return bias.type();
  }

  /** The type of the products. */
  DType products() {
    return products;
  }

  /** One product, however many rows there are. */
  Tensor product(Tensor rows, SteadyPlan.Way way) {
    return switch (way) {
      case PACKED -> packed().product(rows);
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

  /** The weight in oneDNN's order; made when it is first needed. */
  private synchronized PackedLinear packed() {
    if (packed == null) {
      packed = new PackedLinear(weight, bias, products);
    }
    return packed;
  }

  /** The weight in tiles; made when they are first needed. */
  synchronized TiledProduct tiled() {
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
    if (packed != null) {
      packed.close();
      packed = null;
    }
  }
}
