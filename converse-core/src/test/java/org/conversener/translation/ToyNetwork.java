package org.conversener.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/** The network of {@code golden/fconv.json}: its weights follow a formula. */
final class ToyNetwork {
  static final ConvShape SHAPE =
      new ConvShape(4, ConvShape.parseLayers("6x3,8x1"), ConvShape.parseLayers("2*6x3,8x1"), 5, 20);
  static final int VOCABULARY = 12;

  /** The parameters in the order in which the formula numbers them. */
  private static final List<String> ORDER =
      List.of(
          "encoder.embed_tokens",
          "encoder.embed_positions",
          "encoder.fc1",
          "encoder.convolutions.0",
          "encoder.projections.1",
          "encoder.convolutions.1",
          "encoder.fc2",
          "decoder.embed_tokens",
          "decoder.embed_positions",
          "decoder.fc1",
          "decoder.convolutions.0",
          "decoder.attention.0.in_projection",
          "decoder.attention.0.out_projection",
          "decoder.convolutions.1",
          "decoder.attention.1.in_projection",
          "decoder.attention.1.out_projection",
          "decoder.projections.2",
          "decoder.convolutions.2",
          "decoder.attention.2.in_projection",
          "decoder.attention.2.out_projection",
          "decoder.fc2",
          "decoder.fc3");

  private ToyNetwork() {}

  static JsonNode golden() {
    try (InputStream in = ToyNetwork.class.getResourceAsStream("/golden/fconv.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConvNetwork create() {
    return create(0);
  }

  static ConvNetwork create(double dropout) {
    Parameters parameters = new Parameters(1, DType.FLOAT64);
    ConvNetwork network = new ConvNetwork(parameters, SHAPE, VOCABULARY, VOCABULARY, dropout);
    int k = 0;
    for (String name : ORDER) {
      if (name.contains("embed")) {
        set(parameters, name + ".weight", ++k, true);
      } else {
        set(parameters, name + ".weight_v", ++k, false);
        set(parameters, name + ".bias", ++k, false);
      }
    }
    if (k != 40) {
      throw new IllegalStateException("the formula numbers 40 tensors, found " + k);
    }
    return network;
  }

  private static void set(Parameters parameters, String name, int k, boolean isTable) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor parameter = java.util.Objects.requireNonNull(parameters.all().get(name), name);
      long[] shape = parameter.shape();
      double[] values = new double[(int) parameter.count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5 * Math.sin(0.7 * i + 1.3 * k);
      }
      if (isTable) {
        java.util.Arrays.fill(values, (int) shape[1], 2 * (int) shape[1], 0);
      }
      boolean isConvolution = shape.length == 3;
      Tensor drawn =
          isConvolution
              ? Tensor.of(values, shape[2], shape[1], shape[0]).transpose(0, 2)
              : Tensor.of(values, shape);
      parameter.copyFrom(drawn);
      Tensor gain = parameters.all().get(name.replace("weight_v", "weight_g"));
      if (name.endsWith("weight_v") && gain != null) {
        gain.copyFrom(Ops.normPerRow(parameter));
      }
    }
  }

  static double[][] matrix(JsonNode node) {
    double[][] rows = new double[node.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[node.path(i).size()];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = node.path(i).path(j).asDouble();
      }
    }
    return rows;
  }

  static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.path(i).asInt();
    }
    return values;
  }
}
