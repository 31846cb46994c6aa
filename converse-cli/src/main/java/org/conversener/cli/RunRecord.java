package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.conversener.model.Version;
import org.conversener.tensor.Natives;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What goes into {@code run.json}: what was done where and when, and how long it took. */
final class RunRecord {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> LIBRARIES =
      List.of(
          "org.bytedeco/pytorch",
          "org.bytedeco/openblas",
          "org.bytedeco/javacpp",
          "com.fasterxml.jackson.core/jackson-databind");

  private final String command;
  private final Instant started = Instant.now();
  private final Map<String, String> paths = new LinkedHashMap<>();
  private final Map<String, Object> measured = new LinkedHashMap<>();

  /** Begins now. */
  RunRecord(Console console) {
    command = console.commandLine();
  }

  /** A file or directory that was used, by its role; null if it was not. */
  void path(String role, @Nullable Path path) {
    if (path != null) {
      paths.put(role, path.toAbsolutePath().normalize().toString());
    }
  }

  /** A figure of this run, or several. */
  void measured(String name, Object value) {
    measured.put(name, value);
  }

  /** The record of a run that ends now. */
  ObjectNode finish() {
    Instant finished = Instant.now();
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("command", command);
    record.put("directory", Path.of("").toAbsolutePath().toString());
    record.put("paths", paths);
    record.put("started", started.toString());
    record.put("finished", finished.toString());
    record.put("seconds", Duration.between(started, finished).toMillis() / 1e3);
    record.put("machine", machine());
    record.put("versions", versions());
    record.put("settings", Natives.settings());
    record.putAll(measured);
    return JSON.valueToTree(record);
  }

  /** The machine this process runs on. */
  static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("heap_mb", Runtime.getRuntime().maxMemory() >> 20);
    for (String name : List.of("os.name", "os.version", "os.arch", "java.version", "java.vendor")) {
      machine.put(name.replace('.', '_'), System.getProperty(name, "unknown"));
    }
    return machine;
  }

  /** The versions of Converse and of the libraries that compute. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("converse", Version.CONVERSE);
    for (String library : LIBRARIES) {
      String name = library.substring(library.indexOf('/') + 1);
      versions.put(name, versionOf("/META-INF/maven/" + library + "/pom.properties"));
    }
    versions.put("picocli", CommandLine.VERSION);
    return versions;
  }

  private static String versionOf(String resource) {
    try (InputStream in = RunRecord.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
