package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.conversener.corpus.WordVectorReader;
import org.conversener.embedding.WordVectors;
import org.conversener.tensor.Float16;

/** Reads a user's file of word vectors for training. */
final class VectorFiles {
  private VectorFiles() {}

  /** Keeps every row, in half precision, as the model will. */
  static WordVectors read(Path file, Console console) throws IOException {
    console.progress().begin("read " + file, -1);
    org.conversener.corpus.WordVectors read = WordVectorReader.read(file);
    console.sayAll(read.notices());
    short[] values = new short[Math.multiplyExact(read.words().size(), read.width())];
    int next = 0;
    for (float[] row : read.rows()) {
      for (float value : row) {
        values[next++] = Float16.fromFloat(value);
      }
    }
    return new WordVectors(read.words(), values, read.width());
  }
}
