package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * One vector for each word of a sentence. Learned parameters are created, when the features are
 * made, in the {@link org.conversener.tensor.Parameters} of the network they become part of.
 *
 * <p>B batch, T words of the longest sentence, D width.
 */
public interface TokenFeatures {
  /** The number of features of a word, D. */
  int width();

  /**
   * The features of a batch. A sentence's rows do not depend on the sentences beside it.
   *
   * @param isTraining whether dropout applies
   * @return [B, T, D] in the type of the network's parameters; exactly zero after a sentence's end;
   *     owned by the caller's scope
   */
  Tensor forward(List<Sentence> batch, boolean isTraining);

  /** How these features are named on the command line, such as {@code char:30}. */
  String describe();

  /** Writes what the learned parameters do not hold (vocabularies, frozen tables) into a folder. */
  void writeTo(Path directory) throws IOException;

  /** Frees native memory that is not a learned parameter; called when the network is closed. */
  default void release() {}
}
