package org.conversener.tagging;

import java.util.List;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;

/**
 * A tagger's answer.
 *
 * @param sentence the words with the entities found
 * @param confidences for each entity, in order, the probability the CRF gives to exactly its tags
 *     on its words, whatever the rest of the sentence
 */
public record Tagging(Sentence sentence, List<Double> confidences) {
  /**
   * @throws IllegalArgumentException if there is not one confidence for each entity
   */
  public Tagging {
    confidences = List.copyOf(confidences);
    if (confidences.size() != sentence.entities().size()) {
      throw new IllegalArgumentException(
          "expected "
              + sentence.entities().size()
              + " confidences, one for each entity, found "
              + confidences.size());
    }
  }

  /** The tag of each word, in BIO. */
  public List<String> tags() {
    return TagScheme.BIO.encode(sentence.entities(), sentence.length());
  }
}
