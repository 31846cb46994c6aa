package org.conversener.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.conversener.tensor.CorruptFileException;
import org.jspecify.annotations.Nullable;

/** Marks the stretches of work whose {@code IOException}s mean that something cannot be written. */
final class Writing {
  private Writing() {}

  /** Something could not be written; the cause says what. */
  static final class CannotWriteException extends IOException {
    private static final long serialVersionUID = 1;

    CannotWriteException(IOException cause) {
      this(cause.getMessage(), cause);
    }

    CannotWriteException(@Nullable String message, @Nullable IOException cause) {
      super(message, cause);
    }
  }

  /**
   * Does the work.
   *
   * @throws CannotWriteException in place of any other {@code IOException}, but for a corrupt file
   */
  static <T> T out(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (CannotWriteException | CorruptFileException e) {
      throw e;
    } catch (IOException e) {
      throw new CannotWriteException(e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CorruptFileException corrupt) {
        throw corrupt;
      }
      throw new CannotWriteException(e.getMessage(), e.getCause());
    }
  }
}
