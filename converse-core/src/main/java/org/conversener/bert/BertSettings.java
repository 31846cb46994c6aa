package org.conversener.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.BasicTokenizer;

/**
 * {@link BertConfig} as Hugging Face writes it: the network in {@code config.json}, the case of
 * letters in {@code tokenizer_config.json}. Settings that would make another network are refused.
 */
final class BertSettings {
  private static final double EPSILON = 1e-12;

  /** Names of the exact function; {@code gelu_new} and {@code gelu_fast} approximate it. */
  private static final Set<String> GELU = Set.of("gelu", "gelu_python");

  private BertSettings() {}

  /**
   * Reads both files.
   *
   * @throws CorruptFileException if a setting is missing, impossible or not supported
   */
  static BertConfig read(Path directory) throws IOException {
    BasicTokenizer tokenizer = tokenizer(directory);
    Path file = directory.resolve(BertFiles.CONFIG);
    return config(file, BertFiles.readJson(file), tokenizer);
  }

  /** The settings of {@code config.json}, also of TensorFlow's {@code bert_config.json}. */
  static BertConfig config(Path file, JsonNode root, BasicTokenizer tokenizer)
      throws CorruptFileException {
    try {
      require(root, "model_type", Set.of("bert"));
      require(root, "hidden_act", GELU);
      require(root, "position_embedding_type", Set.of("absolute"));
      if (root.path("is_decoder").asBoolean()) {
        throw new IllegalArgumentException("is_decoder: expected false, found true");
      }
      JsonNode epsilon = root.path("layer_norm_eps");
      return new BertConfig(
          whole(root, "vocab_size"),
          whole(root, "hidden_size"),
          whole(root, "num_hidden_layers"),
          whole(root, "num_attention_heads"),
          whole(root, "intermediate_size"),
          whole(root, "max_position_embeddings"),
          whole(root, "type_vocab_size"),
          epsilon.isMissingNode() ? EPSILON : epsilon.asDouble(Double.NaN),
          tokenizer);
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(file, String.valueOf(e.getMessage()));
    }
  }

  private static void require(JsonNode root, String name, Set<String> supported) {
    JsonNode value = root.path(name);
    if (!value.isMissingNode() && !supported.contains(value.asText())) {
      throw new IllegalArgumentException(
          name
              + ": this Converse knows "
              + String.join(", ", supported.stream().sorted().toList())
              + " only, found "
              + value);
    }
  }

  private static int whole(JsonNode root, String name) {
    JsonNode value = root.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new IllegalArgumentException(
          name
              + ": expected a whole number, found "
              + (value.isMissingNode() ? "nothing" : value.toString()));
    }
    return value.intValue();
  }

  /** Where nothing is said of the case, as in old directories, the pieces tell it. */
  private static BasicTokenizer tokenizer(Path directory) throws IOException {
    Path file = directory.resolve(BertFiles.TOKENIZER);
    JsonNode root = Files.exists(file) ? BertFiles.readJson(file) : MissingNode.getInstance();
    boolean isLowerCase =
        root.hasNonNull("do_lower_case")
            ? flag(file, root.path("do_lower_case"), false)
            : isWithoutCapitals(directory.resolve(BertFiles.VOCABULARY));
    if (!flag(file, root.path("tokenize_chinese_chars"), true)
        || !flag(file, root.path("do_basic_tokenize"), true)) {
      throw new CorruptFileException(
          file,
          "tokenize_chinese_chars, do_basic_tokenize: this Converse knows true only, found false");
    }
    return new BasicTokenizer(isLowerCase, flag(file, root.path("strip_accents"), isLowerCase));
  }

  private static boolean isWithoutCapitals(Path pieces) throws IOException {
    return Files.exists(pieces) && !BertFiles.haveCapitals(BertFiles.readPieces(pieces));
  }

  private static boolean flag(Path file, JsonNode value, boolean otherwise)
      throws CorruptFileException {
    if (value instanceof MissingNode || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw new CorruptFileException(file, "expected true or false, found " + value);
    }
    return value.booleanValue();
  }

  /** What {@code config.json} says of a network. */
  static ObjectNode config(BertConfig config) {
    ObjectNode root = BertFiles.JSON.createObjectNode();
    root.putArray("architectures").add("BertForMaskedLM");
    root.put("model_type", "bert");
    root.put("hidden_act", "gelu");
    root.put("position_embedding_type", "absolute");
    root.put("vocab_size", config.vocabulary());
    root.put("hidden_size", config.hidden());
    root.put("num_hidden_layers", config.layers());
    root.put("num_attention_heads", config.heads());
    root.put("intermediate_size", config.intermediate());
    root.put("max_position_embeddings", config.positions());
    root.put("type_vocab_size", config.types());
    root.put("layer_norm_eps", config.epsilon());
    return root;
  }

  /** What {@code tokenizer_config.json} says of a network. */
  static ObjectNode tokenizer(BertConfig config) {
    ObjectNode root = BertFiles.JSON.createObjectNode();
    root.put("tokenizer_class", "BertTokenizer");
    root.put("do_lower_case", config.tokenizer().isLowerCase());
    root.put("strip_accents", config.tokenizer().stripsAccents());
    root.put("tokenize_chinese_chars", true);
    root.put("model_max_length", config.positions());
    return root;
  }
}
