package org.conversener.transfer;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Remembers a value for each of the sentences used last, as many as fit into a number of bytes. Two
 * threads that miss the same sentence at once both compute it.
 */
final class BoundedCache<V> {
  private final long capacity;
  private final ToLongFunction<V> size;
  private final Map<List<String>, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  BoundedCache(long capacity, ToLongFunction<V> size) {
    if (capacity < 0) {
      throw new IllegalArgumentException(
          "bytes to remember: expected at least 0, found " + capacity);
    }
    this.capacity = capacity;
    this.size = size;
  }

  V get(List<String> words, Function<List<String>, V> compute) {
    synchronized (this) {
      V known = values.get(words);
      if (known != null) {
        return known;
      }
    }
    V value = compute.apply(words);
    synchronized (this) {
      // What is larger than everything would only drive out the rest.
      if (size.applyAsLong(value) <= capacity
          && values.putIfAbsent(List.copyOf(words), value) == null) {
        used += size.applyAsLong(value);
        evict();
      }
    }
    return value;
  }

  synchronized int count() {
    return values.size();
  }

  private void evict() {
    Iterator<V> oldest = values.values().iterator();
    while (used > capacity && oldest.hasNext()) {
      used -= size.applyAsLong(oldest.next());
      oldest.remove();
    }
  }
}
