package org.conversener.translation;

import java.util.List;

/** The symbols every vocabulary of a translator starts with, in fairseq's order. */
final class Symbols {
  /** Index 0 is unused, as in fairseq, whose files thus load without renumbering. */
  static final int UNUSED = 0;

  /** Padding. */
  static final int PAD = 1;

  /** End of sentence; also what the decoder reads first. */
  static final int EOS = 2;

  /** A subword that is not in the vocabulary. */
  static final int UNKNOWN = 3;

  /** Their names, by index. */
  static final List<String> NAMES = List.of("<unused>", "<pad>", "</s>", "<unk>");

  private Symbols() {}
}
