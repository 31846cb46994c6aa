package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * Replaces every entity of a sentence by another of its type, or by a name that does not exist
 * (mention replacement; Dai and Adel, An Analysis of Simple Data Augmentation for Named Entity
 * Recognition, 2020). What the words around an entity say of its type still holds, what the entity
 * itself says does not.
 */
final class MentionSwap {
  /** Letters; what is short may be an acronym, whose capitals say nothing of a headline. */
  private static final int LONGEST_ACRONYM = 4;

  /** By type, every mention once, in the order of the corpus. */
  private final Map<String, List<List<String>>> mentions = new LinkedHashMap<>();

  private final MadeUpNames madeUpNames;
  private final double share;
  private int madeUp;

  /**
   * Learns the mentions of a corpus.
   *
   * @param share of the entities put in that are made up
   */
  MentionSwap(List<Sentence> sentences, double share) {
    this.share = share;
    Map<String, Set<List<String>>> distinct = new LinkedHashMap<>();
    Set<String> words = new LinkedHashSet<>();
    for (Sentence sentence : sentences) {
      words.addAll(sentence.words());
      for (Span entity : sentence.entities()) {
        distinct
            .computeIfAbsent(entity.type(), type -> new LinkedHashSet<>())
            .add(sentence.words().subList(entity.start(), entity.end()));
      }
    }
    distinct.forEach((type, all) -> mentions.put(type, List.copyOf(all)));
    List<NamePair> names =
        mentions.values().stream()
            .flatMap(List::stream)
            .map(mention -> NamePair.same(String.join(" ", mention)))
            .toList();
    madeUpNames = new MadeUpNames(names, words::contains);
  }

  /** How many names were made up so far. */
  int madeUp() {
    return madeUp;
  }

  /** A sentence with other entities; null if it has none. */
  @Nullable Sentence copy(Sentence sentence, SplittableRandom random) {
    if (sentence.entities().isEmpty()) {
      return null;
    }
    List<String> words = new ArrayList<>();
    List<Span> entities = new ArrayList<>();
    int next = 0;
    for (Span entity : sentence.entities()) {
      words.addAll(sentence.words().subList(next, entity.start()));
      List<String> old = sentence.words().subList(entity.start(), entity.end());
      List<String> drawn = draw(entity.type(), random);
      int start = words.size();
      drawn.stream().map(caseOf(old)).forEach(words::add);
      entities.add(new Span(entity.type(), start, words.size()));
      next = entity.end();
    }
    words.addAll(sentence.words().subList(next, sentence.length()));
    return new Sentence(words, entities);
  }

  private List<String> draw(String type, SplittableRandom random) {
    if (random.nextDouble() < share) {
      String name = madeUpNames.draw(random);
      if (name != null) {
        madeUp++;
        return List.of(name.split(" "));
      }
    }
    // The entity to replace is itself a mention of its type.
    List<List<String>> all = mentions.getOrDefault(type, List.of());
    return all.get(random.nextInt(all.size()));
  }

  /** Headlines are in upper case, and so is what is put into them. */
  private static UnaryOperator<String> caseOf(List<String> old) {
    String letters = String.join("", old);
    boolean isUpperCase =
        letters.equals(letters.toUpperCase(Locale.ROOT))
            && !letters.equals(letters.toLowerCase(Locale.ROOT))
            && letters.length() > LONGEST_ACRONYM;
    return word -> isUpperCase ? word.toUpperCase(Locale.ROOT) : word;
  }
}
