package org.conversener.translation;

import java.util.List;

/**
 * How many subwords of a source sentence a translator reads together, end-of-sentence included.
 *
 * @param longest of the longest sentence in training
 * @param window a sentence with more is cut into windows of at most so many
 */
record SourceLengths(int longest, int window) {
  /**
   * What a translator of small parallel text still translates whole; of longer sentences it leaves
   * out parts, names among them (docs/RESULTS.md, "Long sentences in parts").
   */
  private static final int USUAL = 60;

  /** The share of the sentences in training that is no longer than a window. */
  private static final double SHARE = 0.95;

  /** Checks that a window is no longer than what training has shown. */
  SourceLengths {
    if (longest < 1 || window < 1 || window > longest) {
      throw new IllegalArgumentException(
          "window: expected 1 to " + longest + " subwords, found " + window);
    }
  }

  /** Windows as long as the longest sentence in training. */
  static SourceLengths upTo(int longest) {
    return new SourceLengths(longest, longest);
  }

  /**
   * Windows of 60 subwords, or as long as all but a twentieth of these sentences if that is more.
   *
   * @param sources the source sentences in training; at least one
   */
  static SourceLengths of(List<int[]> sources) {
    int[] lengths = sources.stream().mapToInt(source -> source.length).sorted().toArray();
    int longest = lengths[lengths.length - 1];
    int common = lengths[(int) Math.ceil(SHARE * lengths.length) - 1];
    return new SourceLengths(longest, Math.min(longest, Math.max(USUAL, common)));
  }

  /**
   * The same with other windows.
   *
   * @param subwords of a window; 0, or more than the longest sentence in training has, for windows
   *     as long as that
   * @throws IllegalArgumentException if it is 1 or negative: a window holds at least one subword
   *     and the end-of-sentence
   */
  SourceLengths withWindow(int subwords) {
    check(subwords);
    return new SourceLengths(longest, subwords == 0 ? longest : Math.min(longest, subwords));
  }

  /** Whether {@link #withWindow} takes it. */
  static void check(int subwords) {
    if (subwords < 0 || subwords == 1) {
      throw new IllegalArgumentException(
          "--window: expected at least 2 subwords, or 0 for as many as the longest sentence in"
              + " training has; found "
              + subwords);
    }
  }
}
