package org.conversener.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.conversener.corpus.AtomicFile;
import org.conversener.corpus.JsonProblem;
import org.conversener.tensor.CorruptFileException;

/**
 * The directory a training writes into: empty, or allowed to be overwritten, or that of a run to be
 * resumed, interrupted or finished. {@code checkpoint.json} says what that run was told, so that
 * nothing else goes on in its place. The finished model replaces the directory; its checkpoints
 * stay beside it, for a run that shall be longer.
 */
final class OutputFolder {
  private static final String CHECKPOINT = "checkpoint";
  private static final String RECORD = "checkpoint.json";
  private static final String WEIGHTS = "checkpoint.safetensors";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path path;
  private final boolean isResuming;

  private OutputFolder(Path path, boolean isResuming) {
    this.path = path;
    this.isResuming = isResuming;
  }

  /**
   * Checks that a run may write here, before anything is read or made.
   *
   * @throws IllegalArgumentException if it may not; the message says what to do
   */
  static OutputFolder check(Path path, boolean resume, boolean overwrite) throws IOException {
    if (resume && overwrite) {
      throw new IllegalArgumentException("--resume and --overwrite exclude each other");
    }
    if (!Files.exists(path)) {
      return new OutputFolder(path, false);
    }
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException("--out " + path + " is a file; name a directory");
    }
    List<String> names = names(path);
    boolean isRun = names.contains(RECORD);
    boolean isModel = names.contains("model.json");
    if (names.isEmpty() || (resume && isRun)) {
      return new OutputFolder(path, !names.isEmpty());
    }
    if (resume) {
      throw new IllegalArgumentException(
          "--out "
              + path
              + (isModel
                  ? " holds a model without its checkpoint, so there is no run to resume; train anew"
                      + " with --overwrite"
                  : " holds no run to resume; name another directory"));
    }
    boolean isReplaceable =
        isModel || names.stream().anyMatch(n -> n.equals("run.json") || isCheckpoint(n));
    if (!isReplaceable) {
      throw new IllegalArgumentException(
          "--out "
              + path
              + " is not empty and holds no model, so it is not overwritten; name another"
              + " directory, or empty it");
    }
    if (!overwrite) {
      throw new IllegalArgumentException(
          "--out "
              + path
              + " is not empty; name another directory, or use "
              + (isRun ? "--resume to go on with the run found there, or " : "")
              + "--overwrite to replace it");
    }
    return new OutputFolder(path, false);
  }

  /**
   * Makes the directory ready for checkpoints.
   *
   * @param told everything that decides the outcome, but epochs and minutes
   * @return whether the run goes on from a checkpoint
   * @throws IllegalArgumentException if the run found was told something else
   */
  boolean begin(JsonNode told) throws Exception {
    Path record = path.resolve(RECORD);
    if (isResuming) {
      checkEqual(read(record), told);
      return Files.exists(path.resolve(WEIGHTS));
    }
    return Writing.out(
        () -> {
          Files.createDirectories(path);
          for (String name : names(path)) {
            if (isCheckpoint(name) && Files.isRegularFile(path.resolve(name))) {
              Files.delete(path.resolve(name));
            }
          }
          AtomicFile.writeText(record, out -> out.write(JSON.writeValueAsString(told) + "\n"));
          return false;
        });
  }

  /** Where the trainers keep their state. */
  Path checkpoint() {
    return path.resolve(WEIGHTS);
  }

  /** The directory. */
  Path path() {
    return path;
  }

  private static JsonNode read(Path record) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(record));
    } catch (JsonProcessingException e) {
      throw new CorruptFileException(record, "this is not JSON: " + JsonProblem.of(e));
    }
  }

  private static void checkEqual(JsonNode found, JsonNode told) {
    Map<String, String> before = flat(found);
    Map<String, String> now = flat(told);
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = before.getOrDefault(name, "nothing");
      String is = now.getOrDefault(name, "nothing");
      if (!was.equals(is)) {
        differences.add(name + " was " + was + ", is " + is);
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "--resume: the run found was told something else: " + String.join("; ", differences));
    }
  }

  private static Map<String, String> flat(JsonNode tree) {
    Map<String, String> values = new TreeMap<>();
    for (var group : tree.properties()) {
      if (group.getValue().isObject()) {
        flat(group.getValue())
            .forEach((name, value) -> values.put(group.getKey() + "." + name, value));
      } else {
        values.put(group.getKey(), group.getValue().toString());
      }
    }
    return values;
  }

  private static boolean isCheckpoint(String name) {
    return name.startsWith(CHECKPOINT);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}
