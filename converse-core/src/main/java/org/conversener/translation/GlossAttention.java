package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the attention of a word-for-word translation together: blocks along the diagonal, one after
 * the other, cut into windows between blocks. A block's English words attend evenly to its source
 * subwords; the end-of-sentence of a window attends to its like.
 */
final class GlossAttention {
  private final int mostSubwords;
  private final List<String> target = new ArrayList<>();
  private final List<Translation.Window> windows = new ArrayList<>();
  // Of the window that is open: source owners of each block, and how many English words it has.
  private final List<int[]> blocks = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private int subwords;

  /** Windows close at so many source subwords or English words. */
  GlossAttention(int mostSubwords) {
    this.mostSubwords = mostSubwords;
  }

  /** Adds source subwords, given by the words that own them, and the English they become. */
  void add(int[] owners, List<String> english) {
    int size = Math.max(owners.length, english.size());
    if (!blocks.isEmpty() && subwords + size > mostSubwords) {
      close();
    }
    blocks.add(owners);
    sizes.add(english.size());
    subwords += size;
    target.addAll(english);
  }

  private void close() {
    int s = blocks.stream().mapToInt(block -> block.length).sum() + 1;
    int n = sizes.stream().mapToInt(Integer::intValue).sum() + 1;
    int[] sourceOwners = new int[s];
    int[] targetOwners = new int[n];
    float[] values = new float[n * s];
    int first = 0;
    int row = 0;
    int word = target.size() - (n - 1);
    for (int b = 0; b < blocks.size(); b++) {
      int[] block = blocks.get(b);
      System.arraycopy(block, 0, sourceOwners, first, block.length);
      for (int k = 0; k < sizes.get(b); k++) {
        targetOwners[row] = word++;
        for (int i = 0; i < block.length; i++) {
          values[row * s + first + i] = 1f / block.length;
        }
        row++;
      }
      first += block.length;
    }
    sourceOwners[s - 1] = Translation.EOS;
    targetOwners[n - 1] = Translation.EOS;
    values[n * s - 1] = 1;
    windows.add(new Translation.Window(sourceOwners, targetOwners, 1, values));
    blocks.clear();
    sizes.clear();
    subwords = 0;
  }

  /** The English words. */
  List<String> target() {
    return target;
  }

  /** The windows, the open one closed. */
  List<Translation.Window> windows() {
    if (!blocks.isEmpty() || windows.isEmpty()) {
      close();
    }
    return windows;
  }
}
