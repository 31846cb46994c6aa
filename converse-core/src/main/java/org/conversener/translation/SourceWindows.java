package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a sentence with more subwords than a window may have into windows at punctuation, each of
 * which is translated on its own.
 *
 * @param subwords how words are cut
 * @param longest the most subwords of a window, the end-of-sentence included
 * @param positions rows of the network's table of positions
 */
record SourceWindows(Subwords subwords, int longest, int positions) {
  /** What closes after a clause's end: brackets and quotation marks. */
  private static final String CLOSING = "[\\p{Pe}\\p{Pf}\"']*";

  /** The mark at a clause's end; no mark that opens, and none that stands within words. */
  private static final String MARK = "[\\p{Po}&&[^¿¡\"'&@#%*/\\\\§¶†‡•·]]";

  /** A word behind which a clause ends, with punctuation at its end or of nothing else. */
  private static final Pattern CLAUSE_END =
      Pattern.compile(
          ".*"
              + MARK
              + CLOSING
              + "|.*[\\p{Pe}\\p{Pf}&&[^’]]"
              + CLOSING
              + "|.*[\\p{L}\\p{N}]\"|[–—]",
          Pattern.DOTALL);

  /**
   * A stretch of a sentence.
   *
   * @param start index of its first word
   * @param end index after its last
   * @param coded its subwords, owned by words counted from {@code start}
   */
  record Window(int start, int end, Subwords.Coded coded) {}

  /**
   * The windows of a sentence in order; together they hold every word once.
   *
   * @throws IllegalArgumentException if there is no word
   */
  List<Window> cut(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a sentence to translate needs at least one word");
    }
    List<Integer> starts = starts(words);
    List<Window> windows = new ArrayList<>();
    for (int w = 0; w < starts.size(); w++) {
      int start = starts.get(w);
      int end = w + 1 < starts.size() ? starts.get(w + 1) : words.size();
      windows.add(new Window(start, end, code(words.subList(start, end))));
    }
    return windows;
  }

  /** The source subwords; what exceeds the position table is cut off (only of a giant word). */
  private Subwords.Coded code(List<String> words) {
    Subwords.Coded coded = subwords.codeSource(words);
    int most = positions - Symbols.PAD - 1;
    if (coded.ids().length <= most) {
      return coded;
    }
    int[] ids = Arrays.copyOf(coded.ids(), most);
    int[] owners = Arrays.copyOf(coded.owners(), most);
    ids[most - 1] = Symbols.EOS;
    owners[most - 1] = Translation.EOS;
    return new Subwords.Coded(ids, owners);
  }

  /**
   * Where windows start: each holds as many words as fit, or fewer, so that they are about equally
   * long, and ends behind a word that ends with punctuation, if one is not too far from there.
   */
  List<Integer> starts(List<String> words) {
    int[] pieces = new int[words.size()];
    for (int owner : subwords.codeSource(words).owners()) {
      if (owner != Translation.EOS) {
        pieces[owner]++;
      }
    }
    List<Integer> starts = new ArrayList<>();
    int rest = Arrays.stream(pieces).sum();
    for (int start = 0; start < words.size(); ) {
      starts.add(start);
      int end = end(words, pieces, start, rest);
      for (int word = start; word < end; word++) {
        rest -= pieces[word];
      }
      start = end;
    }
    return starts;
  }

  /** Where the window ends that starts here, before so many subwords. */
  private int end(List<String> words, int[] pieces, int start, int rest) {
    int room = longest - 1; // one for the end-of-sentence
    if (rest <= room) {
      return words.size();
    }
    int parts = (rest + room - 1) / room;
    int share = (rest + parts - 1) / parts;
    int clause = -1;
    int clauseDistance = share / 2 + 1;
    int even = start + 1;
    int evenDistance = Integer.MAX_VALUE;
    int filled = 0;
    for (int word = start; word < words.size(); word++) {
      filled += pieces[word];
      if (filled > room && word > start) {
        break;
      }
      int distance = Math.abs(filled - share);
      if (distance < evenDistance) {
        even = word + 1;
        evenDistance = distance;
      }
      if (distance < clauseDistance && CLAUSE_END.matcher(words.get(word)).matches()) {
        clause = word + 1;
        clauseDistance = distance;
      }
    }
    return clause < 0 ? even : clause;
  }
}
