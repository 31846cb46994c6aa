package org.conversener.cli;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.conversener.tensor.Natives;
import org.conversener.training.Progress;

/** Where a command reads from and writes to; everything in UTF-8, whatever the locale. */
public final class Console {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final List<String> arguments;
  private final Progress progress;
  private boolean isVerbose;
  private boolean isStarted;
  private volatile boolean isStopping;

  /**
   * @param isTerminal whether {@code err} is seen on a terminal, which can show a bar
   * @param arguments the command line, for the record
   */
  Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean isTerminal,
      List<String> arguments) {
    this.in = in;
    this.out = new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.arguments = List.copyOf(arguments);
    progress = isTerminal ? new BarProgress(this.err) : new LineProgress(this.err);
  }

  /** Standard input. */
  public InputStream in() {
    return in;
  }

  /** For results, and for nothing else. */
  public PrintStream out() {
    return out;
  }

  /** How far work is, for a person to see. */
  public Progress progress() {
    return progress;
  }

  /** A line for a person. */
  public void say(String line) {
    progress.say(line);
  }

  /** Lines for a person. */
  public void sayAll(List<String> lines) {
    lines.forEach(this::say);
  }

  /** The command line. */
  public String commandLine() {
    StringBuilder line = new StringBuilder("converse");
    for (String argument : arguments) {
      boolean isPlain = argument.matches("[\\w./:=,@%+*-]+");
      line.append(' ').append(isPlain ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return line.toString();
  }

  /** Loads the native libraries and, the first time, warns of settings that make them slow. */
  public void startNatives(int threads) {
    Natives.threads(threads);
    if (!isStarted) {
      isStarted = true;
      Natives.warnings().forEach(warning -> say("warning: " + warning));
    }
  }

  /** Whatever fails from now on fails because the user interrupted it. */
  void stop() {
    isStopping = true;
  }

  boolean isStopping() {
    return isStopping;
  }

  boolean isVerbose() {
    return isVerbose;
  }

  void verbose(boolean is) {
    isVerbose = is;
  }

  PrintWriter outWriter() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  PrintWriter errWriter() {
    return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
  }

  /** Ends the progress; whether all results could be written. */
  boolean finish() {
    if (progress instanceof BarProgress bar) {
      bar.close();
    }
    boolean isWritten = !out.checkError();
    if (!isWritten) {
      say("converse: cannot write the results to stdout");
    }
    return isWritten;
  }
}
