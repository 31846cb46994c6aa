package org.conversener.corpus;

import java.util.List;

/**
 * Parallel text.
 *
 * @param name the file as the user named it
 * @param pairs the pairs in the order of the file
 * @param emptySides how many lines were left out because a side was empty
 * @param notices a sentence about what was left out, for the user; empty if nothing was
 */
public record Bitext(String name, List<SentencePair> pairs, long emptySides, List<String> notices) {
  /** Copies the lists. */
  public Bitext {
    pairs = List.copyOf(pairs);
    notices = List.copyOf(notices);
  }
}
