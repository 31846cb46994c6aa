package org.conversener.cli.demo.world;

import java.util.List;

/**
 * A sentence and its translation.
 *
 * @param source its words in the source language
 * @param english its words in English
 * @param origin what it was made from
 */
public record ParallelSentence(List<String> source, List<String> english, Origin origin) {
  /** Copies the lists. */
  public ParallelSentence {
    source = List.copyOf(source);
    english = List.copyOf(english);
  }
}
