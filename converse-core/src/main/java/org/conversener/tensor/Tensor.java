package org.conversener.tensor;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An array of numbers of any shape on the native side. Operations return new tensors that belong to
 * the innermost open {@link Scope}; those whose names end in {@code InPlace} change this one.
 *
 * <p>Operations of networks (softmax, convolution, LSTM, ...) are in {@link Ops}. A mismatch of
 * shapes throws {@link IllegalArgumentException} with the shapes of all operands.
 */
public final class Tensor implements AutoCloseable {
  static {
    Natives.ensureLoaded();
  }

  private final org.bytedeco.pytorch.Tensor raw;

  Tensor(org.bytedeco.pytorch.Tensor raw) {
    this.raw = raw;
  }

  org.bytedeco.pytorch.Tensor raw() {
    return raw;
  }

  // ---- creation ----

  /** A single-precision tensor with a copy of these values in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    checkCount(values.length, shape);
    return new Tensor(org.bytedeco.pytorch.Tensor.create(values, shape));
  }

  /** A double-precision tensor with a copy of these values in row-major order. */
  public static Tensor of(double[] values, long... shape) {
    checkCount(values.length, shape);
    return new Tensor(org.bytedeco.pytorch.Tensor.create(values, shape));
  }

  /** An integer tensor with a copy of these values in row-major order. */
  public static Tensor of(long[] values, long... shape) {
    checkCount(values.length, shape);
    return new Tensor(org.bytedeco.pytorch.Tensor.create(values, shape));
  }

  /** A tensor of zeros. */
  public static Tensor zeros(DType type, long... shape) {
    return new Tensor(torch.zeros(shape, new org.bytedeco.pytorch.TensorOptions(type.raw())));
  }

  /** A tensor with one value everywhere. */
  public static Tensor full(DType type, double value, long... shape) {
    return new Tensor(
        torch.full(shape, new Scalar(value), new org.bytedeco.pytorch.TensorOptions(type.raw())));
  }

  // ---- shape and content ----

  /** The shape. */
  public long[] shape() {
    long[] shape = new long[(int) raw.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = raw.size(i);
    }
    return shape;
  }

  /** The size of one dimension; negative ones count from the last. */
  public long size(int dimension) {
    return raw.size(dimension);
  }

  /** The number of dimensions. */
  public int dimensions() {
    return (int) raw.dim();
  }

  /** The number of elements. */
  public long count() {
    return raw.numel();
  }

  /** The kind of its numbers. */
  public DType type() {
    return DType.of(raw.scalar_type());
  }

  /** The values in row-major order, converted to single precision. */
  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(count())];
    var plain = as(DType.FLOAT32).raw.contiguous();
    if (values.length > 0) {
      plain.data_ptr_float().get(values);
    }
    return values;
  }

  /** The values in row-major order, converted to double precision. */
  public double[] toDoubles() {
    double[] values = new double[Math.toIntExact(count())];
    var plain = as(DType.FLOAT64).raw.contiguous();
    if (values.length > 0) {
      plain.data_ptr_double().get(values);
    }
    return values;
  }

  /** The values in row-major order, as integers. */
  public long[] toLongs() {
    if (type() != DType.INT64) {
      throw new IllegalArgumentException("expected a tensor of INT64, found " + this);
    }
    long[] values = new long[Math.toIntExact(count())];
    var plain = raw.contiguous();
    if (values.length > 0) {
      plain.data_ptr_long().get(values);
    }
    return values;
  }

  /** The value of a tensor with one element. */
  public double item() {
    if (count() != 1) {
      throw new IllegalArgumentException("expected one element, found " + this);
    }
    return as(DType.FLOAT64).raw.item_double();
  }

  /** This tensor in another kind of number; itself if it is of that kind already. */
  public Tensor as(DType type) {
    return type() == type ? this : new Tensor(raw.to(type.raw()));
  }

  // ---- arithmetic; shapes are broadcast from the right ----

  /** {@code this + other}. */
  public Tensor plus(Tensor other) {
    return guard("plus", () -> raw.add(other.raw), this, other);
  }

  /** {@code this + value}. */
  public Tensor plus(double value) {
    return new Tensor(raw.add(new Scalar(value)));
  }

  /** {@code this - other}. */
  public Tensor minus(Tensor other) {
    return guard("minus", () -> raw.sub(other.raw), this, other);
  }

  /** {@code this * other}, element by element. */
  public Tensor times(Tensor other) {
    return guard("times", () -> raw.mul(other.raw), this, other);
  }

  /** {@code this * value}. */
  public Tensor times(double value) {
    return new Tensor(raw.mul(new Scalar(value)));
  }

  /** {@code this / other}, element by element. */
  public Tensor dividedBy(Tensor other) {
    return guard("dividedBy", () -> raw.div(other.raw), this, other);
  }

  /** The matrix product over the last two dimensions; earlier ones are a batch. */
  public Tensor matmul(Tensor other) {
    return guard("matmul", () -> raw.matmul(other.raw), this, other);
  }

  /** The sum of all elements, a scalar. */
  public Tensor sum() {
    return new Tensor(raw.sum());
  }

  /** The sum over one dimension, which disappears. */
  public Tensor sum(int dimension) {
    return new Tensor(raw.sum(dimension));
  }

  /** The mean over one dimension, which disappears. */
  public Tensor mean(int dimension) {
    return new Tensor(raw.mean(dimension));
  }

  /** The largest values over one dimension, which disappears. */
  public Tensor max(int dimension) {
    return new Tensor(raw.amax(new long[] {dimension}, false));
  }

  /** The rectifier, max(x, 0). */
  public Tensor relu() {
    return new Tensor(raw.relu());
  }

  // ---- views and selection ----

  /** The same elements in another shape; -1 stands for what remains. */
  public Tensor reshape(long... shape) {
    return guard("reshape to " + Arrays.toString(shape), () -> raw.reshape(shape), this);
  }

  /** Two dimensions swapped. */
  public Tensor transpose(int first, int second) {
    return new Tensor(raw.transpose(first, second));
  }

  /** The elements from {@code start} on along one dimension. */
  public Tensor narrow(int dimension, long start, long length) {
    return guard("narrow", () -> raw.narrow(dimension, start, length), this);
  }

  /** One index of one dimension, which disappears. */
  public Tensor select(int dimension, long index) {
    return guard("select", () -> raw.select(dimension, index), this);
  }

  /** With a dimension of size 1 inserted. */
  public Tensor unsqueeze(int dimension) {
    return new Tensor(raw.unsqueeze(dimension));
  }

  /** The rows (or columns, ...) with these indices, in their order. */
  public Tensor indexSelect(int dimension, Tensor indices) {
    return guard("indexSelect", () -> raw.index_select(dimension, indices.raw), this, indices);
  }

  /** Element by element, what stands at the index along one dimension. */
  public Tensor gather(int dimension, Tensor indices) {
    return guard("gather", () -> raw.gather(dimension, indices.raw), this, indices);
  }

  /** Repeats dimensions of size 1 without copying. */
  public Tensor expand(long... shape) {
    return guard("expand to " + Arrays.toString(shape), () -> raw.expand(shape), this);
  }

  /** A copy that is laid out in row-major order. */
  public Tensor contiguous() {
    return new Tensor(raw.contiguous());
  }

  /** With {@code value} where {@code mask} is true. */
  public Tensor maskedFill(Tensor mask, double value) {
    return guard("maskedFill", () -> raw.masked_fill(mask.raw, new Scalar(value)), this, mask);
  }

  /** Where the elements equal a value. */
  public Tensor isEqualTo(double value) {
    return new Tensor(raw.eq(new Scalar(value)));
  }

  /** The tensors one after the other along one dimension. */
  public static Tensor concat(int dimension, Tensor... parts) {
    return guard("concat", () -> torch.cat(vector(parts), dimension), parts);
  }

  /** The tensors side by side along a new dimension. */
  public static Tensor stack(int dimension, Tensor... parts) {
    return guard("stack", () -> torch.stack(vector(parts), dimension), parts);
  }

  // ---- changes in place ----

  /** Adds {@code factor * other} to this tensor. */
  public void addInPlace(Tensor other, double factor) {
    var unused = guard("addInPlace", () -> raw.add_(other.raw, new Scalar(factor)), this, other);
  }

  /** Multiplies this tensor. */
  public void multiplyInPlace(double factor) {
    var unused = raw.mul_(new Scalar(factor));
  }

  /** Copies the values of a tensor of the same shape into this one. */
  public void copyFrom(Tensor other) {
    if (!Arrays.equals(shape(), other.shape())) {
      throw new IllegalArgumentException(
          "copy: expected the shape of " + this + ", found " + other);
    }
    try (AutoGradMode mode = new AutoGradMode(false)) {
      var unused = raw.copy_(other.raw);
    }
  }

  // ---- gradients ----

  /** The same values, cut off from what computed them. */
  public Tensor detach() {
    return new Tensor(raw.detach());
  }

  /** Marks this tensor as one whose gradient is wanted. */
  public Tensor withGradient() {
    var unused = raw.set_requires_grad(true);
    return this;
  }

  /** How often its numbers were changed in place, also by other tensors over the same memory. */
  public long version() {
    return raw._version();
  }

  /** Whether a gradient was computed and not yet cleared. */
  public boolean hasGradient() {
    return raw.grad().defined();
  }

  /**
   * The gradient of the last {@link #backward}.
   *
   * @throws IllegalStateException if there is none
   */
  public Tensor gradient() {
    var gradient = raw.grad();
    if (!gradient.defined()) {
      throw new IllegalStateException("no gradient was computed for " + this);
    }
    return new Tensor(gradient);
  }

  /** Forgets the gradient. */
  public void clearGradient() {
    raw.mutable_grad().reset();
  }

  /** Computes the gradients of this scalar and adds them to every tensor that wants one. */
  public void backward() {
    raw.backward();
  }

  /**
   * Lets this tensor outlive all scopes, for those that are stored in objects.
   *
   * @return this tensor, which its holder must {@linkplain #close close}
   */
  public Tensor owned() {
    var unused = raw.retainReference();
    return this;
  }

  /** Frees the native memory now; only for tensors that no scope owns. */
  @Override
  public void close() {
    raw.close();
  }

  @Override
  public String toString() {
    return type() + Arrays.toString(shape());
  }

  static TensorVector vector(Tensor... tensors) {
    var raws = new org.bytedeco.pytorch.Tensor[tensors.length];
    for (int i = 0; i < raws.length; i++) {
      raws[i] = tensors[i].raw;
    }
    return new TensorVector(raws);
  }

  /** Runs a native operation; its failure names the operation and the shapes of its operands. */
  static Tensor guard(
      String operation, Supplier<org.bytedeco.pytorch.Tensor> work, Tensor... operands) {
    try {
      return new Tensor(work.get());
    } catch (RuntimeException e) {
      throw failure(operation, e, operands);
    }
  }

  static IllegalArgumentException failure(
      String operation, RuntimeException cause, Tensor... operands) {
    String message = String.valueOf(cause.getMessage());
    int end = message.indexOf('\n');
    return new IllegalArgumentException(
        operation
            + " of "
            + Arrays.toString(operands)
            + ": "
            + (end < 0 ? message : message.substring(0, end)),
        cause);
  }

  private static void checkCount(int values, long[] shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    if (count != values) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " needs " + count + " values, found " + values);
    }
  }
}
