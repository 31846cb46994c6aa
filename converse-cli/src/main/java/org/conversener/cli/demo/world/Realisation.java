package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.List;
import org.conversener.text.Sentence;

/**
 * A draft written in one language.
 *
 * @param sentence words and entities
 * @param keys the key of the meaning of each word; empty for a word that means nothing of its own
 */
record Realisation(Sentence sentence, List<String> keys) {
  /** The links between a source sentence and English: words with the same key. */
  static List<Link> align(Realisation source, Realisation english) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < source.keys.size(); i++) {
      for (int j = 0; j < english.keys.size(); j++) {
        if (!source.keys.get(i).isEmpty() && source.keys.get(i).equals(english.keys.get(j))) {
          links.add(new Link(i, j));
        }
      }
    }
    return links;
  }
}
