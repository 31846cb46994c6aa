package org.conversener.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.BasicTokenizer;
import org.conversener.text.WordPiece;

/**
 * A directory with a BERT of the base size whose weights are drawn: 12 layers of width 768, 12
 * heads, 3,072 inside, 512 positions. Its pieces are the 8,000 most frequent words of a text, and
 * the syllables and letters of which the others are made. Closing it deletes the directory.
 */
record DrawnBert(Path folder, WordPiece pieces) implements AutoCloseable {
  static final int LAYERS = 12;
  static final int WIDTH = 768;
  static final int INNER = 3072;
  private static final int HEADS = 12;
  private static final int POSITIONS = 512;
  private static final int WORDS = 8000;
  private static final double DEVIATION = 0.02;

  static DrawnBert base(MadeUpText text) throws IOException {
    List<String> vocabulary = vocabulary(text);
    Path folder = Files.createTempDirectory("bert");
    Files.write(folder.resolve("vocab.txt"), vocabulary);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
    Files.writeString(
        folder.resolve("config.json"),
        "{\"model_type\": \"bert\", \"hidden_act\": \"gelu\", \"vocab_size\": "
            + vocabulary.size()
            + ", \"hidden_size\": "
            + WIDTH
            + ", \"num_hidden_layers\": "
            + LAYERS
            + ", \"num_attention_heads\": "
            + HEADS
            + ", \"intermediate_size\": "
            + INNER
            + ", \"max_position_embeddings\": "
            + POSITIONS
            + ", \"type_vocab_size\": 2, \"layer_norm_eps\": 1e-12}");
    try (Scope scope = Scope.withoutGradients()) {
      Safetensors.write(folder.resolve("model.safetensors"), weights(vocabulary.size()));
    }
    return new DrawnBert(folder, new WordPiece(vocabulary, new BasicTokenizer(true, true)));
  }

  private static List<String> vocabulary(MadeUpText text) {
    Set<String> pieces = new LinkedHashSet<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", ","));
    pieces.addAll(text.words().subList(0, WORDS));
    List<String> parts = new ArrayList<>(MadeUpText.syllables());
    "abcdefghijklmnopqrstuvwxyz".chars().forEach(c -> parts.add(Character.toString(c)));
    pieces.addAll(parts);
    parts.forEach(part -> pieces.add("##" + part));
    return List.copyOf(pieces);
  }

  private static Map<String, Tensor> weights(int vocabulary) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("embeddings.word_embeddings.weight", drawn(vocabulary, WIDTH));
    weights.put("embeddings.position_embeddings.weight", drawn(POSITIONS, WIDTH));
    weights.put("embeddings.token_type_embeddings.weight", drawn(2, WIDTH));
    putNorm(weights, "embeddings.LayerNorm");
    for (int i = 0; i < LAYERS; i++) {
      String layer = "encoder.layer." + i + ".";
      for (String part : List.of("query", "key", "value")) {
        putDense(weights, layer + "attention.self." + part, WIDTH, WIDTH);
      }
      putDense(weights, layer + "attention.output.dense", WIDTH, WIDTH);
      putNorm(weights, layer + "attention.output.LayerNorm");
      putDense(weights, layer + "intermediate.dense", WIDTH, INNER);
      putDense(weights, layer + "output.dense", INNER, WIDTH);
      putNorm(weights, layer + "output.LayerNorm");
    }
    return weights;
  }

  private static void putDense(Map<String, Tensor> weights, String name, int in, int out) {
    weights.put(name + ".weight", drawn(out, in));
    weights.put(name + ".bias", drawn(out));
  }

  private static void putNorm(Map<String, Tensor> weights, String name) {
    weights.put(name + ".weight", drawn(WIDTH).plus(1));
    weights.put(name + ".bias", drawn(WIDTH));
  }

  /** Normal numbers; they repeat, for speed does not depend on them. */
  private static Tensor drawn(int... shape) {
    SplittableRandom random = new SplittableRandom(1);
    double[] some = DoubleStream.generate(random::nextGaussian).limit(8191).toArray();
    long[] sizes = new long[shape.length];
    int count = 1;
    for (int i = 0; i < shape.length; i++) {
      sizes[i] = shape[i];
      count *= shape[i];
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (DEVIATION * some[i % some.length]);
    }
    return Tensor.of(values, sizes);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
