package org.conversener.augmentation;

import java.util.SplittableRandom;
import org.conversener.corpus.SentencePair;
import org.jspecify.annotations.Nullable;

/**
 * Makes pairs of nothing but names, as headlines, datelines and tables of results have them: a name
 * alone, two parted by a comma, one in brackets, two with a hyphen and a number.
 */
final class CopyPairs {
  private static final double ALONE = 0.4;
  private static final int HIGHEST_NUMBER = 60;

  private final NameDraw draw;
  private final double upperCase;

  CopyPairs(NameDraw draw, double upperCase) {
    this.draw = draw;
    this.upperCase = upperCase;
  }

  /**
   * A pair that was made.
   *
   * @param madeUp how many of its names are made up
   */
  record Copy(SentencePair pair, int madeUp) {}

  /** One pair; null if the table has no name. */
  @Nullable Copy make(SplittableRandom random) {
    NameDraw.Drawn one = draw.draw(random);
    if (one == null) {
      return null;
    }
    boolean isHan = one.name().isHan();
    boolean isUpperCase = random.nextDouble() < upperCase && !isHan;
    NamePair first = isUpperCase ? one.name().upperCase() : one.name();
    if (random.nextDouble() < ALONE) {
      return new Copy(new SentencePair(first.source(), first.english()), one.isMadeUp() ? 1 : 0);
    }
    NameDraw.Drawn two = draw.draw(isHan, random);
    if (two == null) {
      return null;
    }
    NamePair second = isUpperCase ? two.name().upperCase() : two.name();
    int form = random.nextInt(3);
    String number = Integer.toString(1 + random.nextInt(HIGHEST_NUMBER));
    return new Copy(
        new SentencePair(
            joined(form, isHan, first.source(), second.source(), number),
            joined(form, false, first.english(), second.english(), number)),
        (one.isMadeUp() ? 1 : 0) + (two.isMadeUp() ? 1 : 0));
  }

  private static String joined(
      int form, boolean isHan, String first, String second, String number) {
    return switch (form) {
      case 0 -> first + (isHan ? "，" : ", ") + second;
      case 1 -> isHan ? first + "（" + second + "）" : first + " (" + second + ")";
      default -> first + " - " + second + " " + number;
    };
  }
}
