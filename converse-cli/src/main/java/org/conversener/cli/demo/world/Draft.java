package org.conversener.cli.demo.world;

import java.util.List;
import java.util.Map;

/**
 * A frame with its slots filled: a sentence before it is written in a language.
 *
 * @param frame the frame
 * @param mentions the names, by slot in slot order
 * @param fillers the other words, by slot
 */
record Draft(Frame frame, Map<String, Mention> mentions, Map<String, Filler> fillers) {
  /** A name, the label it has here, and the surface it is written with. */
  record Mention(Name name, String label, Trilingual<NameForm> surface) {}

  /** A word with its gender (a person's, for nouns with two) and number. */
  record Filler(Entry entry, Gender gender, boolean plural) {}

  Origin origin() {
    List<Name> names = mentions.values().stream().map(Mention::name).toList();
    return new Origin(frame.id(), names);
  }
}
