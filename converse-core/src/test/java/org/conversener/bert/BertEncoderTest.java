package org.conversener.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BertEncoderTest {
  private static final long[] SENTENCE = {2, 5, 6, 7, 8, 9, 10, 3};
  private static final long[] OTHER = {2, 13, 1, 4, 12, 8, 10, 3};

  @TempDir private Path folder = Path.of("");
  private final Map<String, TinyBert.Numbers> weights = TinyBert.weights(TinyBert.CONFIG);

  @BeforeEach
  void write() throws IOException {
    TinyBert.write(folder, weights);
  }

  private BertEncoder read(DType type, DType products) throws IOException {
    return BertEncoder.read(folder.resolve("model.safetensors"), TinyBert.CONFIG, type, products);
  }

  private static double[] values(BertEncoder encoder, long[]... windows) {
    try (Scope scope = Scope.withoutGradients()) {
      return encoder.forward(List.of(windows)).toDoubles();
    }
  }

  private double[] slowly(SlowBert.Mistake mistake, long... pieces) {
    List<double[][]> layers = new SlowBert(TinyBert.CONFIG, weights, mistake).forward(pieces);
    double[] flat = new double[pieces.length * 16];
    for (int i = 0; i < pieces.length; i++) {
      System.arraycopy(layers.get(1)[i], 0, flat, i * 16, 8); // the last layer first
      System.arraycopy(layers.get(0)[i], 0, flat, i * 16 + 8, 8);
    }
    return flat;
  }

  private static double difference(double[] a, double[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @Test
  void itIsTheSlowNetwork() throws IOException {
    assertThat(SlowBert.erf(0.5)).isCloseTo(0.5204998778130465, within(1e-15));
    try (BertEncoder encoder = read(DType.FLOAT64, DType.FLOAT64)) {
      assertThat(difference(values(encoder, SENTENCE), slowly(SlowBert.Mistake.NONE, SENTENCE)))
          .isLessThan(1e-9);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void itIsNoneThatIsAlmostBert(SlowBert.Mistake mistake) throws IOException {
    try (BertEncoder encoder = read(DType.FLOAT64, DType.FLOAT64)) {
      assertThat(difference(values(encoder, SENTENCE), slowly(mistake, SENTENCE)))
          .isGreaterThan(1e-4);
    }
  }

  @Test
  void rowsOfWindowsSideBySideAreThoseAlone() throws IOException {
    try (BertEncoder encoder = read(DType.FLOAT64, DType.FLOAT64)) {
      long[] part = Arrays.copyOf(OTHER, 5);
      double[] together = values(encoder, SENTENCE, part, OTHER);
      int from = 0;
      for (long[] window : List.of(SENTENCE, part, OTHER)) {
        double[] alone = values(encoder, window);
        assertThat(difference(Arrays.copyOfRange(together, from, from + alone.length), alone))
            .isLessThan(1e-12);
        from += alone.length;
      }
      assertThat(together).hasSize(from);
    }
  }

  @Test
  void singleAndHalfPrecisionAreNear() throws IOException {
    double[] exact = slowly(SlowBert.Mistake.NONE, SENTENCE);
    try (BertEncoder single = read(DType.FLOAT32, DType.FLOAT32);
        BertEncoder half = read(DType.FLOAT32, DType.BFLOAT16)) {
      assertThat(difference(values(single, SENTENCE), exact)).isLessThan(1e-4);
      assertThat(difference(values(half, SENTENCE), exact)).isBetween(1e-4, 0.3);
    }
  }

  @Test
  void olderNamesAndNamesWithoutThePrefixAreRead() throws IOException {
    Map<String, TinyBert.Numbers> renamed = new LinkedHashMap<>();
    weights.forEach(
        (name, numbers) -> {
          String plain = name.substring("bert.".length());
          renamed.put(
              plain
                  .replace("LayerNorm.weight", "LayerNorm.gamma")
                  .replace("LayerNorm.bias", "LayerNorm.beta"),
              numbers);
        });
    double[] before;
    try (BertEncoder encoder = read(DType.FLOAT32, DType.FLOAT32)) {
      before = values(encoder, SENTENCE);
    }
    var unused = TinyBert.write(folder, renamed);
    try (BertEncoder encoder = read(DType.FLOAT32, DType.FLOAT32)) {
      assertThat(values(encoder, SENTENCE)).containsExactly(before);
    }
  }

  @Test
  void aMissingTensorAndAWrongShapeAreNamed() throws IOException {
    String name = "bert.encoder.layer.1.intermediate.dense.weight";
    TinyBert.Numbers numbers = Objects.requireNonNull(weights.remove(name));
    var unused = TinyBert.write(folder, weights);
    assertThatThrownBy(() -> read(DType.FLOAT32, DType.FLOAT32))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("encoder.layer.1.intermediate.dense.weight is missing");
    weights.put(name, new TinyBert.Numbers(numbers.values(), 8, 12));
    var again = TinyBert.write(folder, weights);
    assertThat(again).isEqualTo(folder);
    assertThatThrownBy(() -> read(DType.FLOAT32, DType.FLOAT32))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("intermediate.dense.weight")
        .hasMessageContaining("[12, 8]")
        .hasMessageContaining("[8, 12]");
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    for (int i = 0; i < 2; i++) {
      long outside = Scope.livePointers();
      try (BertEncoder encoder = read(DType.FLOAT32, DType.FLOAT32)) {
        var first = values(encoder, SENTENCE); // brings the weights into the order it multiplies in
        long before = Scope.livePointers();
        for (int step = 0; step < 50; step++) {
          assertThat(values(encoder, SENTENCE)).containsExactly(first);
        }
        assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
      }
      // The first round loads what the process keeps.
      assertThat(Scope.livePointers()).isLessThanOrEqualTo(outside + (i == 0 ? 100 : 0));
    }
  }
}
