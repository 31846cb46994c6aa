package org.conversener.embedding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.tensor.Randomness;

/**
 * Plain text in its two parts, as lines.
 *
 * @param train the lines to learn from
 * @param valid the lines that choose the weights; not learned from
 */
public record CharlmText(List<String> train, List<String> valid) {
  /** Copies the lists. */
  public CharlmText {
    train = List.copyOf(train);
    valid = List.copyOf(valid);
  }

  /**
   * Holds some lines out, at least one, drawn by the seed.
   *
   * @throws IllegalArgumentException if there are not two lines
   */
  public static CharlmText heldOut(List<String> lines, double share, long seed) {
    if (lines.size() < 2) {
      throw new IllegalArgumentException(
          "a text of "
              + lines.size()
              + " lines cannot be parted into one to learn from and one to validate on; give more,"
              + " one sentence a line");
    }
    int wanted = (int) Math.max(1, Math.min(lines.size() - 1, Math.round(share * lines.size())));
    SplittableRandom random = new SplittableRandom(Randomness.seedFor(seed, "held out"));
    BitSet isHeldOut = new BitSet(lines.size());
    while (isHeldOut.cardinality() < wanted) {
      // Few are drawn of many, so that one is seldom drawn twice.
      isHeldOut.set(random.nextInt(lines.size()));
    }
    List<String> train = new ArrayList<>();
    List<String> valid = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      (isHeldOut.get(i) ? valid : train).add(lines.get(i));
    }
    return new CharlmText(train, valid);
  }
}
