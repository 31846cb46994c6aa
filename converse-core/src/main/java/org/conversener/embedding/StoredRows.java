package org.conversener.embedding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.tensor.TensorMemory;
import org.conversener.text.Sentence;

/**
 * Rows that are read from a {@link FeatureStore}; those it does not hold are computed, each time
 * anew, and not written. What is read and what is computed is the same to the last bit.
 */
public final class StoredRows implements FrozenRows {
  private final FrozenRows rows;
  private final FeatureStore store;

  /**
   * Takes over both, and closes them.
   *
   * @param rows the model
   * @param store its store, such as one opened for reading
   */
  public StoredRows(FrozenRows rows, FeatureStore store) {
    this.rows = rows;
    this.store = store;
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
    Tensor result =
        TensorMemory.empty(DType.FLOAT32, Portions.words(sentences), width()); // words x D
    try (Scope scope = Scope.withoutGradients()) {
      List<Sentence> missing = new ArrayList<>();
      List<Tensor> places = new ArrayList<>();
      int from = 0;
      for (Sentence sentence : sentences) {
        Tensor place = result.narrow(0, from, sentence.length());
        if (!store.read(sentence.words(), place)) {
          missing.add(sentence);
          places.add(place);
        }
        from += sentence.length();
      }
      if (!missing.isEmpty()) {
        Tensor made = rows.of(missing);
        int next = 0;
        for (Tensor place : places) {
          place.copyFrom(made.narrow(0, next, place.size(0)));
          next += (int) place.size(0);
        }
      }
    }
    return result;
  }

  @Override
  public void writeTo(Path folder) throws IOException {
    rows.writeTo(folder);
  }

  @Override
  public void close() {
    try {
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      rows.close();
    }
  }
}
