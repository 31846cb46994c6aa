package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Threads for work that is cut into numbered parts. How many there are decides how long it takes
 * and nothing else: results are put together in the order of the parts.
 */
final class Workers implements AutoCloseable {
  private final ForkJoinPool pool;

  /** So many threads, at least one. */
  Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
    pool = new ForkJoinPool(threads);
  }

  /**
   * Does every part.
   *
   * @throws CancellationException if this thread is interrupted meanwhile
   */
  void each(int parts, IntConsumer work) {
    try {
      // A parallel stream that is started in a pool's thread runs in that pool.
      Object unused = pool.submit(() -> IntStream.range(0, parts).parallel().forEach(work)).get();
    } catch (InterruptedException e) {
      var unused = pool.shutdownNow();
      Thread.currentThread().interrupt();
      throw new CancellationException("training was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /** The sum of what the parts return, added in their order. */
  double sum(int parts, IntToDoubleFunction work) {
    double[] sums = new double[parts];
    each(parts, part -> sums[part] = work.applyAsDouble(part));
    return Arrays.stream(sums).sum();
  }

  /** What the function makes of every element, in their order. */
  <A, B> List<B> map(List<A> elements, Function<A, B> function) {
    Object[] made = new Object[elements.size()];
    each(made.length, i -> made[i] = function.apply(elements.get(i)));
    List<B> list = new ArrayList<>(made.length);
    for (Object element : made) {
      @SuppressWarnings("unchecked") // Put there by the function.
      B typed = (B) element;
      list.add(typed);
    }
    return list;
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
