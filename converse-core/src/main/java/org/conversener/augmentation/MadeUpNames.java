package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Names that do not exist, made of the letters of names that do: each letter is drawn as it follows
 * the {@link #ORDER} before it. Nobody can have learned them by heart, so that a translator has to
 * copy them subword by subword.
 */
final class MadeUpNames {
  private static final int ORDER = 3;
  private static final int FEWEST_LETTERS = 3;
  private static final int MOST_LETTERS = 14;
  private static final int ATTEMPTS = 50;
  private static final double ONE_WORD = 0.55;
  private static final double TWO_WORDS = 0.35;

  /** Stands before a word and after it; no letter. */
  private static final char EDGE = '\n';

  /** For the letters before, every letter that followed, as often as it did. */
  private final Map<String, List<Character>> followers = new LinkedHashMap<>();

  private final Set<String> known = new HashSet<>();
  private final Predicate<String> isTaken;

  /**
   * Learns from the words of names, each once.
   *
   * @param isTaken words that are not made even if no name has them
   */
  MadeUpNames(List<NamePair> names, Predicate<String> isTaken) {
    this.isTaken = isTaken;
    for (NamePair name : names) {
      for (Word word : WordScanner.scan(name.source())) {
        if (known.add(word.text()) && isModel(word)) {
          learn(word.text());
        }
      }
      WordScanner.scan(name.english()).forEach(word -> known.add(word.text()));
    }
  }

  /** Acronyms and hyphens would go on where they stand no more. */
  private static boolean isModel(Word word) {
    String text = word.text();
    return word.kind() == Word.Kind.CAPITAL
        && text.length() >= FEWEST_LETTERS
        && text.codePoints().allMatch(Character::isLetter)
        && text.substring(1).equals(text.substring(1).toLowerCase(Locale.ROOT));
  }

  private void learn(String word) {
    String text = String.valueOf(EDGE).repeat(ORDER) + word + EDGE;
    for (int i = ORDER; i < text.length(); i++) {
      followers
          .computeIfAbsent(text.substring(i - ORDER, i), k -> new ArrayList<>())
          .add(text.charAt(i));
    }
  }

  /** A name of one to three words, or null if the letters of too few names give none. */
  @Nullable String draw(SplittableRandom random) {
    double share = random.nextDouble();
    int words = share < ONE_WORD ? 1 : share < ONE_WORD + TWO_WORDS ? 2 : 3;
    List<String> name = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      String word = word(random);
      if (word == null) {
        return null;
      }
      name.add(word);
    }
    return String.join(" ", name);
  }

  private @Nullable String word(SplittableRandom random) {
    for (int attempt = 0; attempt < ATTEMPTS && !followers.isEmpty(); attempt++) {
      StringBuilder word = new StringBuilder(String.valueOf(EDGE).repeat(ORDER));
      char next = follower(word, random);
      while (next != EDGE && word.length() <= ORDER + MOST_LETTERS) {
        word.append(next);
        next = follower(word, random);
      }
      String made = word.substring(ORDER);
      boolean isLong = made.length() >= FEWEST_LETTERS && made.length() <= MOST_LETTERS;
      if (isLong && next == EDGE && !known.contains(made) && !isTaken.test(made)) {
        return made;
      }
    }
    return null;
  }

  private char follower(StringBuilder word, SplittableRandom random) {
    // Every row of letters that was learned has a follower.
    List<Character> all =
        followers.getOrDefault(word.substring(word.length() - ORDER), List.of(EDGE));
    return all.get(random.nextInt(all.size()));
  }
}
