package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.GradientCheck;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConvNetworkTest {
  private final JsonNode golden = ToyNetwork.golden();
  private final int[] source = ToyNetwork.ints(golden.path("src"));
  private final int[] previous = ToyNetwork.ints(golden.path("prev_output"));
  private final ConvNetwork network = ToyNetwork.create();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void theEncoderOfTheToyNetworkIsReproduced() {
    try (Scope scope = Scope.withoutGradients()) {
      ConvEncoder.Encoded encoded = network.encode(List.of(source));
      assertClose(encoded.keys().select(0, 0), golden.path("enc_a"));
      assertClose(encoded.values().select(0, 0), golden.path("enc_b"));
    }
  }

  @Test
  void theAttentionOfEveryLayerOfTheToyNetworkIsReproduced() {
    try (Scope scope = Scope.withoutGradients()) {
      List<Tensor> attention = new ArrayList<>();
      var unused =
          network
              .decoder()
              .forward(batch(previous), network.encode(List.of(source)), false, attention);
      assertThat(attention).hasSize(3);
      for (int layer = 0; layer < 3; layer++) {
        assertClose(attention.get(layer).select(0, 0), golden.path("attn").path(layer));
      }
    }
  }

  @Test
  void theLogProbabilitiesOfTheToyNetworkAreReproduced() {
    assertClose(logProbabilities(batch(previous), network), golden.path("log_probs"));
  }

  @Test
  void foldedWeightsGiveTheSameNumbers() {
    network.fold();
    assertClose(logProbabilities(batch(previous), network), golden.path("log_probs"));
  }

  @Test
  void paddingChangesNothing() {
    int[] longer = {3, 5, 6, 7, 8, 9, 4, 5, 2};
    try (Scope scope = Scope.withoutGradients()) {
      Tensor alone = network.loss(List.of(source), List.of(new int[] {6, 8, 4, 2}), 0.1, false);
      Tensor other = network.loss(List.of(longer), List.of(new int[] {7, 2}), 0.1, false);
      Tensor both =
          network.loss(
              List.of(source, longer),
              List.of(new int[] {6, 8, 4, 2}, new int[] {7, 2}),
              0.1,
              false);
      assertThat(both.item()).isCloseTo(alone.item() + other.item(), within(1e-10));
    }
  }

  @Test
  void theDecoderNeverLooksAhead() {
    int[] changed = previous.clone();
    changed[changed.length - 1] = 9;
    try (Scope scope = Scope.withoutGradients()) {
      double[] before = logProbabilities(batch(previous), network).narrow(0, 0, 3).toDoubles();
      double[] after = logProbabilities(batch(changed), network).narrow(0, 0, 3).toDoubles();
      assertThat(after).containsExactly(before, within(1e-12));
    }
  }

  @Test
  void attentionTakenInOnePassBelongsToTheSubwordThatIsPredicted() {
    int[] target = {6, 8, 4, 2};
    float[][] attention = network.attention(source, target);
    double[][] expected = ToyNetwork.matrix(golden.path("attn").path(2));
    for (int t = 0; t < 4; t++) {
      for (int s = 0; s < source.length; s++) {
        assertThat((double) attention[2][t * source.length + s])
            .isCloseTo(expected[t][s], within(1e-6));
      }
    }
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    // The encoder's gradient is scaled on purpose, so only what does not pass it is compared.
    List<Tensor> parameters = new ArrayList<>();
    network
        .parameters()
        .all()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("decoder") && !name.contains("embed_positions")) {
                parameters.add(tensor);
              }
            });
    double error =
        GradientCheck.worstError(
            parameters,
            () ->
                network.loss(
                    List.of(source, new int[] {4, 2}),
                    List.of(new int[] {6, 8, 4, 2}, new int[] {9, 2}),
                    0.1,
                    false));
    assertThat(error).isLessThan(1e-4);
  }

  @Test
  void whileTrainingTheEncoderGetsAFractionOfItsGradient() {
    String name = "encoder.convolutions.0.bias";
    try (Scope scope = Scope.open()) {
      double[] full = encoderGradient(name, false);
      double[] scaled = encoderGradient(name, true);
      for (int i = 0; i < full.length; i++) {
        assertThat(scaled[i]).isCloseTo(full[i] / 6, within(1e-10));
      }
    }
  }

  private double[] encoderGradient(String name, boolean isTraining) {
    network.parameters().clearGradients();
    network.loss(List.of(source), List.of(new int[] {6, 2}), 0.1, isTraining).backward();
    return java.util.Objects.requireNonNull(network.parameters().all().get(name))
        .gradient()
        .toDoubles();
  }

  @Test
  void theLossIsTheSmoothedCrossEntropyWrittenOut() {
    int[] target = {6, 8, 4, 2};
    double[][] logs = ToyNetwork.matrix(golden.path("log_probs"));
    double expected = 0;
    for (int t = 0; t < 4; t++) {
      double all = 0;
      for (double log : logs[t]) {
        all -= log;
      }
      expected += 0.9 * -logs[t][target[t]] + 0.1 / 12 * all;
    }
    try (Scope scope = Scope.withoutGradients()) {
      assertThat(network.loss(List.of(source), List.of(target), 0.1, false).item())
          .isCloseTo(expected, within(1e-6));
    }
  }

  private Tensor logProbabilities(SubwordBatch batch, ConvNetwork network) {
    Tensor states = network.decoder().forward(batch, network.encode(List.of(source)), false, null);
    return Ops.logSoftmax(network.decoder().logits(states), -1).select(0, 0);
  }

  private static SubwordBatch batch(int... ids) {
    return SubwordBatch.of(List.of(ids), DType.FLOAT64);
  }

  private static void assertClose(Tensor found, JsonNode expected) {
    double[][] rows = ToyNetwork.matrix(expected);
    assertThat(found.shape()).containsExactly(rows.length, rows[0].length);
    double[] values = found.toDoubles();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        assertThat(values[i * rows[i].length + j])
            .as("row %s, column %s", i, j)
            .isCloseTo(rows[i][j], within(1e-6));
      }
    }
  }
}
