package org.conversener.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BERT's pieces of words: what {@link BasicTokenizer} makes of a word is cut, from the left, into
 * the longest pieces of a vocabulary; those that do not begin a token are marked {@code ##}.
 *
 * <p>Words are the user's own, each cut by itself, and each has at least one piece: so there are as
 * many words after as before. Immutable and thread-safe.
 */
public final class WordPiece {
  /** What stands for a token that cannot be cut. */
  public static final String UNKNOWN = "[UNK]";

  /** What stands before a sentence. */
  public static final String START = "[CLS]";

  /** What stands behind a sentence. */
  public static final String END = "[SEP]";

  private static final String INSIDE = "##";

  /** Tokens of more code points are not looked up; BERT was trained so. */
  private static final int LONGEST = 100;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final BasicTokenizer tokenizer;

  /**
   * @param vocabulary the pieces, numbered from 0; of equal ones the last counts, as in Hugging
   *     Face's tokenizer
   * @throws IllegalArgumentException if it lacks {@code [UNK]}, {@code [CLS]} or {@code [SEP]}
   */
  public WordPiece(List<String> vocabulary, BasicTokenizer tokenizer) {
    for (int i = 0; i < vocabulary.size(); i++) {
      numbers.put(vocabulary.get(i), i);
    }
    this.tokenizer = tokenizer;
    for (String special : List.of(UNKNOWN, START, END)) {
      var unused = number(special);
    }
  }

  /**
   * The number of a piece.
   *
   * @throws IllegalArgumentException if the vocabulary does not hold it
   */
  public int number(String piece) {
    Integer number = numbers.get(piece);
    if (number == null) {
      throw new IllegalArgumentException("the vocabulary has no piece " + piece);
    }
    return number;
  }

  /** The numbers of the pieces of a word, at least one. */
  public int[] numbers(String word) {
    return split(word).stream().mapToInt(this::number).toArray();
  }

  /** The pieces of a word, at least one. */
  public List<String> split(String word) {
    List<String> pieces = new ArrayList<>();
    for (String token : tokenizer.split(word)) {
      cut(token, pieces);
    }
    return pieces.isEmpty() ? List.of(UNKNOWN) : pieces;
  }

  private void cut(String token, List<String> pieces) {
    int[] points = token.codePoints().toArray();
    int before = pieces.size();
    int start = points.length > LONGEST ? -1 : 0;
    while (start >= 0 && start < points.length) {
      start = cutOne(points, start, pieces);
    }
    if (start < 0) {
      // A token of which any part is unknown is unknown as a whole.
      pieces.subList(before, pieces.size()).clear();
      pieces.add(UNKNOWN);
    }
  }

  /** Adds the longest piece from a place on; the place behind it, or -1 if there is none. */
  private int cutOne(int[] points, int start, List<String> pieces) {
    for (int end = points.length; end > start; end--) {
      String piece = (start > 0 ? INSIDE : "") + new String(points, start, end - start);
      if (numbers.containsKey(piece)) {
        pieces.add(piece);
        return end;
      }
    }
    return -1;
  }
}
