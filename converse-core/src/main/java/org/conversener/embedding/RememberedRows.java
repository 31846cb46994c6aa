package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.tensor.TensorMemory;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the sentences asked for first, in native memory, as many as fit into a number of bytes;
 * others are computed anew each time. Training reads the same sentences epoch by epoch in ever
 * other orders: of those that fit each is computed once, where a memory of the last ones would
 * forget most before they come again.
 */
final class RememberedRows implements FrozenRows {
  private final FrozenRows rows;
  private final Map<List<String>, Tensor> known = new HashMap<>();
  private long left;

  /**
   * Takes over the model, and closes it.
   *
   * @param bytes how much memory the rows may take
   */
  RememberedRows(FrozenRows rows, long bytes) {
    this.rows = rows;
    left = bytes;
  }

  /** Computes the rows of these sentences now, as many as fit. */
  void remember(List<Sentence> sentences) {
    for (List<Sentence> portion :
        Portions.of(Portions.distinct(sentences, words -> find(words) == null))) {
      if (!hasRoom(portion)) {
        return;
      }
      try (Scope scope = Scope.withoutGradients()) {
        var unused = of(portion);
      }
    }
  }

  private synchronized boolean hasRoom(List<Sentence> sentences) {
    return (long) Float.BYTES * width() * Portions.words(sentences) <= left;
  }

  private synchronized @Nullable Tensor find(List<String> words) {
    return known.get(words);
  }

  private synchronized void add(List<String> words, Tensor row) {
    long bytes = row.count() * row.type().bytes();
    if (bytes <= left && !known.containsKey(words)) {
      try (Scope scope = Scope.withoutGradients()) {
        Tensor copy = TensorMemory.empty(row.type(), row.shape());
        copy.copyFrom(row);
        known.put(List.copyOf(words), copy.owned());
      }
      left -= bytes;
    }
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public String identity() throws IOException {
    return rows.identity();
  }

  @Override
  public Tensor of(List<Sentence> sentences) {
    List<@Nullable Tensor> found = new ArrayList<>();
    List<Sentence> missing = new ArrayList<>();
    for (Sentence sentence : sentences) {
      Tensor one = find(sentence.words());
      found.add(one);
      if (one == null) {
        missing.add(sentence);
      }
    }
    try (Scope scope = Scope.withoutGradients()) {
      Tensor made = rows.of(missing);
      Tensor[] parts = new Tensor[sentences.size()];
      int from = 0;
      for (int i = 0; i < parts.length; i++) {
        Tensor one = found.get(i);
        if (one == null) {
          one = made.narrow(0, from, sentences.get(i).length());
          from += sentences.get(i).length();
          add(sentences.get(i).words(), one);
        }
        parts[i] = one;
      }
      boolean isAllNew = missing.size() == sentences.size();
      return scope.keep(isAllNew ? made : Tensor.concat(0, parts));
    }
  }

  @Override
  public void writeTo(Path folder) throws IOException {
    rows.writeTo(folder);
  }

  @Override
  public synchronized void close() {
    known.values().forEach(Tensor::close);
    known.clear();
    left = 0;
    rows.close();
  }
}
