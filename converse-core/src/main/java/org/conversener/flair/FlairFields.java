package org.conversener.flair;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.PickleNone;
import org.conversener.torchfile.PickleObject;
import org.conversener.torchfile.PickleValues;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a Python object, or the entries of a dict, by name. What is None counts as
 * absent.
 *
 * @param file the file, for messages
 * @param where which object of the file, for messages; empty for the whole
 * @param values what is known of it
 */
record FlairFields(Path file, String where, Map<?, ?> values) {
  private static final String SUBMODULES = "_modules";
  private static final int LONGEST_SHOWN = 1_000;

  /**
   * The fields of an object.
   *
   * @throws CorruptFileException if it has none
   */
  static FlairFields of(Path file, String where, @Nullable Object value)
      throws CorruptFileException {
    if (value instanceof PickleObject object && object.state() instanceof Map<?, ?> state) {
      return new FlairFields(file, where, state);
    }
    if (value instanceof Map<?, ?> map) {
      return new FlairFields(file, where, map);
    }
    throw new CorruptFileException(
        file, where + ": expected an object with attributes, found " + described(value));
  }

  /** The value of an attribute, also of one that torch keeps apart as a part of a network. */
  @Nullable Object get(String name) {
    Object value = values.get(name);
    if (value == null && values.get(SUBMODULES) instanceof Map<?, ?> modules) {
      value = modules.get(name);
    }
    return value instanceof PickleNone ? null : value;
  }

  boolean has(String name) {
    return get(name) != null;
  }

  /** The fields of an attribute. */
  FlairFields of(String name) throws CorruptFileException {
    return of(file, nameOf(name), get(name));
  }

  String text(String name) throws CorruptFileException {
    if (get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
  }

  /** A text, or what stands for it where there is none. */
  String text(String name, String otherwise) throws CorruptFileException {
    return has(name) ? text(name) : otherwise;
  }

  boolean flag(String name) throws CorruptFileException {
    if (get(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  /** A truth value, or what stands for it where there is none. */
  boolean flag(String name, boolean otherwise) throws CorruptFileException {
    return has(name) ? flag(name) : otherwise;
  }

  /** A whole number of one to a million. */
  int size(String name) throws CorruptFileException {
    if (get(name) instanceof Long whole && whole >= 1 && whole <= 1_000_000) {
      return (int) (long) whole;
    }
    throw wrong(name, "a whole number of 1 to 1,000,000");
  }

  /**
   * A share from 0 to below 1; 0 where there is none. The oldest files say no more than whether.
   */
  double share(String name) throws CorruptFileException {
    Object value = get(name);
    if (value == null || value instanceof Boolean) {
      return 0;
    }
    double share = value instanceof Number number ? number.doubleValue() : Double.NaN;
    if (share >= 0 && share < 1) {
      return share;
    }
    throw wrong(name, "a share from 0 to below 1");
  }

  /** What is a text, a number or a truth value. */
  Map<String, Object> scalars() {
    Map<String, Object> scalars = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          boolean isPlain =
              value instanceof Long
                  || value instanceof Boolean
                  || (value instanceof Double number && Double.isFinite(number))
                  || (value instanceof String text && text.length() <= LONGEST_SHOWN);
          if (isPlain && name instanceof String text) {
            scalars.put(text, value);
          }
        });
    return Collections.unmodifiableMap(scalars);
  }

  /** An attribute's value is not what it should be. */
  CorruptFileException wrong(String name, String expected) {
    return bad(name, "expected " + expected + ", found " + described(get(name)));
  }

  /** Something is wrong with an attribute. */
  CorruptFileException bad(String name, String problem) {
    return new CorruptFileException(file, nameOf(name) + ": " + problem);
  }

  /** The full name of an attribute. */
  String nameOf(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  private static String described(@Nullable Object value) {
    return value == null ? "nothing" : PickleValues.describe(value);
  }
}
