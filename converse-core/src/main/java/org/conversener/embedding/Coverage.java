package org.conversener.embedding;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.conversener.text.Sentence;
import org.conversener.text.Span;

/**
 * How much of a labelled text word vectors know. Few of the words of entities, or many fewer than
 * of all words, mean that the vectors are of another language, spelling or kind of text.
 *
 * @param tokens of the whole text
 * @param entityTokens of its entities
 */
public record Coverage(Count tokens, Count entityTokens) {
  /**
   * Some tokens, and what becomes of them.
   *
   * @param all how many there are
   * @param found how many are in the vocabulary, in some form
   * @param composed how many others are composed of their n-grams
   */
  public record Count(long all, long found, long composed) {
    /** The percentage with a vector; 0 of no tokens. */
    public double percent() {
      return percentOf(found + composed);
    }

    private double percentOf(long some) {
      return all == 0 ? 0 : 100.0 * some / all;
    }
  }

  /** Looks up every token. */
  public static Coverage of(WordVectors vectors, List<Sentence> text) {
    long[] tokens = new long[3];
    long[] entityTokens = new long[3];
    for (Sentence sentence : text) {
      BitSet isEntity = new BitSet();
      for (Span entity : sentence.entities()) {
        isEntity.set(entity.start(), entity.end());
      }
      for (int i = 0; i < sentence.length(); i++) {
        String word = sentence.words().get(i);
        int kind = vectors.row(word) >= 0 ? 1 : vectors.canCompose(word) ? 2 : 0;
        tokens[kind]++;
        entityTokens[kind] += isEntity.get(i) ? 1 : 0;
      }
    }
    return new Coverage(count(tokens), count(entityTokens));
  }

  private static Count count(long[] kinds) {
    return new Count(kinds[0] + kinds[1] + kinds[2], kinds[1], kinds[2]);
  }

  /** A line for a person. */
  public String describe() {
    boolean isComposed = tokens.composed > 0;
    return String.format(
        Locale.ROOT,
        "%.1f %% of %,d tokens and %.1f %% of %,d tokens of entities have a vector%s",
        tokens.percent(),
        tokens.all,
        entityTokens.percent(),
        entityTokens.all,
        isComposed
            ? String.format(
                Locale.ROOT,
                " (%.1f %% and %.1f %% of n-grams alone)",
                tokens.percentOf(tokens.composed),
                entityTokens.percentOf(entityTokens.composed))
            : "");
  }
}
