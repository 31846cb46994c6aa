package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * Makes labelled sentences from labelled sentences, so that a tagger that learned from newswire
 * also reads translations: they hold names that it never saw, lack words and misplace others. The
 * outcome depends on the sentences, the config and the seed alone.
 */
public final class SentenceCopies {
  private final long seed;
  private final List<Sentence> all;

  private SentenceCopies(List<Sentence> sentences, long seed) {
    this.seed = seed;
    all = new ArrayList<>(sentences);
  }

  /**
   * Sentences and their copies.
   *
   * @param sentences those that were given, then the copies
   * @param swapped copies with other entities
   * @param madeUp entities in these that do not exist
   * @param noisy copies that lack, repeat and swap words
   * @param lowerCase copies in lower case
   * @param upperCase copies in upper case
   */
  public record Made(
      List<Sentence> sentences, int swapped, int madeUp, int noisy, int lowerCase, int upperCase) {
    /** What was made, to tell the user. */
    public String notice() {
      return String.format(
          Locale.ROOT,
          "copies to learn from: %,d with other entities (%,d of them made up), %,d noisy, %,d in"
              + " lower case, %,d in upper case",
          swapped,
          madeUp,
          noisy,
          lowerCase,
          upperCase);
    }
  }

  /** Adds the copies that the config asks for to the sentences, which stay first and in order. */
  public static Made make(List<Sentence> sentences, SentenceCopiesConfig config, long seed) {
    SentenceCopies copies = new SentenceCopies(sentences, seed);
    MentionSwap swap = new MentionSwap(sentences, config.madeUp());
    int swapped = copies.add("mentions", config.swapMentions(), sentences, swap::copy);
    int noisy = copies.add("noise", config.noisyCopies(), sentences, TranslationNoise::copy);
    int lowerCase =
        copies.add("lower-case", config.lowerCase(), sentences, (one, random) -> lowerCase(one));
    int upperCase =
        copies.add("upper-case", config.upperCase(), sentences, (one, random) -> upperCase(one));
    return new Made(List.copyOf(copies.all), swapped, swap.madeUp(), noisy, lowerCase, upperCase);
  }

  /** Makes a copy; null if the sentence has none of this kind. */
  private interface Maker {
    @Nullable Sentence copy(Sentence sentence, SplittableRandom random);
  }

  private int add(String purpose, double share, List<Sentence> sentences, Maker maker) {
    int before = all.size();
    for (int i = 0; share > 0 && i < sentences.size(); i++) {
      SplittableRandom random = Draws.of(seed, purpose, i);
      for (int times = Draws.times(share, random); times > 0; times--) {
        Sentence copy = maker.copy(sentences.get(i), random);
        if (copy != null) {
          all.add(copy);
        }
      }
    }
    return all.size() - before;
  }

  private static Sentence lowerCase(Sentence sentence) {
    return withWords(sentence, word -> word.toLowerCase(Locale.ROOT));
  }

  private static Sentence upperCase(Sentence sentence) {
    return withWords(sentence, word -> word.toUpperCase(Locale.ROOT));
  }

  private static Sentence withWords(Sentence sentence, UnaryOperator<String> change) {
    return new Sentence(sentence.words().stream().map(change).toList(), sentence.entities());
  }
}
