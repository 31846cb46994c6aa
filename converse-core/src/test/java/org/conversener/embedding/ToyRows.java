package org.conversener.embedding;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/** Rows that are drawn from the words and the model's name; counts what is computed. */
final class ToyRows implements FrozenRows {
  /** Sentences that were computed. */
  final AtomicInteger computed = new AtomicInteger();

  /** How often it was closed. */
  final AtomicInteger closed = new AtomicInteger();

  private final String identity;
  private final int width;

  ToyRows(String identity, int width) {
    this.identity = identity;
    this.width = width;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public Tensor of(List<Sentence> sentences) {
    int words = sentences.stream().mapToInt(Sentence::length).sum();
    float[] values = new float[words * width];
    int next = 0;
    for (Sentence sentence : sentences) {
      computed.incrementAndGet();
      var random = new SplittableRandom(31L * sentence.words().hashCode() + identity.hashCode());
      for (int i = 0; i < sentence.length() * width; i++) {
        values[next++] = (float) random.nextGaussian();
      }
    }
    return Tensor.of(values, words, width);
  }

  @Override
  public void writeTo(Path folder) {}

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
