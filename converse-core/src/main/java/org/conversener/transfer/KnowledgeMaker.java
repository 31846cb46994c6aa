package org.conversener.transfer;

import java.util.ArrayList;
import java.util.List;
import org.conversener.translation.Translation;
import org.conversener.translation.Translator;

/**
 * Makes knowledge anew on every call: translates, and lets the teacher read the translation. An
 * empty translation is not read; it has no features.
 *
 * @param translator turns the words into English
 * @param teacher reads the English
 */
public record KnowledgeMaker(Translator translator, Teacher teacher) implements KnowledgeSource {
  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the teacher gives a feature that is not a finite number
   */
  @Override
  public Knowledge of(List<String> words) {
    return read(words, translator.translate(words));
  }

  /** As {@link #of} of each, to the last bit, but translated side by side. */
  public List<Knowledge> ofAll(List<List<String>> sentences) {
    List<Translation> translations = translator.translateAll(sentences);
    List<Knowledge> knowledge = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      knowledge.add(read(sentences.get(i), translations.get(i)));
    }
    return knowledge;
  }

  private Knowledge read(List<String> words, Translation translation) {
    if (!translation.source().equals(words)) {
      throw new IllegalStateException(
          "the translator was asked for " + words + " and answered for " + translation.source());
    }
    float[] features =
        translation.target().isEmpty() ? new float[0] : teacher.features(translation.target());
    for (float feature : features) {
      if (!Float.isFinite(feature)) {
        throw new IllegalStateException(
            "the teacher "
                + teacher.identity()
                + " gives the feature "
                + feature
                + " for the English sentence "
                + translation.target()
                + "; it cannot be used, train it again");
      }
    }
    return new Knowledge(translation, teacher.width(), features);
  }
}
