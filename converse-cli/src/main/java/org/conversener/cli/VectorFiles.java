package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.WordVectorReader;
import org.conversener.embedding.Coverage;
import org.conversener.embedding.FastTextFile;
import org.conversener.embedding.WordVectors;
import org.conversener.tensor.Float16;
import org.conversener.tensor.FloatTable;
import org.conversener.text.Sentence;

/** Reads a user's file of word vectors: text, or a model of fastText, by its content. */
final class VectorFiles {
  /** What one Java array holds. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private VectorFiles() {}

  /** For training: keeps every row, in half precision, as the model will. */
  static WordVectors read(Path file, Console console) throws IOException {
    if (FastTextFile.isOne(file)) {
      return fastText(file, console).halved();
    }
    List<short[]> rows = new ArrayList<>();
    console.progress().begin("read " + file, -1);
    // Row by row: all of a large file in single precision would not fit beside them.
    WordVectorReader.Read read = WordVectorReader.read(file, row -> rows.add(halved(row)));
    console.sayAll(read.notices());
    long numbers = (long) rows.size() * read.width();
    if (numbers > MOST_NUMBERS) {
      throw new BadDataException(
          file.toString(),
          1,
          String.format(
              Locale.ROOT,
              "expected at most %,d numbers, found %,d words of %,d; leave out the rarest words",
              MOST_NUMBERS,
              rows.size(),
              read.width()));
    }
    short[] values = new short[(int) numbers];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * read.width(), read.width());
    }
    return new WordVectors(read.words(), values, read.width());
  }

  private static short[] halved(float[] row) {
    short[] halved = new short[row.length];
    for (int i = 0; i < row.length; i++) {
      halved[i] = Float16.fromFloat(row[i]);
    }
    return halved;
  }

  /** To be shown: in single precision, as the file has it. */
  static WordVectors readExactly(Path file, Console console) throws IOException {
    if (FastTextFile.isOne(file)) {
      return fastText(file, console);
    }
    console.progress().begin("read " + file, -1);
    org.conversener.corpus.WordVectors read = WordVectorReader.read(file);
    console.sayAll(read.notices());
    return new WordVectors(read.words(), FloatTable.of(read.rows(), read.width()));
  }

  private static WordVectors fastText(Path file, Console console) throws IOException {
    console.progress().begin("read " + file, -1);
    FastTextFile read = FastTextFile.read(file);
    console.sayAll(read.notices());
    return read.vectors();
  }

  /** Tells how much of the training text vectors know. */
  static Coverage coverage(Path file, WordVectors vectors, List<Sentence> train, Console console) {
    Coverage coverage = Coverage.of(vectors, train);
    console.say(file + ": " + coverage.describe());
    return coverage;
  }
}
