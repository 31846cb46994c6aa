package org.conversener.cli.demo.world;

import java.util.List;
import org.conversener.text.Sentence;

/**
 * A labelled source sentence with its true translation.
 *
 * @param source its words and entities
 * @param english the translation and its entities
 * @param alignment the true alignment, by source word, then English word; complete for the words of
 *     entities, function words may be unaligned
 * @param group the list that all of its names come from (a sentence without names is dealt to a
 *     group all the same)
 * @param origin what it was made from
 */
public record LabelledSentence(
    Sentence source, Sentence english, List<Link> alignment, NameList group, Origin origin) {
  /** Copies the alignment. */
  public LabelledSentence {
    alignment = List.copyOf(alignment);
  }
}
