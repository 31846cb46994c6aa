package org.conversener.corpus;

import java.util.List;

/**
 * A bilingual word list.
 *
 * @param name the file as the user named it
 * @param entries the entries in the order of the file; a source may have several translations
 * @param notices a sentence about what was left out, for the user; empty if nothing was
 */
public record Lexicon(String name, List<SentencePair> entries, List<String> notices) {
  /** Copies the lists. */
  public Lexicon {
    entries = List.copyOf(entries);
    notices = List.copyOf(notices);
  }
}
