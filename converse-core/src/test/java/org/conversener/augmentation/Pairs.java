package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.SentencePair;

/** Parallel text written for the tests. */
final class Pairs {
  private Pairs() {}

  static SentencePair pair(String source, String english) {
    return new SentencePair(source, english);
  }

  /** Pairs that show some names inside sentences and some words in lower case. */
  static List<SentencePair> of(SentencePair... more) {
    List<SentencePair> pairs = new ArrayList<>();
    for (String name :
        List.of("Rita", "Bruno", "Galdar", "Ottavio", "Petrosca", "Valdemar", "Quintana")) {
      pairs.add(
          pair(
              "ayer vi a " + name + " , no muy lejos",
              "yesterday i saw " + name + " , not very far"));
    }
    pairs.add(pair("la casa de Elsa Moreno es grande", "the house of Elsa Moreno is big"));
    pairs.add(pair("no hay hotel", "there is no hotel , no inn"));
    pairs.addAll(List.of(more));
    return pairs;
  }

  static Lexicon lexicon(String... sides) {
    List<Lexicon.Entry> entries = new ArrayList<>();
    for (int i = 0; i < sides.length; i += 2) {
      entries.add(new Lexicon.Entry(sides[i], sides[i + 1], 1));
    }
    return new Lexicon("made", entries, List.of());
  }

  static NameLearner.Learned learn(NameSources sources, SentencePair... more) {
    return NameLearner.learn(of(more), sources, AugmentationConfig.OFF);
  }

  static List<String> slots(NameLearner.Learned learned, SentencePair pair) {
    return learned.finder().find(pair).stream()
        .map(slot -> slot.name().source() + "=" + slot.name().english())
        .toList();
  }
}
