package org.conversener.tensor;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The learned tensors of a model by name, in the order of their creation. They live outside of all
 * scopes until {@link #close}.
 *
 * <p>Initial values depend on the seed and the parameter's full name only: adding a layer does not
 * change how the others start, so that two models that differ in one part can be compared.
 */
public final class Parameters implements AutoCloseable {
  private final Map<String, Tensor> tensors;
  private final String prefix;
  private final long seed;
  private final DType type;
  private final DType products;

  /** No parameters yet; those created will be of this type. */
  public Parameters(long seed, DType type) {
    this(seed, type, type);
  }

  /**
   * No parameters yet.
   *
   * @param type the type of those created
   * @param products the type in which layers multiply matrices
   */
  public Parameters(long seed, DType type, DType products) {
    this(new LinkedHashMap<>(), "", seed, type, products);
  }

  private Parameters(
      Map<String, Tensor> tensors, String prefix, long seed, DType type, DType products) {
    this.tensors = tensors;
    this.prefix = prefix;
    this.seed = seed;
    this.type = type;
    this.products = products;
  }

  /** A view of the same parameters in which every name starts with {@code name.}. */
  public Parameters group(String name) {
    return new Parameters(tensors, prefix + name + ".", seed, type, products);
  }

  /** The type in which layers multiply matrices. */
  public DType products() {
    return products;
  }

  /** The type of the parameters. */
  public DType type() {
    return type;
  }

  /** The seed of the initial values. */
  public long seed() {
    return seed;
  }

  /** A parameter drawn from a normal distribution with mean 0. */
  public Tensor normal(String name, double deviation, long... shape) {
    SplittableRandom random = new SplittableRandom(Randomness.seedFor(seed, prefix + name));
    double[] values = new double[count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    return add(name, values, shape);
  }

  /** A parameter drawn evenly from -bound to bound. */
  public Tensor uniform(String name, double bound, long... shape) {
    SplittableRandom random = new SplittableRandom(Randomness.seedFor(seed, prefix + name));
    double[] values = new double[count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = bound * (2 * random.nextDouble() - 1);
    }
    return add(name, values, shape);
  }

  /** A parameter of one value. */
  public Tensor constant(String name, double value, long... shape) {
    double[] values = new double[count(shape)];
    Arrays.fill(values, value);
    return add(name, values, shape);
  }

  /**
   * A parameter with these first values.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public Tensor add(String name, double[] values, long... shape) {
    return add(name, () -> Tensor.of(values, shape));
  }

  /** As above from single precision, for tables too large to hold in double. */
  public Tensor add(String name, float[] values, long... shape) {
    return add(name, () -> Tensor.of(values, shape));
  }

  private Tensor add(String name, Supplier<Tensor> values) {
    String fullName = prefix + name;
    if (tensors.containsKey(fullName)) {
      throw new IllegalArgumentException("there is a parameter " + fullName + " already");
    }
    try (Scope scope = Scope.open()) {
      Tensor parameter = values.get().as(type).detach().withGradient().owned();
      tensors.put(fullName, parameter);
      return parameter;
    }
  }

  /** All parameters by full name, in the order of creation. */
  public Map<String, Tensor> all() {
    return java.util.Collections.unmodifiableMap(tensors);
  }

  /**
   * The parameter of this full name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String fullName) {
    Tensor tensor = tensors.get(fullName);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no parameter " + fullName);
    }
    return tensor;
  }

  /** The tensors alone. */
  public Collection<Tensor> tensors() {
    return all().values();
  }

  /** How many numbers are learned. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::count).sum();
  }

  /** Forgets all gradients. */
  public void clearGradients() {
    tensors.values().forEach(Tensor::clearGradient);
  }

  /**
   * Takes the values of a saved model.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, or a shape differs
   */
  public void load(Map<String, Tensor> saved) {
    for (String name : saved.keySet()) {
      if (!tensors.containsKey(name)) {
        throw new IllegalArgumentException(
            "the saved tensor " + name + " is not part of this model");
      }
    }
    try (Scope scope = Scope.withoutGradients()) {
      tensors.forEach(
          (name, tensor) -> {
            Tensor values = saved.get(name);
            if (values == null) {
              throw new IllegalArgumentException("the tensor " + name + " is missing");
            }
            if (!Arrays.equals(values.shape(), tensor.shape())) {
              throw new IllegalArgumentException(
                  "tensor " + name + ": expected " + tensor + ", found " + values);
            }
            tensor.copyFrom(values);
          });
    }
  }

  /** Frees all parameters. */
  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
  }

  private static int count(long[] shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return Math.toIntExact(count);
  }
}
