package org.conversener.bert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.conversener.text.WordPiece;

/**
 * What is read at once: the pieces of one window of a sentence, and which of their vectors are
 * those of words. A word is taken from the window in which it has most context.
 *
 * @param numbers of the pieces, with {@code [CLS]} and {@code [SEP]}
 * @param places where the first pieces of the words stand among them; the words stand side by side
 *     in the sentence
 * @param firstRow the row of the first of these words
 */
record WindowReading(long[] numbers, long[] places, int firstRow) {
  /** Pieces that are read side by side: enough that products are fast, few enough for the cache. */
  private static final int GROUP = 256;

  /**
   * The windows of a sentence, without those from which no word is taken.
   *
   * @param firstRow the row of the sentence's first word
   * @param positions the most pieces at once, with {@code [CLS]} and {@code [SEP]}
   */
  static List<WindowReading> of(
      List<String> words, int firstRow, WordPiece wordPiece, int positions) {
    int[][] cut = words.stream().map(wordPiece::numbers).toArray(int[][]::new);
    int[] pieces = Arrays.stream(cut).flatMapToInt(Arrays::stream).toArray();
    List<BertWindows.Window> windows = new BertWindows(pieces.length, positions - 2).all();
    List<WindowReading> readings = new ArrayList<>();
    int word = 0;
    int piece = 0;
    for (int i = 0; i < windows.size(); i++) {
      BertWindows.Window window = windows.get(i);
      int start = word;
      LongStream.Builder places = LongStream.builder();
      // The best window moves on with the piece, never back.
      while (word < cut.length && BertWindows.best(windows, piece) == i) {
        places.add(piece - window.start() + 1L); // behind [CLS]
        piece += cut[word++].length;
      }
      if (word > start) {
        readings.add(
            new WindowReading(
                numbers(pieces, window, wordPiece), places.build().toArray(), firstRow + start));
      }
    }
    if (word < cut.length) {
      throw new IllegalStateException("no window was chosen for word " + word + " of " + words);
    }
    return readings;
  }

  /**
   * Windows in groups that are read side by side, the longest first, so that no thread is left with
   * a long one at the end.
   *
   * @param threads few windows are parted too, so that none of these is idle
   */
  static List<List<WindowReading>> groups(List<WindowReading> readings, int threads) {
    List<WindowReading> sorted = new ArrayList<>(readings);
    sorted.sort(Comparator.comparingInt(reading -> -reading.numbers.length));
    long pieces = sorted.stream().mapToLong(reading -> reading.numbers.length).sum();
    long most = Math.min(GROUP, (pieces + threads - 1) / threads);
    List<List<WindowReading>> groups = new ArrayList<>();
    int start = 0;
    long size = 0;
    for (int i = 0; i < sorted.size(); i++) {
      int length = sorted.get(i).numbers.length;
      if (i > start && size + length > most) {
        groups.add(sorted.subList(start, i));
        start = i;
        size = 0;
      }
      size += length;
    }
    if (start < sorted.size()) {
      groups.add(sorted.subList(start, sorted.size()));
    }
    return groups;
  }

  private static long[] numbers(int[] pieces, BertWindows.Window window, WordPiece wordPiece) {
    int length = window.end() - window.start();
    long[] numbers = new long[length + 2];
    numbers[0] = wordPiece.number(WordPiece.START);
    for (int i = 0; i < length; i++) {
      numbers[i + 1] = pieces[window.start() + i];
    }
    numbers[length + 1] = wordPiece.number(WordPiece.END);
    return numbers;
  }
}
