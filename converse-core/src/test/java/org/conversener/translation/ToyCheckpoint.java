package org.conversener.translation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.conversener.torchfile.TorchWriter;
import org.conversener.torchfile.TorchWriter.Tensor;

/**
 * The network of {@code golden/fconv.json} as fairseq would have saved it: the formula's numbers in
 * fairseq's own layout, parted into directions and gains, and a Namespace of options.
 */
final class ToyCheckpoint {
  /** Names and the shapes of their effective weights, in the order in which the formula counts. */
  private static final Object[][] PARTS = {
    {"encoder.embed_tokens", 12, 4},
    {"encoder.embed_positions", 20, 4},
    {"encoder.fc1", 6, 4},
    {"encoder.convolutions.0", 3, 6, 12},
    {"encoder.projections.1", 8, 6},
    {"encoder.convolutions.1", 1, 6, 16},
    {"encoder.fc2", 4, 8},
    {"decoder.embed_tokens", 12, 4},
    {"decoder.embed_positions", 20, 4},
    {"decoder.fc1", 6, 4},
    {"decoder.convolutions.0", 3, 6, 12},
    {"decoder.attention.0.in_projection", 4, 6},
    {"decoder.attention.0.out_projection", 6, 4},
    {"decoder.convolutions.1", 3, 6, 12},
    {"decoder.attention.1.in_projection", 4, 6},
    {"decoder.attention.1.out_projection", 6, 4},
    {"decoder.projections.2", 8, 6},
    {"decoder.convolutions.2", 1, 6, 16},
    {"decoder.attention.2.in_projection", 4, 8},
    {"decoder.attention.2.out_projection", 8, 4},
    {"decoder.fc2", 5, 8},
    {"decoder.fc3", 12, 5},
  };

  final Map<String, Object> args = new LinkedHashMap<>();
  final Map<String, Object> tensors = new LinkedHashMap<>();
  private final String type;
  private int storages;

  private enum Gains {
    /** One for each output of a decoder's convolution. */
    NEW,
    /** One for each place of its kernel. */
    OLD,
    /** Effective weights. */
    NONE
  }

  private ToyCheckpoint(String type, Gains gains) {
    this.type = type;
    args.put("arch", "fconv");
    args.put("encoder_embed_dim", 4L);
    args.put("decoder_embed_dim", 4L);
    args.put("decoder_out_embed_dim", 5L);
    args.put("encoder_layers", "[(6, 3)] + [(8, 1)]");
    args.put("decoder_layers", "[(6, 3)] * 2 + [(8, 1)]");
    args.put("decoder_attention", "True");
    args.put("dropout", 0.2);
    args.put("source_lang", "es");
    args.put("target_lang", "en");
    int k = 0;
    for (Object[] part : PARTS) {
      String name = (String) part[0];
      long[] shape = new long[part.length - 1];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = (Integer) part[i + 1];
      }
      double[] weight = formula(++k, shape);
      if (name.contains("embed")) {
        java.util.Arrays.fill(weight, 4, 8, 0);
        put(name + ".weight", weight, shape);
      } else {
        boolean isOld = gains == Gains.OLD && name.startsWith("decoder.convolutions");
        if (gains == Gains.NONE) {
          put(name + ".weight", weight, shape);
        } else {
          part(name, weight, isOld || shape.length == 2 ? 0 : 2, shape);
        }
        long outputs = shape.length == 2 ? shape[0] : shape[2];
        put(name + ".bias", formula(++k, outputs), outputs);
      }
    }
    if (gains != Gains.OLD) {
      put("decoder.version", new double[] {2}, 1);
    }
  }

  static ToyCheckpoint of(String type) {
    return new ToyCheckpoint(type, Gains.NEW);
  }

  static ToyCheckpoint withOldGains() {
    return new ToyCheckpoint("DoubleStorage", Gains.OLD);
  }

  static ToyCheckpoint withoutGains() {
    return new ToyCheckpoint("DoubleStorage", Gains.NONE);
  }

  void put(String name, double[] values, long... shape) {
    tensors.put(name, Tensor.of(type, String.valueOf(storages++), values, shape));
  }

  Tensor tensor(String name) {
    return (Tensor) Objects.requireNonNull(tensors.get(name), name);
  }

  private static double[] formula(int k, long... shape) {
    double[] values = new double[(int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5 * Math.sin(0.7 * i + 1.3 * k);
    }
    return values;
  }

  /** Directions of other lengths than the weights, and gains that undo it, over one dimension. */
  private void part(String name, double[] weight, int dimension, long... shape) {
    long[] gainShape = new long[shape.length];
    java.util.Arrays.fill(gainShape, 1);
    gainShape[dimension] = shape[dimension];
    int inner = 1;
    for (int i = dimension + 1; i < shape.length; i++) {
      inner *= (int) shape[i];
    }
    double[] gains = new double[(int) shape[dimension]];
    for (int i = 0; i < weight.length; i++) {
      gains[i / inner % gains.length] += weight[i] * weight[i];
    }
    double[] directions = weight.clone();
    for (int i = 0; i < weight.length; i++) {
      directions[i] *= 1 + i / inner % gains.length;
    }
    for (int i = 0; i < gains.length; i++) {
      gains[i] = Math.sqrt(gains[i]);
    }
    put(name + ".weight_g", gains, gainShape);
    put(name + ".weight_v", directions, shape);
  }

  /** The object that fairseq saves. */
  Map<String, Object> checkpoint() {
    Map<String, Object> checkpoint = new LinkedHashMap<>();
    checkpoint.put("args", new TorchWriter.Instance("argparse", "Namespace", args));
    checkpoint.put("model", tensors);
    checkpoint.put("optimizer_history", List.of(Map.of("criterion_name", "CrossEntropyCriterion")));
    checkpoint.put("extra_state", Map.of("epoch", 3L));
    return checkpoint;
  }

  byte[] legacy() {
    return new TorchWriter(checkpoint()).legacy();
  }

  byte[] zip() throws Exception {
    return new TorchWriter(checkpoint()).zip();
  }

  /** A dictionary of eight symbols, twelve with the special ones. */
  static String dictionary() {
    List<String> lines = new ArrayList<>();
    for (String symbol : List.of("la", "casa", "de", "en", ".", "y", "roja", "madeupword0000")) {
      lines.add(symbol + " " + (symbol.startsWith("made") ? 0 : 9) + "\n");
    }
    return String.join("", lines);
  }
}
