package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.FloatTable;
import org.conversener.tensor.VectorTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVectorsTest {
  private final WordVectors vectors =
      new WordVectors(
          List.of("Ada", "ada", "b#", "c0", "\u00a0x", "Ada"),
          new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
          2);

  @Test
  void wordsAreLookedUpInFlairsOrder() {
    assertThat(vectors.row("Ada")).isEqualTo(0);
    assertThat(vectors.row("ADA")).isEqualTo(1);
    assertThat(vectors.row("B7")).isEqualTo(2);
    assertThat(vectors.row("C7")).isEqualTo(3);
    assertThat(vectors.row("b77")).isEqualTo(-1);
    assertThat(vectors.row("never")).isEqualTo(-1);
  }

  @Test
  void filesKeepEveryRow(@TempDir Path folder) throws IOException {
    vectors.write(folder, "vectors-0");
    WordVectors read = WordVectors.open(folder, "vectors-0");
    assertThat(read.size()).isEqualTo(6);
    assertThat(read.row("\u00a0x")).isEqualTo(4);
    assertThat(read.toFloats()).isEqualTo(vectors.toFloats());
  }

  @Test
  void singlePrecisionIsKeptIfAskedFor(@TempDir Path folder) throws IOException {
    float[] precise = {1.0001f, 1e6f};
    VectorTable table = FloatTable.of(List.of(precise), 2);
    WordVectors single = WordVectors.single(List.of("Ada"), table);
    single.write(folder, "vectors-0");
    WordVectors read = WordVectors.open(folder, "vectors-0");
    assertThat(read.toFloats()).containsExactly(precise);
    read.write(folder, "vectors-1");
    assertThat(WordVectors.open(folder, "vectors-1").toFloats()).containsExactly(precise);
    new WordVectors(List.of("Ada"), table).write(folder, "vectors-2");
    assertThat(WordVectors.open(folder, "vectors-2").toFloats()).doesNotContain(precise);
    assertThat(single.halved().toFloats()).doesNotContain(precise);
  }

  @Test
  void alteredFilesAreRefused(@TempDir Path folder) throws IOException {
    vectors.write(folder, "vectors-0");
    Path words = folder.resolve("vectors-0.vocab");
    Path numbers = folder.resolve("vectors-0.safetensors");
    Files.writeString(words, "Ada\nada\n");
    assertThatThrownBy(() -> WordVectors.open(folder, "vectors-0"))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("6 vectors")
        .hasMessageContaining("names 2");
    byte[] bytes = Files.readAllBytes(numbers);
    Files.write(numbers, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> WordVectors.open(folder, "vectors-0"))
        .isInstanceOf(CorruptFileException.class);
    Files.delete(numbers);
    assertThatThrownBy(() -> WordVectors.open(folder, "vectors-0"))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void everyVectorNeedsAWord() {
    assertThatThrownBy(() -> new WordVectors(List.of("one"), new float[4], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 vectors, found 1");
  }
}
