package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.conversener.training.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every training verb understands. */
final class TrainingArguments {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory of the model.")
  private Path out = Path.of("");

  @Option(
      names = "--resume",
      description =
          "Go on with the run found in --out, interrupted or finished, to more --epochs or --minutes.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace the model found in --out.")
  private boolean overwrite;

  @Option(names = "--seed", paramLabel = "N", description = "Where all randomness comes from.")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a computation (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--device", paramLabel = "cpu", description = "What computes: cpu.")
  private String device = "cpu";

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data, at most.")
  private @Nullable Integer epochs;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Stop training after so many minutes, with a good model. A translator's count from the"
              + " start, with subwords and alignment. In the last of them (finalShare) a translator"
              + " and a language model learn at a lower rate; so they decide what is learned, and"
              + " interrupting changes it.")
  private double minutes = Double.POSITIVE_INFINITY;

  @Option(
      names = "--config",
      paramLabel = "FILE.yml",
      description = "Settings as lines of NAME: VALUE; other options go before them.")
  private @Nullable Path config;

  /**
   * The config: the base, then the file, then {@code --seed} and {@code --epochs}.
   *
   * @throws IllegalArgumentException if a setting does not exist or has no usable value
   */
  ConfigOverlay overlay(Object base) throws IOException {
    if (!device.equals("cpu")) {
      throw new IllegalArgumentException(
          "--device: expected cpu, found " + device + "; Converse computes on the CPU only");
    }
    return new ConfigOverlay(base).file(config).set("seed", seed).set("epochs", epochs);
  }

  OutputFolder folder() throws IOException {
    return OutputFolder.check(out, resume, overwrite);
  }

  int threads() {
    return threads;
  }

  Limits limits() {
    return new Limits(minutes);
  }

  void describe(RunRecord record) {
    record.path("out", out);
    record.path("config", config);
  }
}
