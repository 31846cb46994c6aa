package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a sentence with more subwords than any in training into windows at punctuation, each of
 * which is translated on its own.
 *
 * @param subwords how words are cut
 * @param longest the number of subwords of the longest source sentence in training, the
 *     end-of-sentence included
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
   * Where windows start: each holds as many words as fit into the longest training length, but ends
   * behind the last word in its second half that ends with punctuation, if there is one.
   */
  List<Integer> starts(List<String> words) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    int[] owners = subwords.codeSource(words).owners();
    int[] pieces = new int[words.size()];
    for (int owner : owners) {
      if (owner != Translation.EOS) {
        pieces[owner]++;
      }
    }
    int start = 0;
    int filled = 0;
    for (int word = 0; word < words.size(); word++) {
      // One more for the end-of-sentence, which the longest training length counts too. Again after
      // a cut: what stands behind the punctuation may be too long still.
      while (filled + pieces[word] + 1 > longest && word > start) {
        int cut = word;
        for (int i = word - 1; i > start + (word - start) / 2; i--) {
          if (CLAUSE_END.matcher(words.get(i)).matches()) {
            cut = i + 1;
            break;
          }
        }
        starts.add(cut);
        start = cut;
        filled = 0;
        for (int i = cut; i < word; i++) {
          filled += pieces[i];
        }
      }
      filled += pieces[word];
    }
    return starts;
  }
}
