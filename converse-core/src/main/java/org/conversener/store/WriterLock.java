package org.conversener.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Only one writer at a time, over all processes. The lock is the operating system's and so ends
 * with the process that holds it, however that ends; it is on a file of its own ({@code NAME.lock},
 * left behind empty), because on POSIX closing any handle of a file gives up the process's locks on
 * it, and readers open and close the store itself.
 */
final class WriterLock implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  /** Locks of this process: the operating system does not tell its threads apart. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private WriterLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @throws FileSystemException if another writer still holds it after {@code wait}
   */
  static WriterLock acquire(Path guarded, Duration wait) throws IOException {
    Path directory = guarded.toAbsolutePath().normalize().getParent();
    if (directory == null) {
      throw new IllegalArgumentException(guarded + ": expected a file, found a root directory");
    }
    Path lockFile = directory.toRealPath().resolve(guarded.getFileName() + ".lock");
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      WriterLock lock = tryAcquire(lockFile);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() >= deadline) {
        throw new FileSystemException(
            guarded.toString(),
            null,
            "another run is writing to this store; wait for it to end, or use another store");
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(guarded + ": interrupted while waiting for another run", e);
      }
    }
  }

  private static @Nullable WriterLock tryAcquire(Path lockFile) throws IOException {
    if (!HELD.add(lockFile)) {
      return null;
    }
    boolean isHeld = false;
    FileChannel channel = null;
    try {
      channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      isHeld = lock != null;
      return isHeld ? new WriterLock(lockFile, channel) : null;
    } finally {
      if (!isHeld) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(lockFile);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
