package org.conversener.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding of words (Sennrich, Haddow and Birch 2016), equal to subword-nmt's version
 * 0.2.
 *
 * <p>A word begins as its characters, the last one marked as such; then, as long as there is one,
 * the pair of neighbours that was learned first is merged wherever it stands, from left to right.
 * All pieces of a word but the last are written with {@code @@} behind them.
 *
 * <p>Safe for use by many threads. A word of the text that itself ends in {@code @@} cannot be told
 * from a piece by {@link #join}.
 */
public final class Bpe {
  /** What is written behind every piece of a word but the last. */
  public static final String CONTINUATION = "@@";

  /** What marks, inside merges, a symbol that ends its word. */
  static final String END_OF_WORD = "</w>";

  private static final String VERSION = "#version: 0.2";

  /** Words of running text repeat; beyond so many distinct ones the rare are split anew. */
  private static final int CACHED_WORDS = 200_000;

  /** Two symbols that are merged into one. */
  public record Merge(String left, String right) {
    String merged() {
      return left + right;
    }
  }

  private final List<Merge> merges;
  private final Map<Merge, Integer> ranks;
  private final Map<String, Merge> parts;
  private final @Nullable Set<String> vocabulary;
  private final Map<String, List<String>> cache = new ConcurrentHashMap<>();

  private Bpe(List<Merge> merges, @Nullable Set<String> vocabulary) {
    this.merges = List.copyOf(merges);
    this.vocabulary = vocabulary == null ? null : Set.copyOf(vocabulary);
    // From the last to the first, so that the first of equal merges gives the rank, and the
    // earliest way to make a symbol is the way it is taken apart.
    Map<Merge, Integer> lastToFirst = new LinkedHashMap<>();
    for (int rank = merges.size() - 1; rank >= 0; rank--) {
      lastToFirst.put(merges.get(rank), rank);
    }
    this.ranks = lastToFirst;
    this.parts = new HashMap<>();
    for (Merge merge : lastToFirst.keySet()) {
      // Text that spells out the end mark can merge to something that only looks like a word's end.
      boolean isTorn =
          merge.merged().endsWith(END_OF_WORD) && merge.right().length() <= END_OF_WORD.length();
      if (!isTorn) {
        parts.put(merge.merged(), merge);
      }
    }
  }

  /**
   * Learns merges: each time the most frequent pair of neighbours, of equals the one that is last
   * in code point order; at most {@code merges} of them, and none of a pair that occurs once.
   *
   * @throws IllegalArgumentException if a word is empty or holds a space or line break, if a count
   *     or the number of merges is negative
   */
  public static Bpe learn(Map<String, Long> wordCounts, int merges) {
    return of(BpeLearner.learn(wordCounts, merges));
  }

  /** The encoding with these merges, first learned first. */
  public static Bpe of(List<Merge> merges) {
    return new Bpe(merges, null);
  }

  /**
   * Reads a file of merges: {@code #version: 0.2}, then two symbols and a space between them a
   * line.
   *
   * @throws IllegalArgumentException naming the line (from 1) where it is not so
   */
  public static Bpe fromLines(List<String> lines) {
    if (lines.isEmpty() || !lines.get(0).strip().equals(VERSION)) {
      throw new IllegalArgumentException(
          "merges, line 1: expected \""
              + VERSION
              + "\", found "
              + (lines.isEmpty() ? "no line" : "\"" + lines.get(0) + "\"")
              + "; other versions mark the end of a word differently: learn the merges again");
    }
    List<Merge> merges = new ArrayList<>(lines.size());
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      int space = line.indexOf(' ');
      if (space < 1 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
        throw new IllegalArgumentException(
            "merges, line "
                + (i + 1)
                + ": expected two symbols with one space between them, found \""
                + line
                + "\"");
      }
      merges.add(new Merge(line.substring(0, space), line.substring(space + 1)));
    }
    return of(merges);
  }

  /** What {@link #fromLines} reads. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(merges.size() + 1);
    lines.add(VERSION);
    merges.forEach(merge -> lines.add(merge.left() + " " + merge.right()));
    return lines;
  }

  /** The merges, first learned first. */
  public List<Merge> merges() {
    return merges;
  }

  /**
   * The same merges, but pieces outside of a vocabulary are taken apart again, merge by merge,
   * until their parts are in it or are characters: no model sees a piece that was rare in its
   * training.
   *
   * @param pieces the pieces to keep, as {@link #split} gives them
   */
  public Bpe withVocabulary(Set<String> pieces) {
    return new Bpe(merges, pieces);
  }

  /**
   * The pieces of a word.
   *
   * @throws IllegalArgumentException if the word is empty
   */
  public List<String> split(String word) {
    List<String> known = cache.get(word);
    if (known != null) {
      return known;
    }
    List<String> pieces = splitAnew(word);
    if (cache.size() < CACHED_WORDS) {
      cache.put(word, pieces);
    }
    return pieces;
  }

  /** The pieces of words in a row. */
  public List<String> split(List<String> words) {
    List<String> pieces = new ArrayList<>(words.size() * 2);
    words.forEach(word -> pieces.addAll(split(word)));
    return pieces;
  }

  /**
   * The words of pieces in a row. A last piece that asks for another ends its word all the same.
   */
  public static List<String> join(List<String> pieces) {
    List<String> words = new ArrayList<>(pieces.size());
    StringBuilder word = new StringBuilder();
    for (String piece : pieces) {
      if (piece.endsWith(CONTINUATION)) {
        word.append(piece, 0, piece.length() - CONTINUATION.length());
      } else {
        words.add(word.append(piece).toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** The symbols a word begins as: its characters, the last with the end mark. */
  static List<String> characters(String word) {
    if (word.isEmpty()) {
      throw new IllegalArgumentException("an empty word has no pieces");
    }
    List<String> symbols = new ArrayList<>(word.length());
    word.codePoints().forEach(c -> symbols.add(Character.toString(c)));
    symbols.set(symbols.size() - 1, symbols.get(symbols.size() - 1) + END_OF_WORD);
    return symbols;
  }

  private List<String> splitAnew(String word) {
    List<String> symbols = characters(word);
    if (symbols.size() == 1) {
      return List.of(word);
    }
    for (Merge next = best(symbols); next != null; next = best(symbols)) {
      symbols = merge(symbols, next);
    }
    int last = symbols.size() - 1;
    String end = symbols.get(last);
    symbols.set(last, end.substring(0, end.length() - END_OF_WORD.length()));
    List<String> pieces = new ArrayList<>(symbols.size());
    for (int i = 0; i <= last; i++) {
      addKnownParts(symbols.get(i), i == last, pieces);
    }
    return List.copyOf(pieces);
  }

  private @Nullable Merge best(List<String> symbols) {
    Merge best = null;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < symbols.size(); i++) {
      Merge pair = new Merge(symbols.get(i), symbols.get(i + 1));
      int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
      if (rank < bestRank) {
        best = pair;
        bestRank = rank;
      }
    }
    return best;
  }

  /** Merges a pair wherever it stands; of overlapping places the left one. */
  static List<String> merge(List<String> symbols, Merge pair) {
    List<String> merged = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      boolean stands =
          i + 1 < symbols.size()
              && symbols.get(i).equals(pair.left())
              && symbols.get(i + 1).equals(pair.right());
      merged.add(stands ? pair.merged() : symbols.get(i));
      i += stands ? 1 : 0;
    }
    return merged;
  }

  private record Part(String text, boolean isLast) {
    String piece() {
      return isLast ? text : text + CONTINUATION;
    }
  }

  private void addKnownParts(String symbol, boolean isLast, List<String> pieces) {
    Deque<Part> open = new ArrayDeque<>(List.of(new Part(symbol, isLast)));
    while (!open.isEmpty()) {
      Part part = open.pop();
      Merge made = parts.get(part.isLast() ? part.text() + END_OF_WORD : part.text());
      if (made == null || vocabulary == null || vocabulary.contains(part.piece())) {
        pieces.add(part.piece());
      } else {
        String right = made.right();
        int end = right.length() - (part.isLast() ? END_OF_WORD.length() : 0);
        open.push(new Part(right.substring(0, end), part.isLast()));
        open.push(new Part(made.left(), false));
      }
    }
  }
}
