package org.conversener.model;

import org.conversener.tagging.Tagger;
import org.conversener.translation.Translator;
import org.jspecify.annotations.Nullable;

/**
 * A tagger with the models it reads through.
 *
 * @param tagger the tagger itself
 * @param directory where it was read from
 * @param translator what it translates with, or null if it carries nothing
 * @param teacher whose features it carries, or null if it carries nothing
 */
public record LoadedTagger(
    Tagger tagger,
    ModelDirectory directory,
    @Nullable Translator translator,
    @Nullable Tagger teacher)
    implements AutoCloseable {
  @Override
  public void close() {
    tagger.close();
    if (translator != null) {
      translator.close();
    }
    if (teacher != null) {
      teacher.close();
    }
  }
}
