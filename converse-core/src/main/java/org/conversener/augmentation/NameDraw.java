package org.conversener.augmentation;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws names, each as likely as any other, and some that are made up. */
final class NameDraw {
  private final NameTable table;
  private final MadeUpNames madeUpNames;
  private final double madeUp;

  /**
   * Draws from a table.
   *
   * @param madeUp share of made-up names among those that are not in Chinese characters, for which
   *     nobody could say how English writes them
   */
  NameDraw(NameTable table, MadeUpNames madeUpNames, double madeUp) {
    this.table = table;
    this.madeUpNames = madeUpNames;
    this.madeUp = madeUp;
  }

  /** A name that was drawn. */
  record Drawn(NamePair name, boolean isMadeUp) {}

  /** A name of any script, or null if there is none. */
  @Nullable Drawn draw(SplittableRandom random) {
    if (table.size() == 0) {
      return null;
    }
    return draw(random.nextInt(table.size()) >= table.spaced().size(), random);
  }

  /** A name in Chinese characters, or one that is not; null if there is none. */
  @Nullable Drawn draw(boolean isHan, SplittableRandom random) {
    if (!isHan && random.nextDouble() < madeUp) {
      String name = madeUpNames.draw(random);
      if (name != null) {
        return new Drawn(NamePair.same(name), true);
      }
    }
    List<NamePair> names = isHan ? table.han() : table.spaced();
    return names.isEmpty() ? null : new Drawn(names.get(random.nextInt(names.size())), false);
  }
}
