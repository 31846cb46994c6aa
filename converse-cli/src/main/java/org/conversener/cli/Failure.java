package org.conversener.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.conversener.corpus.BadDataException;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DivergedException;

/**
 * The exit codes, and which failure means which. A failure is one line on stderr; a stack trace is
 * shown with {@code --verbose} only, and kept in a file if Converse itself is to blame.
 */
final class Failure {
  static final int DONE = 0;
  static final int USAGE = 2;
  static final int BAD_DATA = 65;
  static final int NO_INPUT = 66;
  static final int DEFECT = 70;
  static final int CANNOT_WRITE = 74;
  static final int INTERRUPTED = 130;

  private Failure() {}

  /** Tells what went wrong; the exit code. */
  static int report(Throwable thrown, Console console) {
    Throwable failure = unwrapped(thrown);
    int code = codeOf(failure);
    // Libraries answer an interruption with errors of their own, such as one that cannot be linked.
    code = code == DEFECT && console.isStopping() ? INTERRUPTED : code;
    console.say("converse: " + messageOf(failure, code));
    if (console.isVerbose()) {
      console.say(stackTrace(thrown));
    } else if (code == DEFECT) {
      console.say(whereDetailsWent(thrown));
    }
    return code;
  }

  private static int codeOf(Throwable failure) {
    if (isInterruption(failure)) {
      return INTERRUPTED;
    }
    if (failure instanceof BadDataException || failure instanceof CorruptFileException) {
      return BAD_DATA;
    }
    if (failure instanceof Writing.CannotWriteException) {
      return CANNOT_WRITE;
    }
    if (failure instanceof IOException) {
      return NO_INPUT;
    }
    if (failure instanceof DivergedException) {
      return USAGE; // of a learning rate that is too high
    }
    // A number that could not be parsed was read by Converse, not given by the user.
    boolean isUsage =
        failure instanceof IllegalArgumentException && !(failure instanceof NumberFormatException);
    return isUsage ? USAGE : DEFECT;
  }

  /** An interruption may come while libraries load, and then lies under an Error. */
  private static boolean isInterruption(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof InterruptedException
          || t instanceof CancellationException
          || t instanceof ClosedByInterruptException
          || t instanceof FileLockInterruptionException) {
        return true;
      }
    }
    return false;
  }

  private static String messageOf(Throwable failure, int code) {
    if (code == CANNOT_WRITE && failure.getCause() != null) {
      return "cannot write " + describe(failure.getCause());
    }
    if (failure instanceof NoSuchFileException) {
      return describe(failure);
    }
    return switch (code) {
      case NO_INPUT -> "cannot read " + describe(failure);
      case INTERRUPTED -> "interrupted";
      case DEFECT -> "a defect in Converse: " + failure;
      default -> describe(failure);
    };
  }

  private static String describe(Throwable failure) {
    if (failure instanceof FileSystemException e && e.getReason() == null) {
      String reason =
          failure instanceof NoSuchFileException
              ? "there is no such file"
              : failure instanceof AccessDeniedException
                  ? "permission denied"
                  : failure.getClass().getSimpleName();
      return e.getFile() + ": " + reason;
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof UncheckedIOException && cause != null ? cause : failure;
  }

  private static String whereDetailsWent(Throwable thrown) {
    try {
      Path file = Files.createTempFile("converse-failure-", ".txt");
      Files.writeString(file, stackTrace(thrown), StandardCharsets.UTF_8);
      return "details: " + file + " (or run it again with --verbose)";
    } catch (IOException e) {
      return "run it again with --verbose for the details";
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
