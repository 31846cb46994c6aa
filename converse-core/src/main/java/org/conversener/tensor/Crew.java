package org.conversener.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.global.torch;

/**
 * Work in independent parts whose operations are too small to be shared by threads: as many parts
 * side by side as operations may use threads, each operation on one thread of its own.
 *
 * <p>What an operation computes does not depend on how many parts there are: it has one thread even
 * if there is only one part. Within a part, further work is done part by part.
 */
public final class Crew {
  private static final ThreadLocal<Boolean> IS_AT_WORK = ThreadLocal.withInitial(() -> false);
  private static int busy;
  private static int threadsBefore;

  private Crew() {}

  /** Called after each part, in their order. */
  @FunctionalInterface
  public interface Listener {
    /** The parts up to this one are done. */
    void done(int part);
  }

  /**
   * Does every part, and returns when all are done.
   *
   * @throws CancellationException if this thread is interrupted meanwhile; parts that have begun
   *     are waited for
   */
  public static void work(int parts, IntConsumer part) {
    work(parts, part, done -> {});
  }

  /** As above, and tells how far it is. */
  public static void work(int parts, IntConsumer part, Listener listener) {
    if (IS_AT_WORK.get()) {
      oneByOne(parts, part, listener);
      return;
    }
    int threads = Math.min(parts, enter());
    try {
      if (threads > 1) {
        sideBySide(threads, parts, part, listener);
      } else {
        oneByOne(parts, part, listener);
      }
    } finally {
      leave();
    }
  }

  private static void oneByOne(int parts, IntConsumer part, Listener listener) {
    for (int i = 0; i < parts; i++) {
      if (i > 0 && Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted");
      }
      part.accept(i);
      listener.done(i);
    }
  }

  private static void sideBySide(int threads, int parts, IntConsumer part, Listener listener) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> submitted = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        int number = i;
        submitted.add(
            workers.submit(
                () -> {
                  IS_AT_WORK.set(true);
                  torch.set_num_threads(1); // of this thread
                  part.accept(number);
                }));
      }
      for (int i = 0; i < parts; i++) {
        if (Thread.interrupted()) { // what is done already would be had without a look at it
          throw new InterruptedException();
        }
        var unused = submitted.get(i).get();
        listener.done(i);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      stop(workers);
    }
  }

  /** A native computation cannot be stopped midway; it must not outlive what it works on. */
  private static void stop(ExecutorService workers) {
    boolean wasInterrupted = Thread.interrupted();
    var unused = workers.shutdownNow();
    try {
      while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
        // A part may take long.
      }
    } catch (InterruptedException e) {
      wasInterrupted = true;
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives operations one thread; returns how many they had. */
  private static synchronized int enter() {
    if (busy++ == 0) {
      threadsBefore = Natives.threads();
      Natives.threads(1);
    } else {
      torch.set_num_threads(1);
    }
    return threadsBefore;
  }

  private static synchronized void leave() {
    if (--busy == 0) {
      Natives.threads(threadsBefore);
    } else {
      torch.set_num_threads(threadsBefore);
    }
  }
}
