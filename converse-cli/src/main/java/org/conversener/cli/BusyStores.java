package org.conversener.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Waits for stores to which another run is writing, and tells so. */
final class BusyStores {
  /** Each try waits for a minute. */
  private static final int MOST_TRIES = 12 * 60;

  private BusyStores() {}

  /** Opens a store; gives up after a while. */
  @FunctionalInterface
  interface Opener<T> {
    T open() throws IOException;
  }

  /**
   * Opens a store as soon as nobody else writes to it.
   *
   * @throws FileSystemException if another run is still writing to it after half a day
   */
  static <T> T open(Opener<T> opener, Console console) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return opener.open();
      } catch (FileSystemException e) {
        boolean isBusy = e.getReason() != null && e.getReason().startsWith("another run");
        if (!isBusy || tries >= MOST_TRIES) {
          throw e;
        }
        console.say(e.getFile() + ": another run is writing to this store; waiting for it");
      }
    }
  }
}
