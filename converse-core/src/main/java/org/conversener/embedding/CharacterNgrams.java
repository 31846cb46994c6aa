package org.conversener.embedding;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The character n-grams that fastText takes a word apart into, each hashed to a row of a table.
 *
 * @param minn the characters of the shortest n-gram
 * @param maxn the characters of the longest
 * @param bucket the number of rows; n-grams share them by chance
 */
record CharacterNgrams(int minn, int maxn, int bucket) {
  /** A hostile file must not make a long word take for ever. */
  private static final int LONGEST = 64;

  private static final String END_OF_SENTENCE = "</s>";
  private static final int FNV_START = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  CharacterNgrams {
    if (minn < 0 || maxn < 1 || maxn > LONGEST || bucket < 1) {
      throw new IllegalArgumentException(
          "impossible n-grams of "
              + minn
              + " to "
              + maxn
              + " characters (at most "
              + LONGEST
              + ") in "
              + bucket
              + " rows");
    }
  }

  /** Hands out the row, from 0, of each n-gram of {@code <word>}, in fastText's order. */
  void forEachRow(String word, IntConsumer rows) {
    if (word.equals(END_OF_SENTENCE)) {
      return; // fastText takes it as a whole.
    }
    byte[] text = ("<" + word + ">").getBytes(StandardCharsets.UTF_8);
    for (int start = 0; start < text.length; start = nextCharacter(text, start)) {
      int hash = FNV_START;
      int end = start;
      for (int n = 1; n <= maxn && end < text.length; n++) {
        int next = nextCharacter(text, end);
        for (; end < next; end++) {
          // The byte is widened with its sign. FNV does not do that, but fastText does.
          hash = (hash ^ text[end]) * FNV_PRIME;
        }
        boolean isBracketAlone = n == 1 && (start == 0 || end == text.length);
        if (n >= minn && !isBracketAlone) {
          rows.accept(Integer.remainderUnsigned(hash, bucket));
        }
      }
    }
  }

  /** How many n-grams a word has. */
  int count(String word) {
    int[] count = {0};
    forEachRow(word, row -> count[0]++);
    return count[0];
  }

  private static int nextCharacter(byte[] text, int start) {
    int next = start + 1;
    while (next < text.length && (text[next] & 0xc0) == 0x80) {
      next++;
    }
    return next;
  }

  /** The three numbers by name, as the header of a model's file keeps them. */
  Map<String, String> toTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("minn", Integer.toString(minn));
    texts.put("maxn", Integer.toString(maxn));
    texts.put("bucket", Integer.toString(bucket));
    return texts;
  }

  /**
   * What {@link #toTexts} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static CharacterNgrams ofTexts(Map<String, String> texts) {
    return new CharacterNgrams(
        number(texts, "minn"), number(texts, "maxn"), number(texts, "bucket"));
  }

  private static int number(Map<String, String> texts, String name) {
    String text = texts.getOrDefault(name, "");
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "expected a whole number for " + name + ", found \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }
}
