package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.corpus.SentencePair;
import org.jspecify.annotations.Nullable;

/**
 * Makes a pair with other names from a pair with slots: every name is replaced on both sides, and
 * all else stays as it is.
 */
final class NameSwap {
  private static final int ATTEMPTS = 10;

  private final NameDraw draw;
  private final double upperCase;

  NameSwap(NameDraw draw, double upperCase) {
    this.draw = draw;
    this.upperCase = upperCase;
  }

  /**
   * A pair that was made.
   *
   * @param madeUp how many of its names are made up
   * @param isUpperCase whether its names are in upper case
   */
  record Swapped(SentencePair pair, int madeUp, boolean isUpperCase) {}

  /** Swaps the names of a pair; null if no name is found that the pair does not have already. */
  @Nullable Swapped swap(SentencePair pair, List<Slot> slots, SplittableRandom random) {
    boolean isUpperCase =
        random.nextDouble() < upperCase && slots.stream().noneMatch(slot -> slot.name().isHan());
    List<NamePair> names = new ArrayList<>();
    int madeUp = 0;
    for (Slot slot : slots) {
      NameDraw.Drawn drawn = other(pair, slot, names, random);
      if (drawn == null) {
        return null;
      }
      names.add(drawn.name());
      madeUp += drawn.isMadeUp() ? 1 : 0;
    }
    return new Swapped(replace(pair, slots, names, isUpperCase), madeUp, isUpperCase);
  }

  /** A name for a slot, so that each name still stands once. */
  private NameDraw.@Nullable Drawn other(
      SentencePair pair, Slot slot, List<NamePair> before, SplittableRandom random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      NameDraw.Drawn drawn = draw.draw(slot.name().isHan(), random);
      if (drawn == null) {
        return null;
      }
      NamePair name = drawn.name();
      boolean isThere =
          pair.source().contains(name.source()) || pair.target().contains(name.english());
      if (!isThere && before.stream().noneMatch(other -> share(name, other))) {
        return drawn;
      }
    }
    return null;
  }

  private static boolean share(NamePair one, NamePair other) {
    return one.source().contains(other.source())
        || other.source().contains(one.source())
        || one.english().contains(other.english())
        || other.english().contains(one.english());
  }

  private static SentencePair replace(
      SentencePair pair, List<Slot> slots, List<NamePair> names, boolean isUpperCase) {
    StringBuilder source = new StringBuilder(pair.source());
    StringBuilder english = new StringBuilder(pair.target());
    // Places move with what stands before them, so the last is replaced first, on each side.
    for (int i : order(slots, Slot::sourceStart)) {
      NamePair name = isUpperCase ? names.get(i).upperCase() : names.get(i);
      source.replace(slots.get(i).sourceStart(), slots.get(i).sourceEnd(), name.source());
    }
    for (int i : order(slots, Slot::englishStart)) {
      NamePair name = isUpperCase ? names.get(i).upperCase() : names.get(i);
      english.replace(slots.get(i).englishStart(), slots.get(i).englishEnd(), name.english());
    }
    return new SentencePair(source.toString(), english.toString());
  }

  private static List<Integer> order(
      List<Slot> slots, java.util.function.ToIntFunction<Slot> place) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      order.add(i);
    }
    order.sort(
        (a, b) -> Integer.compare(place.applyAsInt(slots.get(b)), place.applyAsInt(slots.get(a))));
    return order;
  }
}
