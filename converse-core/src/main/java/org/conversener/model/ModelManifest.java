package org.conversener.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code model.json} says.
 *
 * @param kind what the model is, such as {@code tagger}
 * @param converseVersion the Converse that wrote it
 * @param config everything its maker was told, an object; whole numbers fit into 64 bits
 * @param seed the seed of its training
 * @param corpora fingerprints of the corpora by their role, such as {@code train}
 * @param scores measured figures by name, such as {@code dev.f1}, all finite
 * @param files every file of the model
 * @param references the models it needs
 */
public record ModelManifest(
    String kind,
    String converseVersion,
    JsonNode config,
    long seed,
    Map<String, String> corpora,
    Map<String, Double> scores,
    List<ModelFile> files,
    List<Reference> references) {

  /** The version of the format that is written; older ones are read. */
  public static final int FORMAT_VERSION = 1;

  /** Names that files of a model cannot have. */
  private static final Set<String> RESERVED = Set.of("model.json", "run.json");

  /**
   * A file of a model.
   *
   * @param name its place below the model's directory, with {@code /} between folders
   * @param size its bytes
   * @param sha256 their hash, 64 hexadecimal digits
   */
  public record ModelFile(String name, long size, String sha256) {
    /** Rejects names that lead out of the directory, negative sizes, and what is no hash. */
    public ModelFile {
      checkPlace(name);
      require(
          !RESERVED.contains(name.toLowerCase(Locale.ROOT)),
          "a file of a model cannot be named " + name);
      require(size >= 0, "file " + name + ": expected a size of at least 0, found " + size);
      require(
          Hashes.isHash(sha256),
          "file " + name + ": expected a SHA-256 of 64 hexadecimal digits, found '" + sha256 + "'");
    }
  }

  /**
   * Another model that this one needs.
   *
   * @param name what it is to this one, such as {@code translator}
   * @param path where it was: absolute, or relative to this model's directory
   * @param sha256 its identity ({@link ModelManifest#identity})
   */
  public record Reference(String name, String path, String sha256) {
    /** Rejects names that are no folder's name, empty paths, and what is no hash. */
    public Reference {
      require(
          name.matches("[a-z][a-z0-9-]{0,63}"),
          "reference: expected a name of small letters, digits and hyphens, found '" + name + "'");
      require(!path.isEmpty() && path.indexOf('\0') < 0, "reference " + name + ": no usable path");
      require(
          Hashes.isHash(sha256),
          "reference "
              + name
              + ": expected a SHA-256 of 64 hexadecimal digits, found '"
              + sha256
              + "'");
    }
  }

  /** Copies the collections; rejects what breaks a rule above, and names that occur twice. */
  public ModelManifest {
    require(
        kind.matches("[a-z][a-z0-9-]{0,63}"),
        "kind: expected small letters, digits and hyphens, found '" + kind + "'");
    require(config.isObject(), "config: expected an object, found " + config.getNodeType());
    config = ManifestJson.plain(config);
    corpora = Collections.unmodifiableMap(new LinkedHashMap<>(corpora));
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    scores.forEach(
        (name, value) ->
            require(
                Double.isFinite(value),
                "score " + name + ": expected a finite number, found " + value));
    files = List.copyOf(files);
    references = List.copyOf(references);
    Set<String> names = new HashSet<>();
    for (Reference reference : references) {
      require(names.add(reference.name()), "reference " + reference.name() + " occurs twice");
    }
    Set<String> places = new HashSet<>();
    for (ModelFile file : files) {
      require(places.add(file.name()), "file " + file.name() + " occurs twice");
      String top = file.name().split("/", 2)[0];
      require(
          !names.contains(top),
          "file " + file.name() + " stands where the reference " + top + " belongs");
    }
  }

  /**
   * What makes this model itself: the SHA-256 of its kind, config, files (in the order of their
   * names) and the identities of the models it needs. Independent of where anything lies, of
   * run.json, and of what was measured.
   */
  public String identity() {
    List<String> parts = new ArrayList<>(List.of("converse model", kind));
    parts.add(canonical(config).toString());
    Map<String, ModelFile> sortedFiles = new TreeMap<>();
    files.forEach(file -> sortedFiles.put(file.name(), file));
    parts.add(Integer.toString(sortedFiles.size()));
    sortedFiles.forEach(
        (name, file) -> parts.addAll(List.of(name, Long.toString(file.size()), file.sha256())));
    Map<String, String> sortedReferences = new TreeMap<>();
    references.forEach(reference -> sortedReferences.put(reference.name(), reference.sha256()));
    parts.add(Integer.toString(sortedReferences.size()));
    sortedReferences.forEach((name, sha256) -> parts.addAll(List.of(name, sha256)));
    return Hashes.of(parts);
  }

  ModelManifest withReferences(List<Reference> others) {
    return new ModelManifest(kind, converseVersion, config, seed, corpora, scores, files, others);
  }

  /** The same JSON with the keys of all objects sorted. */
  private static JsonNode canonical(JsonNode node) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (node.isArray()) {
      var array = make.arrayNode();
      node.forEach(element -> array.add(canonical(element)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    ObjectNode object = make.objectNode();
    sorted.forEach((name, value) -> object.set(name, canonical(value)));
    return object;
  }

  private static void checkPlace(String name) {
    boolean isGood = !name.isEmpty() && name.length() <= 1_000;
    // Backslashes, colons (drives, streams) and control characters mean something somewhere.
    isGood &= name.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 127);
    for (String part : name.split("/", -1)) {
      isGood &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    require(
        isGood,
        "file name: expected a place below the model's directory, such as words.vocab, found '"
            + name
            + "'");
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
