package org.conversener.bert;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of the sentences asked for first, as many as fit into a number of bytes. Training reads
 * the same sentences epoch by epoch in ever other orders: of those that fit each is computed once,
 * where a memory of the last ones would forget most before they come again. Thread-safe.
 */
final class RowMemory {
  /** About what an entry takes beside its numbers. */
  private static final long OVERHEAD = 1_000;

  private final Map<List<String>, float[]> rows = new HashMap<>();
  private long left;

  RowMemory(long bytes) {
    left = bytes;
  }

  synchronized float @Nullable [] find(List<String> words) {
    return rows.get(words);
  }

  synchronized void add(List<String> words, float[] values) {
    long bytes = OVERHEAD + 4L * values.length;
    if (bytes <= left && rows.putIfAbsent(List.copyOf(words), values) == null) {
      left -= bytes;
    }
  }
}
