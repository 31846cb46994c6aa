package org.conversener.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * A moving average of parameters over the steps of training (Polyak and Juditsky 1992,
 * <i>Acceleration of Stochastic Approximation by Averaging</i>), which wanders less than they do
 * and mostly does better on text that was not trained on.
 *
 * <p>{@code a ← d·a + (1 - d)·p} after each step, where d is t / (t + 10) in step t, from 0, until
 * that exceeds the decay; so the average is not drawn to where training started.
 */
public final class MovingAverage implements AutoCloseable {
  /** How slowly the first steps are forgotten. */
  private static final double WARM_UP = 10;

  private final Parameters parameters;
  private final double decay;
  private final Map<String, Tensor> values = new LinkedHashMap<>();

  /**
   * The average of these parameters, for now as they are.
   *
   * @param decay how much of the average a step leaves, in [0, 1); 1 - 1/n for some n steps
   * @throws IllegalArgumentException if the decay is out of its range
   */
  public MovingAverage(Parameters parameters, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay: expected a number in [0, 1), found " + decay);
    }
    this.parameters = parameters;
    this.decay = decay;
    try (Scope scope = Scope.withoutGradients()) {
      parameters.all().forEach((name, value) -> values.put(name, value.detach().times(1).owned()));
    }
  }

  /**
   * Takes in the parameters.
   *
   * @param step how many steps were taken in before
   */
  public void add(long step) {
    double left = Math.min(decay, step / (step + WARM_UP));
    try (Scope scope = Scope.withoutGradients()) {
      parameters
          .all()
          .forEach(
              (name, parameter) -> {
                Tensor average = of(name);
                average.multiplyInPlace(left);
                average.addInPlace(parameter, 1 - left);
              });
    }
  }

  /** The average and the parameters change places; once more, and they are where they were. */
  public void swap() {
    parameters
        .all()
        .forEach(
            (name, parameter) -> {
              try (Scope scope = Scope.withoutGradients()) {
                Tensor average = of(name);
                Tensor copy = parameter.detach().times(1);
                parameter.copyFrom(average);
                average.copyFrom(copy);
              }
            });
  }

  /** The averages by the names of the parameters; owned by this object. */
  public Map<String, Tensor> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * Goes on from saved {@link #values}, which are copied.
   *
   * @throws IllegalArgumentException if one is missing or its shape differs
   */
  public void restore(Map<String, Tensor> saved) {
    try (Scope scope = Scope.withoutGradients()) {
      values.forEach(
          (name, value) -> {
            Tensor other = saved.get(name);
            if (other == null || !java.util.Arrays.equals(other.shape(), value.shape())) {
              throw new IllegalArgumentException(
                  "average of " + name + ": expected " + value + ", found " + other);
            }
            value.copyFrom(other);
          });
    }
  }

  private Tensor of(String name) {
    Tensor average = values.get(name);
    if (average == null) {
      throw new IllegalStateException(name + " was added after the average was begun");
    }
    return average;
  }

  /** Frees the averages. */
  @Override
  public void close() {
    values.values().forEach(Tensor::close);
    values.clear();
  }
}
