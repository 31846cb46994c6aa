package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.conversener.tensor.Crew;
import org.conversener.tensor.Natives;

/** A window of a sentence, which is searched on its own, and what was found for it. */
final class Piece {
  /** How many pieces are searched together; more gain little and cost memory. */
  private static final int BATCH = 32;

  final SourceWindows.Window window;
  int[] prefix = {};
  List<BeamSearch.Hypothesis> found = List.of();

  Piece(SourceWindows.Window window) {
    this.window = window;
  }

  int[] ids() {
    return window.coded().ids();
  }

  /**
   * Searches pieces of equal length together, several groups of them side by side.
   *
   * @param count how many hypotheses of each are wanted
   */
  static void searchAll(BeamSearch search, List<Piece> pieces, int count) {
    TreeMap<Integer, List<Piece>> byLength = new TreeMap<>();
    for (Piece piece : pieces) {
      byLength.computeIfAbsent(piece.ids().length, n -> new ArrayList<>()).add(piece);
    }
    int threads = Natives.threads();
    int size = Math.max(1, Math.min(BATCH, (pieces.size() + threads - 1) / threads));
    List<List<Piece>> batches = new ArrayList<>();
    // The longest first, so that no thread is left with them at the end.
    for (List<Piece> ofLength : byLength.descendingMap().values()) {
      for (int start = 0; start < ofLength.size(); start += size) {
        batches.add(ofLength.subList(start, Math.min(start + size, ofLength.size())));
      }
    }
    Crew.work(batches.size(), i -> searchBatch(search, batches.get(i), count));
  }

  private static void searchBatch(BeamSearch search, List<Piece> batch, int count) {
    List<List<BeamSearch.Hypothesis>> found =
        search.search(
            batch.stream().map(Piece::ids).toList(),
            batch.stream().map(piece -> piece.prefix).toList(),
            count);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).found = found.get(i);
    }
  }
}
