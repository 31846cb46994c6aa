package org.conversener.bert;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of pieces in windows of equal length that overlap by half, of which the last ends where the
 * row does; one window if it fits.
 */
record BertWindows(int pieces, int capacity) {
  /** The pieces from {@code start} up to, not including, {@code end}. */
  record Window(int start, int end) {}

  /** All windows, in order. */
  List<Window> all() {
    List<Window> windows = new ArrayList<>();
    int stride = Math.max(1, capacity / 2);
    int last = Math.max(0, pieces - capacity);
    for (int start = 0; start < last; start += stride) {
      windows.add(new Window(start, start + capacity));
    }
    windows.add(new Window(last, pieces));
    return windows;
  }

  /** The index of the window in which a piece has most context on its poorer side. */
  static int best(List<Window> windows, int piece) {
    int best = -1;
    int most = -1;
    for (int i = first(windows, piece); i < windows.size() && windows.get(i).start <= piece; i++) {
      Window window = windows.get(i);
      // Where the row itself begins or ends nothing is lost.
      int before = i == 0 ? Integer.MAX_VALUE : piece - window.start;
      int after = i == windows.size() - 1 ? Integer.MAX_VALUE : window.end - 1 - piece;
      if (Math.min(before, after) > most) {
        most = Math.min(before, after);
        best = i;
      }
    }
    return best;
  }

  /** The index of the first window that ends behind a piece; their number if none does. */
  private static int first(List<Window> windows, int piece) {
    int low = 0;
    int high = windows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (windows.get(middle).end > piece) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
