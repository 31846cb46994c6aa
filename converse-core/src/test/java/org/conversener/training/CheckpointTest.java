package org.conversener.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Optimizer;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder;

  /** A model of one tensor and its optimiser. */
  private record Run(Parameters parameters, Optimizer optimizer) {
    static Run start(long seed, Function<Parameters, Optimizer> optimizer) {
      Parameters parameters = new Parameters(seed, DType.FLOAT32);
      parameters.normal("w", 1, 3);
      return new Run(parameters, optimizer.apply(parameters));
    }

    Run steps(int count) {
      for (int i = 0; i < count; i++) {
        try (Scope scope = Scope.open()) {
          Tensor w = parameters.get("w");
          w.times(w).times(w).sum().backward();
          var unused = optimizer.step(0.5, 1);
        }
      }
      return this;
    }

    float[] weights() {
      return parameters.get("w").toFloats();
    }
  }

  @Test
  void aRestoredRunGoesOnAsIfNothingHadHappened() throws IOException {
    goesOn(p -> Optimizer.sgd(p, 0.1));
    goesOn(p -> Optimizer.nag(p, 0.1, 0.9));
    goesOn(p -> Optimizer.adam(p, 0.1));
  }

  private void goesOn(Function<Parameters, Optimizer> optimizer) throws IOException {
    Path file = folder.resolve("checkpoint");
    Run first = Run.start(1, optimizer).steps(3);
    Map<String, String> state = Map.of("epoch", "7", "text", "two\nlines, ñ");
    Checkpoint.save(file, first.parameters, first.optimizer, state);
    Run second = Run.start(2, optimizer);
    assertThat(second.weights()).isNotEqualTo(first.weights());
    assertThat(Checkpoint.restore(file, second.parameters, second.optimizer)).isEqualTo(state);
    assertThat(second.weights()).isEqualTo(first.weights());
    assertThat(second.steps(4).weights()).isEqualTo(first.steps(4).weights());
  }

  @Test
  void theCheckpointOfAnotherModelIsRejected() throws IOException {
    Path file = folder.resolve("checkpoint");
    Run run = Run.start(1, p -> Optimizer.nag(p, 0.1, 0.9)).steps(1);
    Checkpoint.save(file, run.parameters, run.optimizer, Map.of());
    Parameters other = new Parameters(1, DType.FLOAT32);
    other.normal("w", 1, 4);
    Optimizer optimizer = Optimizer.nag(other, 0.1, 0.9);
    assertThatThrownBy(() -> Checkpoint.restore(file, other, optimizer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("w");
  }

  @Test
  void aTruncatedCheckpointIsRejected() throws IOException {
    Path file = folder.resolve("checkpoint");
    Run run = Run.start(1, p -> Optimizer.adam(p, 0.1)).steps(1);
    Checkpoint.save(file, run.parameters, run.optimizer, Map.of());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> Checkpoint.restore(file, run.parameters, run.optimizer))
        .isInstanceOf(CorruptFileException.class);
  }
}
