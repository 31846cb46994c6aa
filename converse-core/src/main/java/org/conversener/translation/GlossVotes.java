package org.conversener.translation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for each English word as the translation of a source word, and who wins.
 *
 * <p>Candidates that differ in capitals stand together: first the word is chosen, then how it is
 * written. Punctuation is never a word's translation, nor the other way round, nor is what Moses'
 * rules cut off behind an English word ({@code 't}, {@code 's}). A word with a capital or a digit
 * stays as it is unless there is more to be said for a translation. Among equals the first wins; so
 * lexicons are heard first, in their order.
 */
final class GlossVotes {
  private final Map<String, Map<String, Double>> votes = new HashMap<>();
  private final double copyVotes;
  private double capitals;
  private double keptCapitals;

  /** Nothing heard; {@code copyVotes} as in {@link GlossConfig}. */
  GlossVotes(double copyVotes) {
    this.copyVotes = copyVotes;
  }

  /** Adds votes for English words, parted by one space. */
  void add(String source, String english, double weight) {
    boolean isClitic = english.length() > 1 && english.startsWith("'");
    if (Casing.isWord(source) == Casing.isWord(english) && !isClitic) {
      votes.computeIfAbsent(source, s -> new LinkedHashMap<>()).merge(english, weight, Double::sum);
    }
  }

  /** As {@link #add}, of words that were linked in parallel text. */
  void addLinked(String source, String english, double weight) {
    add(source, english, weight);
    if (Casing.isCapitalised(source) && Casing.isWord(english) && !source.equals(english)) {
      capitals += weight;
      keptCapitals += Casing.isCapitalised(english) ? weight : 0;
    }
  }

  /**
   * Whether capitals inside a sentence say in the source language what they say in English: not so
   * in German, where all nouns have one.
   */
  boolean isCapitalKept() {
    return keptCapitals > capitals / 2;
  }

  /** The table of the winners. */
  GlossTable decide(Forms sources) {
    Map<String, GlossTable.Entry> entries = new HashMap<>();
    boolean isCapitalKept = isCapitalKept();
    votes.forEach(
        (source, candidates) -> {
          String english = winner(source, candidates);
          if (isCapitalKept && Casing.isCapitalised(source)) {
            english = Casing.capitalised(english);
          }
          entries.put(
              source,
              new GlossTable.Entry(
                  Math.max(1, sources.count(source)), List.of(english.split(" ", -1))));
        });
    return new GlossTable(entries);
  }

  private String winner(String source, Map<String, Double> candidates) {
    Map<String, Double> words = new LinkedHashMap<>();
    candidates.forEach((english, n) -> words.merge(Casing.small(english), n, Double::sum));
    String word = best(words, null);
    if (Casing.hasCapital(source) || Casing.hasDigit(source)) {
      double stays = copyVotes + candidates.getOrDefault(source, 0.0);
      if (stays >= words.getOrDefault(word, 0.0)) {
        return source;
      }
    }
    return best(candidates, word);
  }

  /** The first of the largest; only of those that are a word in some capitals, if one is given. */
  private static String best(Map<String, Double> candidates, @Nullable String word) {
    String best = "";
    double most = -1;
    for (Map.Entry<String, Double> candidate : candidates.entrySet()) {
      boolean isMeant = word == null || Casing.small(candidate.getKey()).equals(word);
      if (isMeant && candidate.getValue() > most) {
        best = candidate.getKey();
        most = candidate.getValue();
      }
    }
    return best;
  }
}
