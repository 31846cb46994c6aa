package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.conversener.cli.demo.Demo;
import org.conversener.cli.demo.DemoSettings;
import org.conversener.experiment.ResultTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code converse demo}: the whole chain on the bundled demo world. */
@Command(
    name = "demo",
    description = "Train and compare everything on the bundled demo world, in minutes.")
final class DemoCommand extends Verb {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results.json, index.html and the models go (default: runs/demo).")
  private Path out = Path.of("runs", "demo");

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a computation (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  private final DemoSettings settings;

  DemoCommand(Console console) {
    this(console, DemoSettings.standard());
  }

  /** A demo of another size. */
  DemoCommand(Console console, DemoSettings settings) {
    super(console);
    this.settings = settings;
  }

  @Override
  public Integer call() throws Exception {
    if (Files.exists(out) && !isEmptyOrDemo()) {
      throw new IllegalArgumentException(
          "--out " + out + " is not empty and holds no earlier demo; name another directory");
    }
    console.startNatives(threads);
    if (Files.exists(out.resolve(Demo.MARKER))) {
      console.say("replacing the earlier demo in " + out);
    }
    ResultTable table = new Demo(settings, out, console.progress()).run();
    console.out().print(table.toText());
    console.say("results: " + out.resolve("results.json") + "; page: " + out.resolve("index.html"));
    return Failure.DONE;
  }

  private boolean isEmptyOrDemo() throws IOException {
    if (!Files.isDirectory(out)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(out)) {
      return Files.exists(out.resolve(Demo.MARKER)) || entries.findAny().isEmpty();
    }
  }
}
