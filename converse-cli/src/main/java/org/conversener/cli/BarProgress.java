package org.conversener.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.conversener.training.Progress;
import org.jspecify.annotations.Nullable;

/** Progress as a bar on a terminal, a new one for each stage. */
final class BarProgress implements Progress, AutoCloseable {
  private static final String CLEAR_REST_OF_LINE = "\u001b[K";
  private static final int WIDTH = 100;

  private final PrintStream err;
  private @Nullable ProgressBar bar;

  BarProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void begin(String stage, long total) {
    close();
    bar =
        new ProgressBarBuilder()
            .setTaskName(stage)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
            .build();
  }

  @Override
  public synchronized void step(long done, String detail) {
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(detail);
    }
  }

  @Override
  public synchronized void say(String line) {
    // The bar, if there is one, is drawn again below the line.
    err.print((bar == null ? "" : "\r") + line + (bar == null ? "" : CLEAR_REST_OF_LINE) + "\n");
    err.flush();
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
