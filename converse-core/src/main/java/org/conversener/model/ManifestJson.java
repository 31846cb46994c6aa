package org.conversener.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.corpus.JsonProblem;
import org.conversener.tensor.CorruptFileException;

/**
 * {@code model.json} as text. Reading is strict: every key must be there and no other, so that a
 * misspelt or later key is never ignored, and the identity it states must be the one it has.
 */
final class ManifestJson {
  private static final String FORMAT = "converse-model";
  private static final long MAX_BYTES = 16L << 20;
  private static final List<String> KEYS =
      List.of(
          "format",
          "formatVersion",
          "kind",
          "converseVersion",
          "identity",
          "config",
          "seed",
          "corpora",
          "scores",
          "files",
          "references");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Lines end the same way on every system. */
  private static final ObjectWriter PRETTY =
      JSON.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private ManifestJson() {}

  /** A value as it will be when it was written and read. */
  static JsonNode plain(JsonNode node) {
    try {
      return JSON.readTree(JSON.writeValueAsBytes(node));
    } catch (IOException e) {
      throw new IllegalArgumentException("config: cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  static String pretty(JsonNode node) throws IOException {
    return PRETTY.writeValueAsString(node) + "\n";
  }

  static String write(ModelManifest manifest) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("formatVersion", ModelManifest.FORMAT_VERSION);
    root.put("kind", manifest.kind());
    root.put("converseVersion", manifest.converseVersion());
    root.put("identity", manifest.identity());
    root.set("config", manifest.config());
    root.put("seed", manifest.seed());
    ObjectNode corpora = root.putObject("corpora");
    manifest.corpora().forEach(corpora::put);
    ObjectNode scores = root.putObject("scores");
    manifest.scores().forEach(scores::put);
    ArrayNode files = root.putArray("files");
    for (ModelManifest.ModelFile file : manifest.files()) {
      files
          .addObject()
          .put("name", file.name())
          .put("size", file.size())
          .put("sha256", file.sha256());
    }
    ArrayNode references = root.putArray("references");
    for (ModelManifest.Reference reference : manifest.references()) {
      references
          .addObject()
          .put("name", reference.name())
          .put("path", reference.path())
          .put("sha256", reference.sha256());
    }
    return pretty(root);
  }

  /**
   * Reads a manifest.
   *
   * @throws CorruptFileException if it breaks any rule
   */
  static ModelManifest read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new CorruptFileException(
          file, "expected at most " + MAX_BYTES + " bytes of JSON, found " + size);
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      checkVersion(root);
      keys(root, "model.json", KEYS);
      ModelManifest manifest =
          new ModelManifest(
              text(root, "kind"),
              text(root, "converseVersion"),
              root.path("config"),
              whole(root, "seed"),
              texts(root.path("corpora")),
              numbers(root.path("scores")),
              files(root.path("files")),
              references(root.path("references")));
      String stated = text(root, "identity");
      if (!stated.equals(manifest.identity())) {
        throw new IllegalArgumentException(
            "it states the identity "
                + stated
                + " and has "
                + manifest.identity()
                + ": it was altered after it was written");
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new CorruptFileException(file, "this is not JSON: " + JsonProblem.of(e));
    } catch (CharConversionException e) {
      throw new CorruptFileException(file, "this is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(
          file, e.getMessage() + "; restore the file, or train the model again");
    }
  }

  private static void checkVersion(JsonNode root) {
    if (!root.isObject() || !root.path("format").asText().equals(FORMAT)) {
      throw new IllegalArgumentException("expected an object of format " + FORMAT);
    }
    long version = whole(root, "formatVersion");
    if (version != ModelManifest.FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "format version "
              + version
              + ": this Converse reads version "
              + ModelManifest.FORMAT_VERSION
              + "; use the Converse that wrote it ("
              + root.path("converseVersion").asText("unknown")
              + ")");
    }
  }

  private static void keys(JsonNode node, String where, List<String> expected) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          where + ": expected an object, found " + node.getNodeType());
    }
    Set<String> missing = new LinkedHashSet<>(expected);
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!missing.remove(field.getKey())) {
        throw new IllegalArgumentException(
            where
                + ": there is no key '"
                + field.getKey()
                + "'; the keys are "
                + String.join(", ", expected));
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          where + ": the key " + missing.iterator().next() + " is missing");
    }
  }

  private static String text(JsonNode node, String key) {
    if (!node.path(key).isTextual()) {
      throw new IllegalArgumentException(key + ": expected a text, found " + node.path(key));
    }
    return node.path(key).textValue();
  }

  private static long whole(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(key + ": expected a whole number, found " + value);
    }
    return value.longValue();
  }

  private static Map<String, String> texts(JsonNode node) {
    checkObject(node, "corpora");
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(field -> texts.put(field.getKey(), text(node, field.getKey())));
    return texts;
  }

  private static Map<String, Double> numbers(JsonNode node) {
    checkObject(node, "scores");
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isNumber()) {
        throw new IllegalArgumentException(
            "score " + field.getKey() + ": expected a number, found " + field.getValue());
      }
      numbers.put(field.getKey(), field.getValue().doubleValue());
    }
    return numbers;
  }

  private static List<ModelManifest.ModelFile> files(JsonNode node) {
    checkArray(node, "files");
    List<ModelManifest.ModelFile> files = new ArrayList<>();
    for (JsonNode file : node) {
      keys(file, "files", List.of("name", "size", "sha256"));
      files.add(
          new ModelManifest.ModelFile(
              text(file, "name"), whole(file, "size"), text(file, "sha256")));
    }
    return files;
  }

  private static List<ModelManifest.Reference> references(JsonNode node) {
    checkArray(node, "references");
    List<ModelManifest.Reference> references = new ArrayList<>();
    for (JsonNode reference : node) {
      keys(reference, "references", List.of("name", "path", "sha256"));
      references.add(
          new ModelManifest.Reference(
              text(reference, "name"), text(reference, "path"), text(reference, "sha256")));
    }
    return references;
  }

  private static void checkObject(JsonNode node, String key) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(key + ": expected an object, found " + node.getNodeType());
    }
  }

  private static void checkArray(JsonNode node, String key) {
    if (!node.isArray()) {
      throw new IllegalArgumentException(key + ": expected an array, found " + node.getNodeType());
    }
  }
}
