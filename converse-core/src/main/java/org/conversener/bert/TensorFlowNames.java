package org.conversener.bert;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of Google's BERT in TensorFlow, and those of Hugging Face for the same tensors. */
final class TensorFlowNames {
  private static final String MODULE = "module/";
  private static final Pattern LAYER = Pattern.compile("layer_([0-9]{1,4})");

  private TensorFlowNames() {}

  /**
   * Hugging Face's name: {@code bert/encoder/layer_0/output/dense/kernel} is {@code
   * bert.encoder.layer.0.output.dense.weight}.
   *
   * @return null for what is no part of the network or of its head for masked words
   */
  static @Nullable String translate(String name) {
    String plain = name.startsWith(MODULE) ? name.substring(MODULE.length()) : name;
    boolean isHead = plain.startsWith("cls/predictions/");
    boolean isOptimizers = plain.endsWith("/adam_m") || plain.endsWith("/adam_v");
    if (isOptimizers || !(isHead || plain.startsWith("bert/"))) {
      return null;
    }
    if (plain.equals("cls/predictions/output_bias")) {
      return "cls.predictions.bias";
    }
    int slash = plain.lastIndexOf('/');
    String group = LAYER.matcher(plain.substring(0, slash)).replaceAll("layer/$1");
    String last = plain.substring(slash + 1);
    String ours =
        switch (last) {
          case "kernel", "gamma" -> "weight";
          case "bias", "beta" -> "bias";
          default -> last + ".weight"; // word_embeddings and its like
        };
    return group.replace('/', '.') + "." + ours;
  }

  /** Whether TensorFlow's matrix of this name must be transposed. */
  static boolean isTransposed(String name) {
    return name.endsWith("/kernel");
  }
}
