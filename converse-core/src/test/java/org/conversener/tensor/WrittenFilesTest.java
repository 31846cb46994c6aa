package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may read the other files of a model may read its weights. */
class WrittenFilesTest {
  @TempDir Path folder;

  @Test
  void weightsHaveTheUsualPermissions() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    try (Scope scope = Scope.withoutGradients()) {
      Safetensors.write(file, Map.of("a", Tensor.zeros(DType.FLOAT32, 2)));
    }
    assertHasUsualPermissions(file);
  }

  @Test
  void tablesHaveTheUsualPermissions() throws IOException {
    Path file = folder.resolve("vectors.safetensors");
    HalfTable.of(new float[] {1, 2}, 2).write(file);
    assertHasUsualPermissions(file);
  }

  private void assertHasUsualPermissions(Path file) throws IOException {
    assumeThat(Files.getFileStore(file).supportsFileAttributeView("posix")).isTrue();
    Path usual = Files.createFile(folder.resolve("usual"));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, usual);
    }
  }
}
