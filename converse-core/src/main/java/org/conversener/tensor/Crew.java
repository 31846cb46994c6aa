package org.conversener.tensor;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;

/**
 * Work in independent parts whose operations are too small to be shared by threads: as many parts
 * side by side as operations may use threads, each operation on one thread of its own.
 *
 * <p>What an operation computes does not depend on how many parts there are: it has one thread even
 * if there is only one part. Within a part, further work is done part by part.
 */
public final class Crew {
  /** Kept, for a new thread would first have to take the memory that operations work in. */
  private static final ExecutorService WORKERS = Executors.newCachedThreadPool(Crew::thread);

  private static final ThreadLocal<Boolean> IS_AT_WORK = ThreadLocal.withInitial(() -> false);
  private static int busy;
  private static int threadsBefore;

  private Crew() {}

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "converse-crew");
    thread.setDaemon(true);
    return thread;
  }

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
    Call call = new Call(parts, part);
    for (int i = 0; i < threads; i++) {
      WORKERS.execute(call::work);
    }
    try {
      for (int i = 0; i < parts; i++) {
        if (Thread.interrupted()) { // what is done already would be had without a look at it
          throw new InterruptedException();
        }
        call.await(i);
        listener.done(i);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      call.stop(threads);
    }
  }

  /** The parts of one piece of work, which its workers take one after the other. */
  private static final class Call {
    private final IntConsumer part;
    private final List<CompletableFuture<Void>> results;
    private final AtomicInteger next = new AtomicInteger();
    private final Semaphore left = new Semaphore(0);

    Call(int parts, IntConsumer part) {
      this.part = part;
      results = Stream.generate(CompletableFuture<Void>::new).limit(parts).toList();
    }

    /** What each worker does. */
    void work() {
      try {
        IS_AT_WORK.set(true);
        torch.set_num_threads(1); // of this thread
        for (int i = next.getAndIncrement(); i < results.size(); i = next.getAndIncrement()) {
          try {
            part.accept(i);
            results.get(i).complete(null);
          } catch (RuntimeException | Error e) {
            results.get(i).completeExceptionally(e);
          }
        }
      } finally {
        left.release();
      }
    }

    /** Until a part is done; throws what it threw. */
    void await(int number) throws InterruptedException {
      try {
        var unused = results.get(number).get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      }
    }

    /**
     * Begins no more parts, and waits for those begun: a native computation cannot be stopped
     * midway, and must not outlive what it works on.
     */
    void stop(int workers) {
      next.set(results.size());
      left.acquireUninterruptibly(workers);
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
