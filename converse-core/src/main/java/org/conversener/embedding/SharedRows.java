package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * The rows of one model for several networks: the last that lets go frees the model. Whoever makes
 * this holds it first; every {@link #hold} and that first one ends with one {@link #close}.
 */
final class SharedRows implements FrozenRows {
  private final FrozenRows rows;
  private int holders = 1;

  SharedRows(FrozenRows rows) {
    this.rows = rows;
  }

  /**
   * Holds it once more.
   *
   * @return this
   * @throws IllegalStateException if all have let go
   */
  synchronized SharedRows hold() {
    if (holders == 0) {
      throw new IllegalStateException(
          "the model of these features was freed; make networks before their embeddings are closed");
    }
    holders++;
    return this;
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
    return rows.of(sentences);
  }

  @Override
  public void writeTo(Path folder) throws IOException {
    rows.writeTo(folder);
  }

  @Override
  public synchronized void close() {
    holders--;
    if (holders == 0) {
      rows.close();
    }
  }
}
