package org.conversener.embedding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.conversener.text.Sentence;

/** Sentences to be computed, each once, those of like length together. */
final class Portions {
  /** Words of a portion: enough to keep all cores busy, while their widest rows take megabytes. */
  private static final int WORDS = 6_000;

  private Portions() {}

  /** Those that are wanted, without repetitions and without empty ones, the longest first. */
  static List<Sentence> distinct(List<Sentence> sentences, Predicate<List<String>> isWanted) {
    Set<List<String>> seen = new HashSet<>();
    List<Sentence> distinct = new ArrayList<>();
    for (Sentence sentence : sentences) {
      if (sentence.length() > 0 && seen.add(sentence.words()) && isWanted.test(sentence.words())) {
        distinct.add(sentence);
      }
    }
    distinct.sort(Comparator.comparingInt(Sentence::length).reversed());
    return distinct;
  }

  /** Cuts a list, in its order. */
  static List<List<Sentence>> of(List<Sentence> sentences) {
    List<List<Sentence>> portions = new ArrayList<>();
    int start = 0;
    int words = 0;
    for (int i = 0; i < sentences.size(); i++) {
      int length = sentences.get(i).length();
      if (i > start && words + length > WORDS) {
        portions.add(sentences.subList(start, i));
        start = i;
        words = 0;
      }
      words += length;
    }
    if (start < sentences.size()) {
      portions.add(sentences.subList(start, sentences.size()));
    }
    return portions;
  }

  /** The number of words of some sentences. */
  static int words(List<Sentence> sentences) {
    int words = 0;
    for (Sentence sentence : sentences) {
      words = Math.addExact(words, sentence.length());
    }
    return words;
  }
}
