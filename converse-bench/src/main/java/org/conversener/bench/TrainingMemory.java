package org.conversener.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Scope;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.conversener.translation.ConvConfig;
import org.conversener.translation.ConvTrainer;
import org.conversener.translation.Products;

/**
 * Whether training needs more memory the longer it lasts: {@code java -cp converse-bench.jar
 * org.conversener.bench.TrainingMemory [PRESET [STEPS]]}, by default 10,000 steps of {@code tiny}.
 * Prints the process's resident memory and its native objects every tenth of the way. On Linux.
 */
public final class TrainingMemory {
  private static final int PAIRS = 480;

  private TrainingMemory() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    String preset = arguments.length > 0 ? arguments[0] : "tiny";
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    Natives.threads(Runtime.getRuntime().availableProcessors());
    ConvConfig config = TranslatorBenchmark.config(ConvConfig.preset(preset), Products.FLOAT32);
    try {
      var unused =
          ConvTrainer.train(
              TranslatorBenchmark.pairs(PAIRS, 1),
              TranslatorBenchmark.pairs(8, 2),
              config,
              Limits.NONE,
              null,
              false,
              new Watch(steps));
    } catch (Enough e) {
      System.out.println(e.getMessage());
    }
  }

  /** Ends the training. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough(int steps) {
      super(steps + " steps");
    }
  }

  /** Counts steps and reads how much memory the process has. */
  private static final class Watch implements Progress {
    private final int steps;
    private long inEarlierEpochs;
    private long size;
    private long told;

    Watch(int steps) {
      this.steps = steps;
    }

    @Override
    public void begin(String name, long total) {
      inEarlierEpochs += size;
      size = name.startsWith("epoch") ? total : 0;
    }

    @Override
    public void step(long done, String note) {
      long all = inEarlierEpochs + done;
      if (all >= told + steps / 10) {
        told += steps / 10;
        System.out.println(
            String.format(
                Locale.ROOT,
                "%,d steps: %,d MB resident, %,d native objects",
                told,
                resident() >> 20,
                Scope.livePointers()));
      }
      if (told >= steps) {
        throw new Enough(steps);
      }
    }

    @Override
    public void say(String message) {}

    private static long resident() {
      try {
        String[] fields = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(fields[1]) * 4096;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
