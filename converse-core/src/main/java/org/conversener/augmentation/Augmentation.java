package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.conversener.augmentation.NameLearner.Learned;
import org.conversener.corpus.SentencePair;

/**
 * Makes parallel text from parallel text, so that a translator learns to carry names over. The
 * outcome depends on its inputs and the seed alone.
 */
public final class Augmentation {
  private final AugmentationConfig config;
  private final long seed;
  private final List<SentencePair> made = new ArrayList<>();
  private int slots;
  private int pairsWithSlot;
  private int swapped;
  private int notSwapped;
  private int upperCase;
  private int copies;
  private int madeUp;
  private int lexiconPairs;
  private int headlines;

  private Augmentation(AugmentationConfig config, long seed) {
    this.config = config;
    this.seed = seed;
  }

  /**
   * Parallel text and what was made from it.
   *
   * @param pairs the pairs that were given, then those that were made
   * @param report what was made
   */
  public record Augmented(List<SentencePair> pairs, AugmentationReport report) {}

  /**
   * Makes pairs.
   *
   * @param learned parallel text to learn names from, each pair once
   * @param pairs parallel text to swap names in, each pair as often as training reads it
   * @param sources other places names come from
   */
  public static Augmented augment(
      List<SentencePair> learned,
      List<SentencePair> pairs,
      NameSources sources,
      AugmentationConfig config,
      long seed) {
    Augmentation augmentation = new Augmentation(config, seed);
    Learned names = NameLearner.learn(learned, sources, config);
    MadeUpNames madeUpNames =
        new MadeUpNames(
            names.table().spaced(),
            word -> names.source().knows(word) || names.english().knows(word));
    NameDraw draw = new NameDraw(names.table(), madeUpNames, config.madeUp());
    augmentation.swap(pairs, names.finder(), new NameSwap(draw, config.upperCase()));
    augmentation.copy(new CopyPairs(draw, config.upperCase()));
    List<SentencePair> entries =
        sources.lexicons().stream().flatMap(lexicon -> lexicon.pairs().stream()).toList();
    augmentation.gloss(entries);
    augmentation.capitalise(pairs);
    List<SentencePair> all = new ArrayList<>(pairs);
    all.addAll(augmentation.made);
    return new Augmented(
        List.copyOf(all), augmentation.report(names.table(), pairs.size(), entries.size()));
  }

  private void swap(List<SentencePair> pairs, SlotFinder finder, NameSwap swap) {
    List<List<Slot>> found = pairs.parallelStream().map(finder::find).toList();
    for (int i = 0; i < pairs.size(); i++) {
      List<Slot> here = found.get(i);
      slots += here.size();
      pairsWithSlot += here.isEmpty() ? 0 : 1;
      SplittableRandom random = Draws.of(seed, "swap", i);
      int wanted = here.isEmpty() ? 0 : Draws.times(config.swapNames(), random);
      for (int times = wanted; times > 0; times--) {
        NameSwap.Swapped pair = swap.swap(pairs.get(i), here, random);
        if (pair == null) {
          notSwapped++;
          continue;
        }
        made.add(pair.pair());
        swapped++;
        madeUp += pair.madeUp();
        upperCase += pair.isUpperCase() ? 1 : 0;
      }
    }
  }

  /** Writing without capitals, as Chinese is, has no headlines to learn. */
  private void capitalise(List<SentencePair> pairs) {
    for (int i = 0; config.headlinePairs() > 0 && i < pairs.size(); i++) {
      SentencePair pair = pairs.get(i);
      SentencePair headline =
          new SentencePair(
              pair.source().toUpperCase(Locale.ROOT), pair.target().toUpperCase(Locale.ROOT));
      int wanted = Draws.times(config.headlinePairs(), Draws.of(seed, "headline", i));
      boolean hasLetters = !pair.source().toLowerCase(Locale.ROOT).equals(headline.source());
      for (int times = hasLetters ? wanted : 0; times > 0; times--) {
        made.add(headline);
        headlines++;
      }
    }
  }

  private void copy(CopyPairs copyPairs) {
    for (int i = 0; i < config.copyPairs(); i++) {
      CopyPairs.Copy copy = copyPairs.make(Draws.of(seed, "copy", i));
      if (copy != null) {
        made.add(copy.pair());
        copies++;
        madeUp += copy.madeUp();
      }
    }
  }

  /** Draws entries without putting any back, and keeps their order. */
  private void gloss(List<SentencePair> entries) {
    int[] order = new int[entries.size()];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = Draws.of(seed, "lexicon", 0);
    int wanted = Math.min(config.lexiconPairs(), order.length);
    for (int i = 0; i < wanted; i++) {
      int other = i + random.nextInt(order.length - i);
      int drawn = order[other];
      order[other] = order[i];
      order[i] = drawn;
    }
    Arrays.stream(order, 0, wanted).sorted().forEach(i -> made.add(entries.get(i)));
    lexiconPairs = wanted;
  }

  private AugmentationReport report(NameTable table, int pairs, int lexiconEntries) {
    return new AugmentationReport(
        table,
        pairs,
        pairsWithSlot,
        slots,
        swapped,
        notSwapped,
        upperCase,
        copies,
        madeUp,
        lexiconPairs,
        lexiconEntries,
        headlines);
  }
}
