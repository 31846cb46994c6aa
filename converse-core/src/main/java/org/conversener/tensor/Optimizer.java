package org.conversener.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;

/**
 * Changes parameters along their gradients. The state of every optimiser is a set of named tensors,
 * so that training can be continued as if it had not stopped.
 */
public abstract class Optimizer implements AutoCloseable {
  /**
   * Elements that are updated together. All passes over a block of a parameter, its gradient and
   * its state are done before the next block, so that they find it in the cache.
   */
  private static final long BLOCK = 1 << 16;

  private final Parameters parameters;
  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private double rate;

  Optimizer(Parameters parameters, double rate) {
    this.parameters = parameters;
    rate(rate);
  }

  /** Plain stochastic gradient descent. */
  public static Optimizer sgd(Parameters parameters, double rate) {
    return new Sgd(parameters, rate);
  }

  /** Nesterov's accelerated gradient as fairseq's {@code optim/nag.py} computes it. */
  public static Optimizer nag(Parameters parameters, double rate, double momentum) {
    return new Nag(parameters, rate, momentum);
  }

  /** Adam (Kingma and Ba 2015) with β 0.9 and 0.999 and ε 1e-8. */
  public static Optimizer adam(Parameters parameters, double rate) {
    return new Adam(parameters, rate);
  }

  /** The learning rate. */
  public final double rate() {
    return rate;
  }

  /** Sets the learning rate of the next steps. */
  public final void rate(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "learning rate: expected a number of at least 0, found " + value);
    }
    rate = value;
  }

  /**
   * One step along the gradients times {@code scale}, which are first shortened to at most {@code
   * clip} in their common Euclidean norm, then forgotten.
   *
   * @param scale what the gradients are multiplied with, such as one over the number of tokens
   * @param clip the largest norm after scaling; infinity to leave it as it is
   * @return the norm after scaling, before clipping
   * @throws DivergedException if the norm is not finite; the parameters are then unchanged
   */
  public final double step(double scale, double clip) {
    try (Scope scope = Scope.withoutGradients()) {
      double sum = 0;
      for (Tensor parameter : parameters.tensors()) {
        if (parameter.hasGradient()) {
          double norm = Ops.norm(parameter.gradient());
          sum += norm * norm;
        }
      }
      double norm = Math.sqrt(sum) * scale;
      if (!Double.isFinite(norm)) {
        throw new DivergedException(
            "the norm of the gradients is "
                + norm
                + " at learning rate "
                + rate
                + ": lower the rate, or clip at a lower norm");
      }
      // fairseq and torch divide by norm + 1e-6.
      double factor = scale * Math.min(1, clip / (norm + 1e-6));
      parameters
          .all()
          .forEach(
              (name, parameter) -> {
                if (parameter.hasGradient()) {
                  updateInBlocks(name, parameter, factor);
                }
              });
      advance();
      parameters.clearGradients();
      return norm;
    }
  }

  /** What must be saved to go on later; tensors owned by this optimiser. */
  public final Map<String, Tensor> state() {
    return java.util.Collections.unmodifiableMap(state);
  }

  /** Goes on from a saved state; the values are copied. */
  public void restore(Map<String, Tensor> saved) {
    try (Scope scope = Scope.withoutGradients()) {
      saved.forEach((name, values) -> buffer(name, values).copyFrom(values));
    }
  }

  /** Numbers beside the tensors of {@link #state()} that must be saved too; none by default. */
  public Map<String, Double> counters() {
    return Map.of();
  }

  /** Goes on from saved {@link #counters()}. */
  public void restoreCounters(Map<String, Double> saved) {}

  /** Frees the state. */
  @Override
  public final void close() {
    state.values().forEach(Tensor::close);
    state.clear();
  }

  private void updateInBlocks(String name, Tensor parameter, double factor) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor values = flat(parameter);
      Tensor gradient = flat(parameter.gradient().contiguous());
      List<Tensor> buffers =
          stateNames(name).stream().map(key -> flat(buffer(key, parameter))).toList();
      for (long start = 0; start < values.count(); start += BLOCK) {
        try (Scope block = Scope.withoutGradients()) {
          long from = start;
          long length = Math.min(BLOCK, values.count() - start);
          update(
              values.narrow(0, from, length),
              gradient.narrow(0, from, length),
              factor,
              buffers.stream().map(buffer -> buffer.narrow(0, from, length)).toList());
        }
      }
    }
  }

  /** The same elements in one row; a view and never a copy, whose change would be lost. */
  private static Tensor flat(Tensor tensor) {
    return new Tensor(tensor.raw().view(-1));
  }

  /** The names of the buffers that a parameter of this name has. */
  abstract List<String> stateNames(String name);

  /**
   * Changes a block of a parameter.
   *
   * @param factor what the gradient is multiplied with first
   * @param buffers the same block of the parameter's buffers, in the order of {@link #stateNames}
   */
  abstract void update(Tensor parameter, Tensor gradient, double factor, List<Tensor> buffers);

  void advance() {}

  /** The buffer of this name, created with zeros in the shape of its parameter. */
  final Tensor buffer(String name, Tensor like) {
    return state.computeIfAbsent(name, key -> Tensor.zeros(like.type(), like.shape()).owned());
  }

  private static final class Sgd extends Optimizer {
    Sgd(Parameters parameters, double rate) {
      super(parameters, rate);
    }

    @Override
    List<String> stateNames(String name) {
      return List.of();
    }

    @Override
    void update(Tensor parameter, Tensor gradient, double factor, List<Tensor> buffers) {
      parameter.addInPlace(gradient, -rate() * factor);
    }
  }

  private static final class Nag extends Optimizer {
    private final double momentum;
    private double lastRate;

    Nag(Parameters parameters, double rate, double momentum) {
      super(parameters, rate);
      this.momentum = momentum;
      this.lastRate = rate;
    }

    @Override
    List<String> stateNames(String name) {
      return List.of(name);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, double factor, List<Tensor> buffers) {
      Tensor velocity = buffers.get(0);
      double correction = lastRate > 0 ? rate() / lastRate : 0;
      parameter.addInPlace(velocity, momentum * momentum * correction);
      parameter.addInPlace(gradient, -(1 + momentum) * rate() * factor);
      velocity.multiplyInPlace(momentum * correction);
      velocity.addInPlace(gradient, -rate() * factor);
    }

    @Override
    void advance() {
      lastRate = rate();
    }

    @Override
    public Map<String, Double> counters() {
      return Map.of("lastRate", lastRate);
    }

    @Override
    public void restoreCounters(Map<String, Double> saved) {
      lastRate = saved.getOrDefault("lastRate", rate());
    }
  }

  private static final class Adam extends Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private double steps;

    Adam(Parameters parameters, double rate) {
      super(parameters, rate);
    }

    @Override
    List<String> stateNames(String name) {
      return List.of(name + ".mean", name + ".square");
    }

    @Override
    void update(Tensor parameter, Tensor gradient, double factor, List<Tensor> buffers) {
      Tensor mean = buffers.get(0);
      Tensor square = buffers.get(1);
      // Written so that the memory is passed over as seldom as may be.
      mean.multiplyInPlace(BETA1);
      mean.addInPlace(gradient, (1 - BETA1) * factor);
      square.multiplyInPlace(BETA2);
      var unusedSquare =
          square
              .raw()
              .addcmul_(gradient.raw(), gradient.raw(), new Scalar((1 - BETA2) * factor * factor));
      double meanBias = 1 - Math.pow(BETA1, steps + 1);
      double deviationBias = Math.sqrt(1 - Math.pow(BETA2, steps + 1));
      // √(v/b²) + ε = (√v + b·ε) / b
      var deviation = square.raw().sqrt().add_(new Scalar(EPSILON * deviationBias));
      double step = -rate() * deviationBias / meanBias;
      var unused = parameter.raw().addcdiv_(mean.raw(), deviation, new Scalar(step));
    }

    @Override
    void advance() {
      steps++;
    }

    @Override
    public Map<String, Double> counters() {
      return Map.of("steps", steps);
    }

    @Override
    public void restoreCounters(Map<String, Double> saved) {
      steps = saved.getOrDefault("steps", 0.0);
    }
  }
}
