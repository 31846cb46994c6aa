package org.conversener.augmentation;

/**
 * A word and where it stands in its text.
 *
 * @param start its first UTF-16 unit
 * @param end the unit after its last
 * @param opens whether a sentence may begin here, where a capital says nothing
 * @param follows whether one plain space and nothing else parts it from the word before
 */
record Word(String text, int start, int end, Kind kind, boolean opens, boolean follows) {
  /** What a word looks like. */
  enum Kind {
    /** At least two letters, the first a capital. */
    CAPITAL,
    /** A capital and a dot, as in {@code John F. Kennedy}. */
    INITIAL,
    /** Begins in lower case. */
    LOWER,
    /** With digits, a single letter, a part of an address, without case. */
    OTHER
  }
}
