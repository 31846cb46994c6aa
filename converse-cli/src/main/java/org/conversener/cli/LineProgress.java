package org.conversener.cli;

import java.io.PrintStream;
import org.conversener.training.Progress;

/** Progress as plain lines, one every few seconds at most; for log files. */
final class LineProgress implements Progress {
  private static final double SECONDS = 5;

  private final PrintStream err;
  private String stage = "";
  private long total = -1;
  private long lastShown = System.nanoTime();

  LineProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void begin(String newStage, long newTotal) {
    stage = newStage;
    total = newTotal;
  }

  @Override
  public synchronized void step(long done, String detail) {
    long now = System.nanoTime();
    if ((now - lastShown) / 1e9 < SECONDS) {
      return;
    }
    lastShown = now;
    String of = total < 0 ? "" : "/" + total;
    err.println(stage + ": " + done + of + (detail.isEmpty() ? "" : " (" + detail + ")"));
  }

  @Override
  public synchronized void say(String line) {
    err.println(line);
  }
}
