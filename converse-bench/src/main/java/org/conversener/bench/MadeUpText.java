package org.conversener.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * Text of an invented language, in which what decides a tagger's speed is as in newspapers: 24
 * words a sentence on average, half of the sentences between 13 and 30; a few words come again and
 * again and most are rare (Zipf and Mandelbrot's law over 50,000 of them); one word in ten is part
 * of a name. A vocabulary, and then a text, for each seed.
 */
final class MadeUpText {
  /** The types of names. */
  static final List<String> TYPES = List.of("LOC", "MISC", "ORG", "PER");

  private static final List<String> FIRSTS =
      List.of("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z");

  private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u");
  private static final List<String> LASTS = List.of("", "n", "r", "s");
  private static final int WORDS = 50_000;
  private static final int NAMES = 2000;
  private static final double SHIFT = 2.7;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 100;
  private static final double MEDIAN = 20;
  private static final double SPREAD = 0.6;

  private final SplittableRandom random;
  private final List<String> words;
  private final List<List<String>> names = new ArrayList<>();
  private final Map<String, String> types = new HashMap<>();

  MadeUpText(long vocabularySeed, long textSeed) {
    SplittableRandom vocabulary = new SplittableRandom(vocabularySeed);
    words = words(vocabulary, WORDS);
    for (int i = 0; i < TYPES.size(); i++) {
      names.add(words(vocabulary, NAMES).stream().map(MadeUpText::capitalised).toList());
      for (String name : names.get(i)) {
        types.putIfAbsent(name, TYPES.get(i));
      }
    }
    random = new SplittableRandom(textSeed);
  }

  /** The words that are no names, the most frequent first. */
  List<String> words() {
    return words;
  }

  /** The names of all types. */
  List<String> names() {
    return names.stream().flatMap(List::stream).toList();
  }

  /** The type of a name, the first if several have it; null of a word that is none. */
  @Nullable String typeOf(String word) {
    return types.get(word);
  }

  /** The syllables of which words are made. */
  static List<String> syllables() {
    List<String> syllables = new ArrayList<>();
    for (String first : FIRSTS) {
      for (String vowel : VOWELS) {
        for (String last : LASTS) {
          syllables.add(first + vowel + last);
        }
      }
    }
    return syllables;
  }

  /** Different words, of one or two syllables where they are frequent, of up to four elsewhere. */
  private static List<String> words(SplittableRandom random, int count) {
    List<String> syllables = syllables();
    Set<String> words = new LinkedHashSet<>();
    while (words.size() < count) {
      int rank = words.size();
      int length = rank < 100 ? random.nextInt(1, 3) : random.nextInt(2, 5);
      StringBuilder word = new StringBuilder();
      for (int i = 0; i < length; i++) {
        word.append(syllables.get(random.nextInt(syllables.size())));
      }
      words.add(word.toString());
    }
    return List.copyOf(words);
  }

  /** The next sentences, with their names. */
  List<Sentence> sentences(int count) {
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sentences.add(sentence());
    }
    return sentences;
  }

  private Sentence sentence() {
    double drawn = MEDIAN * Math.exp(SPREAD * random.nextGaussian());
    int length = (int) Math.min(LONGEST, Math.max(SHORTEST, Math.round(drawn)));
    List<String> sentence = new ArrayList<>();
    List<Span> entities = new ArrayList<>();
    while (sentence.size() < length - 1) {
      int start = sentence.size();
      double choice = random.nextDouble();
      if (choice < 0.06) {
        int type = random.nextInt(TYPES.size());
        int end = Math.min(length - 1, start + random.nextInt(1, 4));
        for (int i = start; i < end; i++) {
          sentence.add(drawn(names.get(type)));
        }
        entities.add(new Span(TYPES.get(type), start, end));
      } else if (choice < 0.1 && start > 0 && !sentence.get(start - 1).equals(",")) {
        sentence.add(",");
      } else {
        String word = drawn(words);
        sentence.add(start == 0 ? capitalised(word) : word);
      }
    }
    sentence.add(".");
    return new Sentence(sentence, entities);
  }

  /** The word of rank r with a probability in proportion to 1/(r + 2.7). */
  private String drawn(List<String> ranked) {
    double all = Math.log((ranked.size() + SHIFT) / SHIFT);
    int rank = (int) (SHIFT * Math.exp(all * random.nextDouble()) - SHIFT);
    return ranked.get(Math.min(rank, ranked.size() - 1));
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** A sentence as one would write it, with marks at their words. */
  static String written(Sentence sentence) {
    return String.join(" ", sentence.words()).replace(" ,", ",").replace(" .", ".");
  }
}
