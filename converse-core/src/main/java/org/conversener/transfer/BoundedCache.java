package org.conversener.transfer;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

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
    V known = known(words);
    if (known != null) {
      return known;
    }
    V value = compute.apply(words);
    remember(words, value);
    return value;
  }

  /**
   * The values of many sentences, in the order given.
   *
   * @param compute called once, for those not remembered, each of them once; not if there are none
   */
  List<V> getAll(List<List<String>> sentences, Function<List<List<String>>, List<V>> compute) {
    Map<List<String>, V> found = new HashMap<>();
    Set<List<String>> missing = new LinkedHashSet<>();
    for (List<String> words : sentences) {
      V known = known(words);
      if (known == null) {
        missing.add(words);
      } else {
        found.put(words, known);
      }
    }
    if (!missing.isEmpty()) {
      Iterator<V> computed = compute.apply(List.copyOf(missing)).iterator();
      for (List<String> words : missing) {
        V value = computed.next();
        remember(words, value);
        found.put(words, value);
      }
    }
    return sentences.stream().map(words -> Objects.requireNonNull(found.get(words))).toList();
  }

  private synchronized @Nullable V known(List<String> words) {
    return values.get(words);
  }

  private synchronized void remember(List<String> words, V value) {
    // What is larger than everything would only drive out the rest.
    if (size.applyAsLong(value) <= capacity
        && values.putIfAbsent(List.copyOf(words), value) == null) {
      used += size.applyAsLong(value);
      evict();
    }
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
