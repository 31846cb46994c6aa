package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.conversener.bert.Bert;
import org.conversener.bert.TinyBert;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BertFeaturesTest {
  private static final Sentence SHORT = Sentence.of("Ada", "ran", ".");
  private static final Sentence LONG = Sentence.of("López", "saw", "the", "seas", "Ada", ".");

  @TempDir private Path folder = Path.of("");
  private final Parameters parameters = new Parameters(1, DType.FLOAT32);

  private BertFeatures features() throws IOException {
    return features(TinyBert.write(folder), "bert-0");
  }

  private BertFeatures features(Path directory, String name) throws IOException {
    FrozenRows rows = new BertRows(Bert.open(directory, DType.FLOAT32));
    return new BertFeatures(parameters, rows, Set.of(), name);
  }

  @Test
  void aSentencesRowsAreThoseAloneToTheLastBitAndZeroAfterIt() throws IOException {
    BertFeatures features = features();
    assertThat(features.width()).isEqualTo(16);
    try (Scope scope = Scope.withoutGradients()) {
      float[] alone = features.forward(List.of(SHORT), false).toFloats();
      Tensor both = features.forward(List.of(LONG, SHORT), true);
      assertThat(both.shape()).containsExactly(2, 6, 16);
      float[] beside = both.select(0, 1).toFloats();
      assertThat(Arrays.copyOf(beside, alone.length)).containsExactly(alone);
      assertThat(Arrays.copyOfRange(beside, alone.length, beside.length)).containsOnly(0);
      assertThat(alone).doesNotContain(0);
    }
    features.release();
  }

  @Test
  void bfloat16IsCloseAndIsNamed() throws IOException {
    Path directory = TinyBert.write(folder);
    BertFeatures exact = features(directory, "b");
    EmbeddingSpec spec = EmbeddingSpec.parse("bert:" + directory + ":bfloat16");
    TokenFeatures narrow =
        Embeddings.forTraining(
                List.of(spec),
                List.of(LONG),
                file -> {
                  throw new AssertionError("there are no vectors to read");
                })
            .create(parameters);
    assertThat(exact.describe()).isEqualTo("bert:b");
    assertThat(narrow.describe()).isEqualTo("bert:bert-0:bfloat16");
    try (Scope scope = Scope.withoutGradients()) {
      float[] expected = exact.forward(List.of(LONG), false).toFloats();
      float[] found = narrow.forward(List.of(LONG), false).toFloats();
      assertThat(found).containsExactly(expected, within(0.05f));
      assertThat(found).isNotEqualTo(expected);
    }
    exact.release();
    narrow.release();
  }

  @Test
  void nothingIsLearnedAndNothingIsLeftBehind() throws IOException {
    BertFeatures features = features();
    assertThat(parameters.count()).isZero();
    long before = 0;
    for (int i = 0; i < 50; i++) {
      if (i == 5) {
        before = Scope.livePointers();
      }
      try (Scope scope = Scope.open()) {
        Tensor rows = features.forward(List.of(LONG, SHORT), true);
        assertThat(rows.hasGradient()).isFalse();
      }
    }
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
    features.release();
    // As often as its network is closed.
    features.release();
  }
}
