package org.conversener.translation;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How weights between words become links (option {@code --align}).
 *
 * @param kind the rule
 * @param threshold the least weight of a link if the kind is {@link Kind#THRESHOLD}, otherwise 0
 */
public record AlignmentRule(Kind kind, float threshold) {
  /** A link for each English word. */
  public static final AlignmentRule BY_TARGET = of(Kind.BY_TARGET);

  private static final String THRESHOLD = "threshold:";
  private static final Pattern NUMBER =
      Pattern.compile("([0-9]+(\\.[0-9]+)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");

  /** The rules. */
  public enum Kind {
    /** Each English word is linked to the source word that receives most of it. */
    BY_TARGET,
    /** Each source word is linked to the English word from which it receives most. */
    BY_SOURCE,
    /** Links that both of the above make: few, and the surest. */
    INTERSECTION,
    /** Links that one of the two makes. */
    UNION,
    /**
     * The intersection, grown by neighbouring links of the union and then by links of words that
     * have none (Koehn, Och and Marcu 2003, as the manual of Moses has it).
     */
    GROW_DIAG_FINAL,
    /** All links with at least some weight; a word may have several or none. */
    THRESHOLD
  }

  /**
   * @throws IllegalArgumentException if the threshold is not a number above 0, or is given where
   *     none is used
   */
  public AlignmentRule {
    boolean isUsed = kind == Kind.THRESHOLD;
    if (isUsed ? !(threshold > 0) || Float.isInfinite(threshold) : threshold != 0) {
      throw new IllegalArgumentException(
          "align: expected a number above 0 with threshold only, found "
              + nameOf(kind)
              + " and "
              + threshold);
    }
  }

  /** A rule without threshold. */
  public static AlignmentRule of(Kind kind) {
    return new AlignmentRule(kind, 0);
  }

  /** All links of at least this weight. */
  public static AlignmentRule atLeast(float threshold) {
    return new AlignmentRule(Kind.THRESHOLD, threshold);
  }

  /**
   * Reads {@code by-target}, {@code by-source}, {@code intersection}, {@code union}, {@code
   * grow-diag-final} or {@code threshold:X}.
   *
   * @throws IllegalArgumentException if it is none of them, or X is not a number above 0
   */
  public static AlignmentRule parse(String text) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.THRESHOLD && nameOf(kind).equals(text)) {
        return of(kind);
      }
    }
    if (text.startsWith(THRESHOLD)) {
      String number = text.substring(THRESHOLD.length());
      if (NUMBER.matcher(number).matches()) {
        return atLeast(Float.parseFloat(number));
      }
    }
    throw new IllegalArgumentException(
        "align: expected by-target, by-source, intersection, union, grow-diag-final or threshold:X"
            + " with a number X above 0, found '"
            + text
            + "'");
  }

  private static String nameOf(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return kind == Kind.THRESHOLD ? THRESHOLD + threshold : nameOf(kind);
  }
}
