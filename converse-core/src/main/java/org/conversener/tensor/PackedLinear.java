package org.conversener.tensor;

import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer for inference whose weight is brought once into the order in which oneDNN
 * multiplies. A plain product does so at every call, which for a few dozen rows takes as long as
 * the product itself.
 *
 * <p>libtorch has this for its compiler of networks ({@code aten/src/ATen/native/mkldnn/Linear.cpp}
 * and {@code RegisterMkldnnOpContextClass.cpp}) and offers it by name alone. Thread-safe.
 */
final class PackedLinear implements AutoCloseable {
  /** Rows for which oneDNN chooses the order; with 1, 32 or 256 it was as fast. */
  private static final long TYPICAL_ROWS = 64;

  private static final @Nullable NamedOperator PACK =
      NamedOperator.find("mkldnn::_reorder_linear_weight");
  private static final @Nullable NamedOperator PRODUCT =
      NamedOperator.find("mkldnn::_linear_pointwise");

  /** What {@link #PRODUCT} is told of a function to compute of the result: that there is none. */
  private static final @Nullable IValue NO_NUMBERS = noNumbers();

  private final org.bytedeco.pytorch.Tensor weight;
  private final Tensor bias;
  private final DType products;

  /**
   * Copies a weight.
   *
   * @param weight [out, in], of the type of the products
   * @param bias [out]; not closed
   * @param products the type in which matrices are multiplied
   * @throws RuntimeException if this processor's oneDNN does not multiply in that type
   */
  PackedLinear(Tensor weight, Tensor bias, DType products) {
    this.bias = bias;
    this.products = products;
    this.weight = packed(weight);
    var unused = this.weight.retainReference();
  }

  /** Whether this libtorch has it for numbers of this type. */
  static boolean exists(DType products) {
    return PACK != null
        && NO_NUMBERS != null
        && (products == DType.FLOAT32 || products == DType.BFLOAT16);
  }

  private static @Nullable IValue noNumbers() {
    NamedOperator product = PRODUCT;
    if (product == null) {
      return null;
    }
    var type = product.handle().schema().arguments().getPointer(4).type().get().containedType(0);
    var none = new IValue(new GenericList(type));
    var unused = none.retainReference();
    return none;
  }

  private static org.bytedeco.pytorch.Tensor packed(Tensor weight) {
    try (IValue plain = new IValue(weight.raw());
        IValue rows = new IValue(TYPICAL_ROWS)) {
      return present(PACK).tensor(plain, rows);
    }
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("this libtorch has no packed products");
    }
    return part;
  }

  /**
   * {@code rows · weightᵀ + bias}, of the type of the bias.
   *
   * @param rows [R, in]
   * @return [R, out]
   */
  Tensor product(Tensor rows) {
    boolean isPlain = products == bias.type();
    try (IValue input = new IValue(rows.as(products).raw());
        IValue weights = new IValue(weight);
        IValue addend = isPlain ? new IValue(bias.raw()) : new IValue();
        IValue function = new IValue("none");
        IValue algorithm = new IValue()) {
      var product =
          present(PRODUCT).tensor(input, weights, addend, function, present(NO_NUMBERS), algorithm);
      if (isPlain) {
        return new Tensor(product);
      }
      var sum = product.to(bias.raw().scalar_type());
      var unusedSum = sum.add_(bias.raw());
      return new Tensor(sum);
    } catch (RuntimeException e) {
      throw Tensor.failure("packed linear", e, rows, bias);
    }
  }

  /** Frees the packed weight. */
  @Override
  public void close() {
    weight.close();
  }
}
