package org.conversener.bert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.BasicTokenizer;

/** A BERT of two layers with random weights, as numbers and as a directory. */
public final class TinyBert {
  static final List<String> PIECES =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "Ada", "saw", "the", "sea", "##s", ".",
          "ran", "López", "Quito");

  static final BertConfig CONFIG =
      new BertConfig(PIECES.size(), 8, 2, 2, 12, 10, 2, 1e-12, new BasicTokenizer(false, false));

  /** Numbers and their shape. */
  record Numbers(double[] values, long... shape) {}

  private TinyBert() {}

  /** Weights in Hugging Face's names. */
  static Map<String, Numbers> weights(BertConfig config) {
    Map<String, Numbers> all = new LinkedHashMap<>();
    long hidden = config.hidden();
    String embeddings = "bert.embeddings.";
    add(all, embeddings + "word_embeddings.weight", config.vocabulary(), hidden);
    add(all, embeddings + "position_embeddings.weight", config.positions(), hidden);
    add(all, embeddings + "token_type_embeddings.weight", config.types(), hidden);
    addBoth(all, embeddings + "LayerNorm", hidden);
    for (int i = 0; i < config.layers(); i++) {
      String layer = "bert.encoder.layer." + i;
      for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
        addBoth(all, layer + ".attention." + part, hidden, hidden);
      }
      addBoth(all, layer + ".attention.output.LayerNorm", hidden);
      addBoth(all, layer + ".intermediate.dense", config.intermediate(), hidden);
      addBoth(all, layer + ".output.dense", hidden, config.intermediate());
      addBoth(all, layer + ".output.LayerNorm", hidden);
    }
    return all;
  }

  private static void addBoth(Map<String, Numbers> all, String name, long... shape) {
    add(all, name + ".weight", shape);
    add(all, name + ".bias", shape[0]);
  }

  private static void add(Map<String, Numbers> all, String name, long... shape) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      // Floats, so that a bundle of single precision holds the same.
      values[i] = (float) (0.7 * random.nextGaussian());
    }
    all.put(name, new Numbers(values, shape));
  }

  /** Writes the directory of {@link #CONFIG}. */
  public static Path write(Path folder) throws IOException {
    return write(folder, weights(CONFIG));
  }

  static Path write(Path folder, Map<String, Numbers> weights) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), BertSettings.config(CONFIG).toString());
    Files.writeString(
        folder.resolve("tokenizer_config.json"), BertSettings.tokenizer(CONFIG).toString());
    Files.writeString(folder.resolve("vocab.txt"), String.join("\n", PIECES) + "\n");
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      weights.forEach((name, n) -> tensors.put(name, Tensor.of(n.values(), n.shape())));
      Safetensors.write(folder.resolve("model.safetensors"), tensors);
    }
    return folder;
  }
}
