package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.PickleNone;
import org.conversener.torchfile.PickleObject;
import org.conversener.torchfile.PickleValues;
import org.jspecify.annotations.Nullable;

/**
 * The options a fairseq model was trained with: a Namespace named {@code args}; since 0.10 a {@code
 * cfg} in sections, as dicts or as objects of omegaconf.
 */
final class FairseqSettings {
  /** The later wins; those of the model itself stand last. */
  private static final List<String> SECTIONS =
      List.of("common", "optimization", "optimizer", "criterion", "task", "model");

  private final Path file;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private FairseqSettings(Path file) {
    this.file = file;
  }

  /** The options of a checkpoint. */
  static FairseqSettings of(Path file, Map<?, ?> checkpoint) throws IOException {
    FairseqSettings settings = new FairseqSettings(file);
    Map<?, ?> config = fields(checkpoint.get("cfg"));
    for (String section : SECTIONS) {
      settings.putAll(fields(plain(config.get(section))));
    }
    settings.putAll(fields(checkpoint.get("args")));
    if (settings.values.isEmpty()) {
      throw new CorruptFileException(
          file, "neither args nor cfg has options; expected a checkpoint of fairseq");
    }
    return settings;
  }

  private void putAll(Map<?, ?> fields) {
    fields.forEach(
        (name, value) -> {
          Object plain = plain(value);
          if (name instanceof String text && plain != null && !(plain instanceof PickleNone)) {
            values.put(text, plain);
          }
        });
  }

  /** The fields of a dict, a Namespace or a DictConfig; none of anything else. */
  private static Map<?, ?> fields(@Nullable Object value) {
    if (value instanceof PickleObject object && object.state() instanceof Map<?, ?> state) {
      return isOmegaconf(object) && state.get("_content") instanceof Map<?, ?> content
          ? content
          : state;
    }
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /** The value in a node of omegaconf; any other value itself. */
  private static @Nullable Object plain(@Nullable Object value) {
    boolean isNode =
        value instanceof PickleObject object
            && isOmegaconf(object)
            && object.state() instanceof Map<?, ?> state
            && state.containsKey("_val");
    return isNode && value instanceof PickleObject node && node.state() instanceof Map<?, ?> state
        ? state.get("_val")
        : value;
  }

  private static boolean isOmegaconf(PickleObject object) {
    return object.type().module().startsWith("omegaconf.");
  }

  /** A text, or what stands for it where there is none. */
  String text(String name, String otherwise) throws IOException {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof String text) {
      return text;
    }
    throw bad(name, "a text", value);
  }

  /** A number. */
  double number(String name, double otherwise) throws IOException {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof Double || value instanceof Long) {
      return ((Number) value).doubleValue();
    }
    throw bad(name, "a number", value);
  }

  /** A whole number of one to a million. */
  int size(String name, int otherwise) throws IOException {
    Object value = values.getOrDefault(name, (long) otherwise);
    if (value instanceof Long whole && whole >= 1 && whole <= 1_000_000) {
      return (int) (long) whole;
    }
    throw bad(name, "a whole number of 1 to 1,000,000", value);
  }

  /** The value of an expression, which is stored as text; false may be stored as such. */
  Object expression(String name, String otherwise) throws IOException {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof Boolean) {
      return value;
    }
    try {
      return PythonExpression.parse(text(name, otherwise));
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(file, name + ": " + e.getMessage());
    }
  }

  /** Whether an option is there. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The options that are a text, a number or a truth value. */
  Map<String, Object> scalars() {
    Map<String, Object> scalars = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          boolean isShort = value instanceof String text && text.length() <= 1_000;
          if (isShort || value instanceof Long || value instanceof Boolean) {
            scalars.put(name, value);
          } else if (value instanceof Double number && Double.isFinite(number)) {
            scalars.put(name, number);
          }
        });
    return Collections.unmodifiableMap(scalars);
  }

  private CorruptFileException bad(String name, String expected, Object found) {
    return new CorruptFileException(
        file, name + ": expected " + expected + ", found " + PickleValues.describe(found));
  }
}
