package org.conversener.transfer;

import java.util.List;

/**
 * Where the knowledge of a sentence comes from: made now ({@link KnowledgeMaker}), remembered
 * ({@link KnowledgeCache}) or read from disk ({@link KnowledgeStore}); the answer is the same to
 * the bit. Implementations may be called from many threads at once.
 */
public interface KnowledgeSource {
  /**
   * The knowledge of one sentence.
   *
   * @param words the source words, at least one
   * @throws java.io.UncheckedIOException if it cannot be read or kept
   */
  Knowledge of(List<String> words);

  /** As {@link #of} of each, in the order given; made side by side where that is faster. */
  default List<Knowledge> ofAll(List<List<String>> sentences) {
    return sentences.stream().map(this::of).toList();
  }
}
