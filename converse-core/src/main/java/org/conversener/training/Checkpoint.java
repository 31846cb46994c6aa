package org.conversener.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.tensor.Optimizer;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run needs to go on: parameters, the optimiser's state, the parameters' average if it
 * keeps one, and the run's own numbers, in one safetensors file that is replaced in one move. A run
 * killed at any moment finds either the old checkpoint or the new one.
 */
public final class Checkpoint {
  private static final String PARAMETER = "parameter.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String AVERAGE = "average.";
  private static final String COUNTER = "counter.";
  private static final String RUN = "run.";

  private Checkpoint() {}

  /** Writes the file; {@code state} are the run's own numbers and texts. */
  public static void save(
      Path file, Parameters parameters, Optimizer optimizer, Map<String, String> state)
      throws IOException {
    save(file, parameters, optimizer, null, state);
  }

  /** As above, with the moving average of the parameters, if there is one. */
  public static void save(
      Path file,
      Parameters parameters,
      Optimizer optimizer,
      @Nullable MovingAverage average,
      Map<String, String> state)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.all().forEach((name, tensor) -> tensors.put(PARAMETER + name, tensor));
    optimizer.state().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
    if (average != null) {
      average.values().forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    optimizer.counters().forEach((name, value) -> metadata.put(COUNTER + name, value.toString()));
    state.forEach((name, value) -> metadata.put(RUN + name, value));
    Safetensors.write(file, new Safetensors.Contents(tensors, metadata));
  }

  /**
   * Puts parameters and optimiser into the saved state.
   *
   * @return the run's own state
   * @throws IllegalArgumentException if the checkpoint is of another model
   */
  public static Map<String, String> restore(Path file, Parameters parameters, Optimizer optimizer)
      throws IOException {
    return restore(file, parameters, optimizer, null);
  }

  /** As above, and the moving average of the parameters, if there is one. */
  public static Map<String, String> restore(
      Path file, Parameters parameters, Optimizer optimizer, @Nullable MovingAverage average)
      throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      Safetensors.Contents contents = Safetensors.readContents(file);
      parameters.load(withPrefix(contents.tensors(), PARAMETER));
      optimizer.restore(withPrefix(contents.tensors(), OPTIMIZER));
      if (average != null) {
        average.restore(withPrefix(contents.tensors(), AVERAGE));
      }
      Map<String, Double> counters = new LinkedHashMap<>();
      withPrefix(contents.metadata(), COUNTER)
          .forEach((name, value) -> counters.put(name, Double.valueOf(value)));
      optimizer.restoreCounters(counters);
      return withPrefix(contents.metadata(), RUN);
    }
  }

  /** The run's own state alone, to see whose checkpoint it is. */
  public static Map<String, String> state(Path file) throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      return withPrefix(Safetensors.readContents(file).metadata(), RUN);
    }
  }

  private static <T> Map<String, T> withPrefix(Map<String, T> all, String prefix) {
    Map<String, T> some = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            some.put(name.substring(prefix.length()), value);
          }
        });
    return some;
  }
}
