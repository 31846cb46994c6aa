package org.conversener.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Runs the command in this process, as a shell would in another. */
final class Cli {
  private Cli() {}

  /** How a command ended. */
  record Result(int code, String out, String err) {
    /** The lines of stdout. */
    List<String> lines() {
      return out.isEmpty() ? List.of() : Arrays.asList(out.split("\n", -1)).subList(0, count());
    }

    private int count() {
      return out.split("\n", -1).length - (out.endsWith("\n") ? 1 : 0);
    }
  }

  /** Runs with nothing on stdin. */
  static Result run(Object... arguments) {
    return fed("", arguments);
  }

  /** Runs with a text on stdin. */
  static Result fed(String stdin, Object... arguments) {
    return fed(stdin.getBytes(StandardCharsets.UTF_8), arguments);
  }

  /** Runs with bytes on stdin. */
  static Result fed(byte[] stdin, Object... arguments) {
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(texts, new ByteArrayInputStream(stdin), out, err);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs, and fails unless the command is done. */
  static Result done(Object... arguments) {
    Result result = run(arguments);
    if (result.code() != 0) {
      throw new AssertionError(
          String.join(" ", Arrays.stream(arguments).map(Object::toString).toList())
              + ": exit "
              + result.code()
              + "\n"
              + result.err());
    }
    return result;
  }
}
