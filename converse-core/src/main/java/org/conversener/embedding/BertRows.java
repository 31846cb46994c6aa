package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.bert.Bert;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/** The vectors of a BERT, which it takes over and closes. */
final class BertRows implements FrozenRows {
  private final Bert bert;

  BertRows(Bert bert) {
    this.bert = bert;
  }

  @Override
  public int width() {
    return bert.width();
  }

  @Override
  public String identity() throws IOException {
    return bert.identity();
  }

  @Override
  public Tensor of(List<Sentence> sentences) {
    return bert.rowsOfAll(sentences.stream().map(Sentence::words).toList());
  }

  @Override
  public void writeTo(Path folder) throws IOException {
    bert.writeTo(folder);
  }

  @Override
  public void close() {
    bert.close();
  }
}
