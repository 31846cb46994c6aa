package org.conversener.translation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conversener.text.MosesTokenizer;

/**
 * Writes sentences in capitals, as headlines are, the way their words are written elsewhere.
 *
 * <p>A translator knows few words in capitals. It spells them in many small subwords and copies
 * them rather than translating, and an English tagger takes a row of capitals for one organisation.
 * In a sentence in capitals each such word is therefore read in the form that parallel text has
 * most often: in small letters, with first capitals, or in capitals still, such as an acronym. If
 * it has none of these, accents may have been left out. A word that is not known at all is most
 * likely a name and gets a first capital, or stays as it is if it has no more than three letters.
 * The sentence starts with a capital.
 */
public final class Headlines {
  /** Changed whenever a sentence may be written otherwise than before; part of an identity. */
  static final int VERSION = 1;

  /** More than this share of the words must be in capitals: a name or two do not make one. */
  private static final double SHARE = 0.7;

  /** Fewer words in capitals are a name, an agency or a signature. */
  private static final int LEAST_WORDS = 3;

  /** Parallel text knows the short words of a language; one it does not know is an acronym. */
  private static final int ACRONYM = 3;

  /**
   * A form with capitals must be more than so many times as frequent as that in small letters,
   * since the starts of sentences are counted with it.
   */
  private static final int STARTS = 2;

  private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

  private final Map<String, Integer> counts;
  private final MosesTokenizer tokenizer;
  private final Map<String, String> byBareForm = new HashMap<>();

  /**
   * What parallel text shows.
   *
   * @param counts in how many sentences a token stands, as it is written
   * @param tokenizer which cut them
   */
  Headlines(Map<String, Integer> counts, MosesTokenizer tokenizer) {
    this.counts = Map.copyOf(counts);
    this.tokenizer = tokenizer;
    for (String word : counts.keySet()) {
      String small = Casing.small(word);
      String bare = bare(small);
      if (!bare.equals(small) && !Casing.isAllCapitals(word)) {
        byBareForm.merge(bare, word, this::likelier);
      }
    }
  }

  private String likelier(String a, String b) {
    int difference = Integer.compare(weight(a), weight(b));
    return difference > 0 || (difference == 0 && a.compareTo(b) < 0) ? a : b;
  }

  private int weight(String word) {
    return count(word) * (Casing.hasCapital(word) ? 1 : STARTS);
  }

  private int count(String token) {
    return counts.getOrDefault(token, 0);
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
        capitals += isAllCapitals(word) ? 1 : 0;
      }
    }
    return capitals >= LEAST_WORDS && capitals > SHARE * all;
  }

  private static boolean isAllCapitals(String word) {
    return Casing.isAllCapitals(word.replace("ß", "")); // which is mostly left as it is
  }

  /** The words as they are to be translated, one for each; the same if not in capitals. */
  List<String> asElsewhere(List<String> words) {
    if (!isInCapitals(words)) {
      return words;
    }
    List<String> written = new ArrayList<>(words.size());
    boolean isFirst = true;
    for (String word : words) {
      String other = word(word);
      boolean hasLetter = word.codePoints().anyMatch(Character::isLetter);
      written.add(isFirst && hasLetter ? firstCapital(other) : other);
      isFirst &= !hasLetter;
    }
    return List.copyOf(written);
  }

  /** A word with the signs at it, token by token, as words were counted. */
  private String word(String word) {
    List<String> tokens = tokenizer.tokenize(word);
    if (!String.join("", tokens).equals(word)) {
      tokens = List.of(word);
    }
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      boolean isElided = token.length() == 1 && i + 1 < tokens.size() && isSign(tokens.get(i + 1));
      written.append(isElided ? token : token(token)); // the O of O'Neill is no word
    }
    return written.toString();
  }

  private static boolean isSign(String token) {
    return token.startsWith("'") || token.startsWith("’");
  }

  private String token(String token) {
    if (!isAllCapitals(token)) {
      return token;
    }
    String small = Casing.small(token);
    String best = capitalised(token);
    for (String form : List.of(eachCapitalised(token), token)) {
      best = count(form) > count(best) ? form : best;
    }
    if (count(small) > 0 && STARTS * count(small) >= count(best)) {
      return small;
    }
    if (count(best) > 0) {
      return best;
    }
    String accented = byBareForm.get(bare(small));
    return accented != null ? accented : unknown(token);
  }

  private String unknown(String token) {
    long parts = LETTERS.matcher(token).results().limit(2).count();
    if (parts > 1) {
      Matcher each = LETTERS.matcher(token);
      return each.replaceAll(
          part -> part.group().length() == 1 ? part.group() : token(part.group()));
    }
    long letters = token.codePoints().filter(Character::isLetter).count();
    return letters <= ACRONYM ? token : capitalised(token);
  }

  /** With a first letter as it is and the others small: one with a dot keeps it, as İ does. */
  private static String capitalised(String word) {
    int letter = firstLetter(word);
    int rest = letter + Character.charCount(word.codePointAt(letter));
    return word.substring(0, rest) + Casing.small(word.substring(rest));
  }

  private static String eachCapitalised(String token) {
    return LETTERS.matcher(token).replaceAll(part -> capitalised(part.group()));
  }

  /** With a capital for its first letter, whatever stands before that. */
  private static String firstCapital(String word) {
    int letter = firstLetter(word);
    return word.substring(0, letter) + Casing.capitalised(word.substring(letter));
  }

  /** Where the first letter stands; 0 if there is none. */
  private static int firstLetter(String word) {
    for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
      if (Character.isLetter(word.codePointAt(i))) {
        return i;
      }
    }
    return 0;
  }

  private static String bare(String small) {
    return ACCENTS.matcher(Normalizer.normalize(small, Normalizer.Form.NFD)).replaceAll("");
  }
}
