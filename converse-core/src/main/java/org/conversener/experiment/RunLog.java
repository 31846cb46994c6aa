package org.conversener.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.corpus.BadDataException;
import org.jspecify.annotations.Nullable;

/** Finished runs in a file, one JSON object a line, so that a comparison can be continued. */
public final class RunLog implements Comparison.Log {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, Result.Run> runs = new LinkedHashMap<>();

  private record Line(@Nullable String system, Result.@Nullable Run run) {}

  /**
   * Opens a log, reading what it holds. A last line that was cut off by a crash is ignored.
   *
   * @throws BadDataException if another line cannot be read
   */
  public RunLog(Path file) throws IOException {
    this.file = file;
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n') + 1;
    int number = 0;
    for (String line : text.substring(0, end).split("\n", -1)) {
      number++;
      if (!line.isEmpty()) {
        try {
          Line read = JSON.readValue(line, Line.class);
          if (read == null || read.system == null || read.run == null) {
            throw new BadDataException(
                file.toString(), number, "expected a finished run with system and run");
          }
          runs.put(key(read.system, read.run.seed()), read.run);
        } catch (JsonProcessingException e) {
          throw new BadDataException(
              file.toString(), number, "expected a finished run: " + e.getOriginalMessage());
        }
      }
    }
    if (end < text.length()) {
      Files.writeString(file, text.substring(0, end));
    }
  }

  private static String key(String system, @Nullable Long seed) {
    return system + " " + seed;
  }

  @Override
  public Result.@Nullable Run find(String system, long seed) {
    return runs.get(key(system, seed));
  }

  @Override
  public void add(String system, Result.Run run) throws IOException {
    runs.put(key(system, run.seed()), run);
    String line = JSON.writeValueAsString(new Line(system, run)) + "\n";
    Files.write(
        file,
        line.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
