package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Writes sentences in capitals, as headlines are, the way their words are written elsewhere.
 *
 * <p>A translator knows few words in capitals. It spells them in many small subwords and copies
 * them rather than translating, and an English tagger takes a row of capitals for one organisation.
 * In a sentence in capitals each such word is therefore read in the form that parallel text has
 * most often, as truecasing does in statistical translation (Koehn et al. 2007, Moses' {@code
 * truecase.perl}): in small letters, with a first capital, or in capitals still, such as an
 * acronym. One that parallel text does not know is most likely a name and gets a first capital, or
 * stays as it is if it has no more than three letters; the sentence starts with one.
 */
public final class Headlines {
  /** More than this share of the words must be in capitals: a name or two do not make one. */
  private static final double SHARE = 0.7;

  /** Fewer words in capitals are a name, an agency or a signature. */
  private static final int LEAST_WORDS = 3;

  /** Parallel text knows the short words of a language; one it does not know is an acronym. */
  private static final int ACRONYM = 3;

  private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  /** In how many sentences of parallel text a word stands, as it is written. */
  private final ToIntFunction<String> sentences;

  Headlines(ToIntFunction<String> sentences) {
    this.sentences = sentences;
  }

  /**
   * Whether more than seven tenths of the words, and at least three, are in capitals. Signs,
   * numbers and single letters do not count; a word of a script without capitals does, against it.
   */
  public static boolean isInCapitals(List<String> words) {
    int all = 0;
    int capitals = 0;
    for (String word : words) {
      if (word.codePoints().filter(Character::isLetter).limit(2).count() == 2) {
        all++;
        capitals += Casing.isAllCapitals(word) ? 1 : 0;
      }
    }
    return capitals >= LEAST_WORDS && capitals > SHARE * all;
  }

  /** The words as they are to be translated, one for each; the same if not in capitals. */
  List<String> asElsewhere(List<String> words) {
    if (!isInCapitals(words)) {
      return words;
    }
    List<String> written = new ArrayList<>(words.size());
    boolean isFirst = true;
    for (String word : words) {
      String other = LETTERS.matcher(word).replaceAll(this::asElsewhere);
      boolean hasLetter = word.codePoints().anyMatch(Character::isLetter);
      written.add(isFirst && hasLetter ? firstCapital(other) : other);
      isFirst &= !hasLetter;
    }
    return List.copyOf(written);
  }

  private String asElsewhere(MatchResult run) {
    String word = run.group();
    if (!Casing.isAllCapitals(word)) {
      return word;
    }
    String small = Casing.small(word);
    String capitalised = Casing.capitalised(small);
    int ofSmall = sentences.applyAsInt(small);
    int ofCapitalised = sentences.applyAsInt(capitalised);
    int most = Math.max(sentences.applyAsInt(word), Math.max(ofSmall, ofCapitalised));
    if (most == 0) {
      return word.codePointCount(0, word.length()) <= ACRONYM ? word : capitalised;
    }
    return ofSmall == most ? small : ofCapitalised == most ? capitalised : word;
  }

  /** With a capital for its first letter, whatever stands before that. */
  private static String firstCapital(String word) {
    int letter = 0;
    while (!Character.isLetter(word.codePointAt(letter))) {
      letter += Character.charCount(word.codePointAt(letter));
    }
    return word.substring(0, letter) + Casing.capitalised(word.substring(letter));
  }
}
