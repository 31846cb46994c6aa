package org.conversener.transfer;

import java.util.List;
import org.conversener.translation.Translation;

/**
 * Remembers the knowledge of the sentences used last, in memory: for serving, where no file shall
 * grow with what users send.
 */
public final class KnowledgeCache implements KnowledgeSource {
  private final KnowledgeSource source;
  private final BoundedCache<Knowledge> cache;

  /**
   * @param source asked for what is not remembered
   * @param bytes about how much memory may be used
   */
  public KnowledgeCache(KnowledgeSource source, long bytes) {
    this.source = source;
    cache = new BoundedCache<>(bytes, KnowledgeCache::size);
  }

  @Override
  public Knowledge of(List<String> words) {
    return cache.get(words, source::of);
  }

  @Override
  public List<Knowledge> ofAll(List<List<String>> sentences) {
    return cache.getAll(sentences, source::ofAll);
  }

  private static long size(Knowledge knowledge) {
    long floats = knowledge.features().length;
    for (Translation.Window window : knowledge.translation().windows()) {
      floats += window.values().length;
    }
    // Words, owners and object heads are small beside the matrices.
    return 1_000 + 4 * floats;
  }
}
