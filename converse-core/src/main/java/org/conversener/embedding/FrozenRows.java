package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * One row for each word of a sentence, by a model that does not learn. A sentence's rows are a pure
 * function of its words, to the last bit: they depend neither on the sentences beside it nor on the
 * number of threads, and so may be kept, in memory or on disk. May be read from many threads at
 * once, but not while it is closed.
 *
 * <p>D width of a row.
 */
public interface FrozenRows extends AutoCloseable {
  /** The width of a row, D. */
  int width();

  /**
   * Changes with everything the rows depend on beside the words: the model's weights, how it cuts
   * words, the kind of its arithmetic.
   *
   * @throws IOException if a file of the model cannot be read
   */
  String identity() throws IOException;

  /**
   * The rows of all words, sentence by sentence.
   *
   * @return [words, D], in row-major order; owned by the caller's scope
   * @throws java.io.UncheckedIOException if they are kept on disk and cannot be read
   */
  Tensor of(List<Sentence> sentences);

  /** Writes the model's files into a folder that exists. */
  void writeTo(Path folder) throws IOException;

  /** Frees the model. */
  @Override
  void close();
}
