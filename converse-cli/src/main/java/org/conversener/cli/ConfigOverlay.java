package org.conversener.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.jspecify.annotations.Nullable;

/**
 * A config record whose fields are replaced by those of {@code --config FILE.yml} and then by
 * options of the command line. What is not a field is an error that names the fields there are.
 */
final class ConfigOverlay {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final ObjectNode fields;

  /** Starts with every field of a record. */
  ConfigOverlay(Object base) {
    fields = JSON.valueToTree(base);
  }

  /**
   * Replaces the fields a file names; null for no file.
   *
   * @throws BadDataException if it is not a YAML map
   * @throws IllegalArgumentException if it names a field that does not exist
   */
  ConfigOverlay file(@Nullable Path file) throws IOException {
    if (file == null) {
      return this;
    }
    List<String> text = lines(file);
    JsonNode tree = read(file, text);
    if (!tree.isObject()) {
      throw new BadDataException(
          file.toString(), 1, "expected lines of NAME: VALUE, found no such line");
    }
    for (var entry : tree.properties()) {
      if (!fields.has(entry.getKey())) {
        throw new IllegalArgumentException(
            file
                + ":"
                + lineOf(entry.getKey(), text)
                + ": there is no setting '"
                + entry.getKey()
                + "'; the settings are "
                + String.join(", ", names()));
      }
      fields.set(entry.getKey(), entry.getValue());
    }
    return this;
  }

  private static List<String> lines(Path file) throws IOException {
    List<String> text = new ArrayList<>();
    try (LineReader lines = TextFiles.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        text.add(line);
      }
    }
    return text;
  }

  /** The line of a setting, from 1; the first if it is not at a line's start. */
  private static int lineOf(String setting, List<String> text) {
    for (int i = 0; i < text.size(); i++) {
      if (text.get(i).startsWith(setting)) {
        return i + 1;
      }
    }
    return 1;
  }

  private static JsonNode read(Path file, List<String> text) throws IOException {
    try {
      return YAML.readTree(String.join("\n", text));
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String problem = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new BadDataException(file.toString(), line, "this is not YAML: " + problem);
    }
  }

  private Set<String> names() {
    TreeSet<String> names = new TreeSet<>();
    fields.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Replaces one field.
   *
   * @throws IllegalArgumentException if there is no such field
   */
  void setKnown(String name, Object value) {
    if (!fields.has(name)) {
      throw new IllegalArgumentException(
          "there is no setting '" + name + "'; the settings are " + String.join(", ", names()));
    }
    fields.set(name, JSON.valueToTree(value));
  }

  /** Replaces one field; null leaves it. */
  ConfigOverlay set(String name, @Nullable Object value) {
    if (value != null) {
      fields.set(name, JSON.valueToTree(value));
    }
    return this;
  }

  /**
   * The record.
   *
   * @throws IllegalArgumentException if a value is of the wrong kind or out of its range
   */
  <T> T build(Class<T> type) {
    try {
      return JSON.treeToValue(fields, type);
    } catch (InvalidFormatException e) {
      throw new IllegalArgumentException(nameOf(e) + expected(e) + ", found " + e.getValue(), e);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof IllegalArgumentException cause) {
        throw new IllegalArgumentException(cause.getMessage(), e);
      }
      throw new IllegalArgumentException(
          nameOf(e) + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""), e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nameOf(JsonMappingException e) {
    return e.getPath().isEmpty() ? "" : e.getPath().get(0).getFieldName() + ": ";
  }

  private static String expected(InvalidFormatException e) {
    Object[] constants = e.getTargetType().getEnumConstants();
    return constants == null
        ? "expected a value of type " + e.getTargetType().getSimpleName()
        : "expected one of "
            + String.join(
                ", ",
                Arrays.stream(constants)
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList());
  }
}
