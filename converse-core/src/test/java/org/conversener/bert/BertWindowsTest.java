package org.conversener.bert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conversener.bert.BertWindows.Window;
import org.junit.jupiter.api.Test;

class BertWindowsTest {
  @Test
  void whatFitsIsOneWindow() {
    assertThat(new BertWindows(0, 4).all()).containsExactly(new Window(0, 0));
    assertThat(new BertWindows(4, 4).all()).containsExactly(new Window(0, 4));
  }

  @Test
  void windowsOverlapByHalfAndTheLastEndsWithTheRow() {
    assertThat(new BertWindows(9, 4).all())
        .containsExactly(new Window(0, 4), new Window(2, 6), new Window(4, 8), new Window(5, 9));
  }

  @Test
  void aPieceIsReadWhereItHasMostContext() {
    List<Window> windows = new BertWindows(20, 8).all();
    assertThat(windows).hasSize(4);
    assertThat(BertWindows.best(windows, 0)).isZero();
    assertThat(BertWindows.best(windows, 5)).isZero(); // 2 after, against 1 before in the next
    assertThat(BertWindows.best(windows, 6)).isEqualTo(1); // 1 after, against 2 before
    assertThat(BertWindows.best(windows, 19)).isEqualTo(3);
  }

  @Test
  void theBestWindowIsTheOneThatALookAtAllFinds() {
    for (int capacity = 1; capacity < 9; capacity++) {
      for (int pieces = 1; pieces < 40; pieces++) {
        List<Window> windows = new BertWindows(pieces, capacity).all();
        for (int piece = 0; piece < pieces; piece++) {
          assertThat(BertWindows.best(windows, piece))
              .as("%d of %d in windows of %d", piece, pieces, capacity)
              .isEqualTo(bestOfAll(windows, piece));
        }
      }
    }
  }

  private static int bestOfAll(List<Window> windows, int piece) {
    int best = -1;
    int most = -1;
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      int before = i == 0 ? Integer.MAX_VALUE : piece - window.start();
      int after = i == windows.size() - 1 ? Integer.MAX_VALUE : window.end() - 1 - piece;
      if (Math.min(before, after) > most) { // below 0 where the piece is not in the window
        most = Math.min(before, after);
        best = i;
      }
    }
    return best;
  }

  @Test
  void everyPieceIsReadWithAQuarterOfAWindowAround() {
    for (int capacity = 2; capacity < 12; capacity++) {
      for (int pieces = 1; pieces < 60; pieces++) {
        List<Window> windows = new BertWindows(pieces, capacity).all();
        for (int piece = 0; piece < pieces; piece++) {
          Window window = windows.get(BertWindows.best(windows, piece));
          int before = window.start() == 0 ? capacity : piece - window.start();
          int after = window.end() == pieces ? capacity : window.end() - 1 - piece;
          assertThat(Math.min(before, after))
              .as("%d of %d in windows of %d", piece, pieces, capacity)
              .isGreaterThanOrEqualTo((capacity - 1) / 4);
          assertThat(window.end() - window.start()).isLessThanOrEqualTo(capacity);
        }
      }
    }
  }
}
