package org.conversener.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The command {@code converse}. */
public final class Main {
  private Main() {}

  /** How long an interrupted command may take to stop before the process ends anyway. */
  private static final long GRACE_SECONDS = 30;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    CountDownLatch isDone = new CountDownLatch(1);
    // The streams themselves, not System.out, whose encoding is that of the user's locale.
    try (InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err)) {
      Console console = new Console(in, out, err, isTerminal(), List.of(arguments));
      stopGently(Thread.currentThread(), isDone, console);
      int code = run(arguments, console);
      isDone.countDown();
      System.exit(code);
    } catch (IOException e) {
      System.exit(Failure.CANNOT_WRITE);
    }
  }

  /**
   * On an interrupt, lets the native computation that is under way end before the process does;
   * otherwise the libraries would be torn down under it, which crashes. Training saves its state.
   */
  private static void stopGently(Thread worker, CountDownLatch isDone, Console console) {
    Thread hook =
        new Thread(
            () -> {
              console.stop();
              worker.interrupt();
              try {
                var unused = isDone.await(GRACE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Runs a command inside another program, such as a test.
   *
   * @return the exit code
   */
  public static int run(String[] arguments, InputStream in, OutputStream out, OutputStream err) {
    return run(arguments, new Console(in, out, err, false, List.of(arguments)));
  }

  private static int run(String[] arguments, Console console) {
    int code;
    try {
      code = commandLine(console).execute(arguments);
    } catch (Throwable e) {
      // Errors such as want of memory pass picocli by.
      code = Failure.report(e, console);
    }
    return console.finish() || code != Failure.DONE ? code : Failure.CANNOT_WRITE;
  }

  /** Every verb there is. */
  private static CommandLine commandLine(Console console) {
    CommandLine train =
        new CommandLine(new TrainCommand(console))
            .addSubcommand(new TrainTranslatorCommand(console))
            .addSubcommand(new TrainTaggerCommand(console))
            .addSubcommand(new TrainCharlmCommand(console));
    CommandLine imports =
        new CommandLine(new ImportCommand(console))
            .addSubcommand(new ImportFairseqCommand(console))
            .addSubcommand(new ImportFlairCommand(console))
            .addSubcommand(new ImportBertCommand(console));
    CommandLine converse =
        new CommandLine(new ConverseCommand(console))
            .addSubcommand(new DemoCommand(console))
            .addSubcommand(train)
            .addSubcommand(imports)
            .addSubcommand(new TranslateCommand(console))
            .addSubcommand(new TagCommand(console))
            .addSubcommand(new EvaluateCommand(console))
            .addSubcommand(new BleuCommand(console))
            .addSubcommand(new EvaluateAlignmentCommand(console))
            .addSubcommand(new VectorsCommand(console))
            .addSubcommand(new PackCommand(console))
            .addSubcommand(new RunCommand(console))
            .addSubcommand(new DiagnoseCommand(console))
            .addSubcommand(new InfoCommand(console));
    return prepare(converse, console);
  }

  private static CommandLine prepare(CommandLine converse, Console console) {
    return converse
        .setOut(console.outWriter())
        .setErr(console.errWriter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, parsed) -> Failure.report(e, console))
        .setParameterExceptionHandler(
            (e, arguments) -> {
              console.say("converse: " + messageOf(e));
              CommandLine.UnmatchedArgumentException.printSuggestions(e, console.errWriter());
              console.say(
                  "Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
              return Failure.USAGE;
            });
  }

  /** A word where a verb should stand is a mistyped verb. */
  private static String messageOf(CommandLine.ParameterException e) {
    boolean isVerb =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            && !unmatched.getUnmatched().get(0).startsWith("-")
            && !e.getCommandLine().getSubcommands().isEmpty();
    return isVerb
        ? "there is no command '"
            + e.getCommandLine().getCommandSpec().qualifiedName()
            + " "
            + ((CommandLine.UnmatchedArgumentException) e).getUnmatched().get(0)
            + "'"
        : String.valueOf(e.getMessage());
  }

  /** Whether stderr is a terminal, as far as Linux tells; elsewhere there are plain lines. */
  private static boolean isTerminal() {
    try {
      String place = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return place.startsWith("/dev/pts/") || place.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
