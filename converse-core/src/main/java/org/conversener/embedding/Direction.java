package org.conversener.embedding;

/** In which order a language model reads. */
public enum Direction {
  /** From the first character on; predicts the next. */
  FORWARD,
  /** From the last character back; predicts the one before. */
  BACKWARD;

  /** Reverses the characters in place if this is {@link #BACKWARD}. */
  void arrange(int[] characters) {
    if (this == FORWARD) {
      return;
    }
    for (int i = 0, j = characters.length - 1; i < j; i++, j--) {
      int kept = characters[i];
      characters[i] = characters[j];
      characters[j] = kept;
    }
  }
}
