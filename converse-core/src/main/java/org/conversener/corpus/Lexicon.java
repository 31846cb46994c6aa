package org.conversener.corpus;

import java.util.List;

/**
 * A bilingual word list.
 *
 * @param name the file as the user named it
 * @param entries the entries in the order of the file; a source may have several translations
 * @param notices a sentence about what was left out, for the user; empty if nothing was
 */
public record Lexicon(String name, List<Entry> entries, List<String> notices) {
  /** Copies the lists. */
  public Lexicon {
    entries = List.copyOf(entries);
    notices = List.copyOf(notices);
  }

  /**
   * A translation of a word or phrase.
   *
   * @param source the source text, not blank
   * @param english the English text, not blank
   * @param probability how likely it is; 1 where the file does not say
   */
  public record Entry(String source, String english, double probability) {}

  /** The entries without their probabilities. */
  public List<SentencePair> pairs() {
    return entries.stream().map(entry -> new SentencePair(entry.source, entry.english)).toList();
  }
}
