package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.text.Sentence;
import org.conversener.text.Span;

/**
 * Disturbs a labelled sentence as a weak translator does: words between the entities are missing or
 * stand twice, and neighbours change places. Entities stay whole.
 */
final class TranslationNoise {
  private static final double DROP = 0.08;
  private static final double REPEAT = 0.02;
  private static final double SWAP = 0.06;

  private TranslationNoise() {}

  /** A word, or the words of an entity and its type. */
  private record Unit(List<String> words, String type) {
    boolean isEntity() {
      return !type.isEmpty();
    }
  }

  /** A disturbed copy, of at least one word. */
  static Sentence copy(Sentence sentence, SplittableRandom random) {
    List<Unit> units = new ArrayList<>();
    for (Unit unit : units(sentence)) {
      double chance = unit.isEntity() ? 1 : random.nextDouble();
      if (chance >= DROP) {
        units.add(unit);
      }
      if (chance >= DROP && chance < DROP + REPEAT) {
        units.add(unit);
      }
    }
    if (units.isEmpty()) {
      units.add(units(sentence).get(0));
    }
    for (int i = 0; i + 1 < units.size(); i++) {
      if (random.nextDouble() < SWAP) {
        Collections.swap(units, i, i + 1);
        // What moved stays where it is: no word wanders through the sentence.
        i++;
      }
    }
    return sentence(units);
  }

  private static List<Unit> units(Sentence sentence) {
    List<Unit> units = new ArrayList<>();
    int next = 0;
    for (Span entity : sentence.entities()) {
      addWords(units, sentence.words().subList(next, entity.start()));
      units.add(new Unit(sentence.words().subList(entity.start(), entity.end()), entity.type()));
      next = entity.end();
    }
    addWords(units, sentence.words().subList(next, sentence.length()));
    return units;
  }

  private static void addWords(List<Unit> units, List<String> words) {
    words.forEach(word -> units.add(new Unit(List.of(word), "")));
  }

  private static Sentence sentence(List<Unit> units) {
    List<String> words = new ArrayList<>();
    List<Span> entities = new ArrayList<>();
    for (Unit unit : units) {
      int start = words.size();
      words.addAll(unit.words());
      if (unit.isEntity()) {
        entities.add(new Span(unit.type(), start, words.size()));
      }
    }
    return new Sentence(words, entities);
  }
}
