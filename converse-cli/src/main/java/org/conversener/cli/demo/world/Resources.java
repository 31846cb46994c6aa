package org.conversener.cli.demo.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text files bundled beside these classes. */
final class Resources {
  private Resources() {}

  /** The lines of a bundled file without comments, blank lines and outer spaces. */
  static List<String> lines(String file) {
    InputStream stream = Resources.class.getResourceAsStream(file);
    if (stream == null) {
      throw new IllegalStateException(
          file + " is missing from the program; build converse-cli again");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fields of a line that are separated by bars. */
  static String[] fields(String line, int count) {
    String[] fields = line.split("\\s*\\|\\s*", -1);
    if (fields.length != count) {
      throw new IllegalStateException(
          "expected " + count + " fields, found " + fields.length + ": " + line);
    }
    return fields;
  }
}
