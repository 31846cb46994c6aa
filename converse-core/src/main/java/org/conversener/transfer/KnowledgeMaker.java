package org.conversener.transfer;

import java.util.ArrayList;
import java.util.Iterator;
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
    return read(List.of(words), List.of(translator.translate(words))).get(0);
  }

  /** As {@link #of} of each, to the last bit, but translated and read side by side. */
  @Override
  public List<Knowledge> ofAll(List<List<String>> sentences) {
    return read(sentences, translator.translateAll(sentences));
  }

  private List<Knowledge> read(List<List<String>> sentences, List<Translation> translations) {
    List<List<String>> english = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      Translation translation = translations.get(i);
      if (!translation.source().equals(sentences.get(i))) {
        throw new IllegalStateException(
            "the translator was asked for "
                + sentences.get(i)
                + " and answered for "
                + translation.source());
      }
      if (!translation.target().isEmpty()) {
        english.add(translation.target());
      }
    }
    Iterator<float[]> features = teacher.featuresOfAll(english).iterator();
    List<Knowledge> knowledge = new ArrayList<>();
    for (Translation translation : translations) {
      float[] own =
          translation.target().isEmpty() ? new float[0] : checked(features.next(), translation);
      knowledge.add(new Knowledge(translation, teacher.width(), own));
    }
    return knowledge;
  }

  private float[] checked(float[] features, Translation translation) {
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
    return features;
  }
}
