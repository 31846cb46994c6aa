package org.conversener.text;

import java.util.List;

/**
 * A sentence: its words in order and, where it is labelled or tagged, its entities.
 *
 * @param words the words, at least one, none empty
 * @param entities the entities, in order of their start, none overlapping; empty for unlabelled
 *     text
 */
public record Sentence(List<String> words, List<Span> entities) {
  /**
   * @throws IllegalArgumentException if there is no word, an empty word, or an entity that overlaps
   *     the one before it or ends after the last word
   */
  public Sentence {
    words = List.copyOf(words);
    entities = List.copyOf(entities);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a sentence needs at least one word");
    }
    int emptyWord = words.indexOf("");
    if (emptyWord >= 0) {
      throw new IllegalArgumentException("word " + emptyWord + " of the sentence is empty");
    }
    int free = 0;
    for (Span entity : entities) {
      if (entity.start() < free || entity.end() > words.size()) {
        throw new IllegalArgumentException(
            "entity "
                + entity
                + " overlaps the one before it or leaves the sentence of "
                + words.size()
                + " words");
      }
      free = entity.end();
    }
  }

  /** An unlabelled sentence. */
  public static Sentence of(List<String> words) {
    return new Sentence(words, List.of());
  }

  /** An unlabelled sentence. */
  public static Sentence of(String... words) {
    return of(List.of(words));
  }

  /** The number of words. */
  public int length() {
    return words.size();
  }

  /** The same words with other entities. */
  public Sentence withEntities(List<Span> others) {
    return new Sentence(words, others);
  }
}
