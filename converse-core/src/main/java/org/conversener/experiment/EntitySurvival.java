package org.conversener.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.conversener.corpus.SentencePair;
import org.conversener.evaluation.Statistics;
import org.conversener.text.MosesTokenizer;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.translation.Headlines;
import org.jspecify.annotations.Nullable;

/**
 * How many entities survive translation, and which: by type, and by whether parallel text has shown
 * their words. Besides, each looser than the one before: those of sentences in capitals, as
 * headlines are, that stand there in small letters count as well, since English need not shout; so
 * do those that stand there as a lexicon translates the whole name, since what English writes
 * otherwise cannot stand there verbatim; and those of which each word does.
 */
public final class EntitySurvival {
  private final Map<String, List<List<String>>> translations;
  private final Map<String, List<List<String>>> translationsInSmallLetters;
  private final @Nullable Set<String> bitextWords;
  private final Set<String> bitextWordsInSmallLetters;
  private final Map<String, Tally> byType = new TreeMap<>();
  private final Tally seen = new Tally();
  private final Tally unseen = new Tally();
  private long entities;
  private long survivors;
  private long recased;
  private long known;
  private long knownByWord;

  /** Survivors among entities. */
  private static final class Tally {
    private long entities;
    private long survivors;

    void add(boolean survives) {
      entities++;
      survivors += survives ? 1 : 0;
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("entities", entities);
      map.put("survival", Statistics.percent(survivors, entities));
      return map;
    }
  }

  /**
   * Nothing seen yet.
   *
   * @param lexicon entries whose English also counts as a name's survival; none to leave that
   *     figure out
   * @param bitextWords every word of the source side of the translator's parallel text, or null to
   *     leave those figures out
   */
  public EntitySurvival(List<SentencePair> lexicon, @Nullable Set<String> bitextWords) {
    translations = new HashMap<>();
    MosesTokenizer english = new MosesTokenizer("en");
    for (SentencePair entry : lexicon) {
      List<String> words = english.tokenize(entry.target());
      if (!words.isEmpty()) {
        translations.computeIfAbsent(entry.source(), k -> new ArrayList<>()).add(words);
      }
    }
    translationsInSmallLetters = new HashMap<>();
    translations.forEach(
        (name, translated) ->
            translationsInSmallLetters
                .computeIfAbsent(small(name), k -> new ArrayList<>())
                .addAll(translated));
    this.bitextWords = bitextWords;
    bitextWordsInSmallLetters = new HashSet<>();
    if (bitextWords != null) {
      bitextWords.forEach(word -> bitextWordsInSmallLetters.add(small(word)));
    }
  }

  /** Takes in one labelled sentence and the words of its translation. */
  public void add(Sentence source, List<String> english) {
    for (Span entity : source.entities()) {
      List<String> words = source.words().subList(entity.start(), entity.end());
      boolean survives = place(words, english) != null;
      boolean isRecased = place(source, entity, english) != null;
      entities++;
      survivors += survives ? 1 : 0;
      recased += isRecased ? 1 : 0;
      boolean isKnown = isRecased || placeOfTranslation(source, entity, english) != null;
      known += isKnown ? 1 : 0;
      boolean inCapitals = Headlines.isInCapitals(source.words());
      knownByWord += isKnown || isTranslatedByWord(words, english, inCapitals) ? 1 : 0;
      byType.computeIfAbsent(entity.type(), k -> new Tally()).add(survives);
      if (bitextWords != null) {
        (isShown(words, inCapitals) ? seen : unseen).add(survives);
      }
    }
  }

  private boolean isShown(List<String> words, boolean inCapitals) {
    return inCapitals
        ? bitextWordsInSmallLetters.containsAll(inSmallLetters(words))
        : bitextWords != null && bitextWords.containsAll(words);
  }

  /**
   * Where a name stands in English.
   *
   * @param start index of its first word
   * @param end index after its last
   */
  record Place(int start, int end) {}

  /** Where the words of a name stand verbatim, or null. */
  static @Nullable Place place(List<String> words, List<String> english) {
    int start = Collections.indexOfSubList(english, words);
    return start < 0 ? null : new Place(start, start + words.size());
  }

  /**
   * Where an entity's words stand verbatim, or null; of a sentence in capitals, as a headline is,
   * where they stand in capitals or not, since English need not shout.
   */
  static @Nullable Place place(Sentence source, Span entity, List<String> english) {
    List<String> words = source.words().subList(entity.start(), entity.end());
    return Headlines.isInCapitals(source.words())
        ? place(inSmallLetters(words), inSmallLetters(english))
        : place(words, english);
  }

  /** Where one of the lexicon's translations of the whole name stands, or null. */
  @Nullable Place placeOfTranslation(Sentence source, Span entity, List<String> english) {
    List<String> words = source.words().subList(entity.start(), entity.end());
    boolean isHan = Character.isIdeographic(words.get(0).codePointAt(0));
    String name = String.join(isHan ? "" : " ", words);
    boolean inCapitals = Headlines.isInCapitals(source.words());
    for (List<String> translation : translations(name, inCapitals)) {
      Place place =
          inCapitals
              ? place(inSmallLetters(translation), inSmallLetters(english))
              : place(translation, english);
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private List<List<String>> translations(String name, boolean inCapitals) {
    return inCapitals
        ? translationsInSmallLetters.getOrDefault(small(name), List.of())
        : translations.getOrDefault(name, List.of());
  }

  /** Whether a lexicon was given. */
  boolean hasLexicon() {
    return !translations.isEmpty();
  }

  /**
   * Whether each word stands somewhere in the English, alike, or as the lexicon translates it in
   * capitals or not: as {@code Civil Guard} for {@code Guardia Civil}, or {@code government}.
   */
  private boolean isTranslatedByWord(List<String> words, List<String> english, boolean inCapitals) {
    List<String> small = inSmallLetters(english);
    return words.stream()
        .allMatch(
            word ->
                (inCapitals ? small.contains(small(word)) : english.contains(word))
                    || translations(word, inCapitals).stream()
                        .anyMatch(t -> Collections.indexOfSubList(small, inSmallLetters(t)) >= 0));
  }

  private static List<String> inSmallLetters(List<String> words) {
    return words.stream().map(EntitySurvival::small).toList();
  }

  private static String small(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** All figures in percent by name. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("entities", entities);
    map.put("entity_survival", Statistics.percent(survivors, entities));
    map.put("entity_survival_recased", Statistics.percent(recased, entities));
    if (!translations.isEmpty()) {
      map.put("entity_survival_or_lexicon", Statistics.percent(known, entities));
      map.put("entity_survival_by_word", Statistics.percent(knownByWord, entities));
    }
    Map<String, Object> types = new LinkedHashMap<>();
    byType.forEach((type, tally) -> types.put(type, tally.toMap()));
    map.put("entity_survival_by_type", types);
    if (bitextWords != null) {
      map.put("entity_survival_seen_words", seen.toMap());
      map.put("entity_survival_unseen_words", unseen.toMap());
    }
    return map;
  }
}
