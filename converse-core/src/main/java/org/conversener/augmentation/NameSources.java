package org.conversener.augmentation;

import java.util.List;
import org.conversener.corpus.Lexicon;

/**
 * Where names come from beside parallel text.
 *
 * @param lexicons word lists; those of their entries are names whose both sides look like one
 * @param lists names that both languages write alike
 */
public record NameSources(List<Lexicon> lexicons, List<List<String>> lists) {
  /** Parallel text only. */
  public static final NameSources NONE = new NameSources(List.of(), List.of());

  /** Copies the lists. */
  public NameSources {
    lexicons = List.copyOf(lexicons);
    lists = lists.stream().map(List::copyOf).toList();
  }
}
