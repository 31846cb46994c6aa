package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.text.Alignment;
import org.conversener.text.Link;

/**
 * Links between words where attention is strong. What has no weight above 0 is never linked; of
 * equal weights the word that comes first wins.
 *
 * <p>m source words, n English words.
 */
public final class AttentionAligner {
  private AttentionAligner() {}

  /** The links that a rule makes of one layer's attention, or of the mean; all are sure. */
  public static Alignment align(LayerAttention attention, AlignmentRule rule) {
    return align(attention.weights(), rule);
  }

  static Alignment align(WordMatrix weights, AlignmentRule rule) {
    boolean[][] byTarget = byTarget(weights); // [m][n]
    boolean[][] bySource = bySource(weights); // [m][n]
    boolean[][] grown =
        rule.kind() == AlignmentRule.Kind.GROW_DIAG_FINAL
            ? GrowDiagFinal.join(byTarget, bySource, weights.columns())
            : new boolean[0][];
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < weights.rows(); i++) {
      for (int j = 0; j < weights.columns(); j++) {
        boolean isLinked =
            switch (rule.kind()) {
              case BY_TARGET -> byTarget[i][j];
              case BY_SOURCE -> bySource[i][j];
              case INTERSECTION -> byTarget[i][j] && bySource[i][j];
              case UNION -> byTarget[i][j] || bySource[i][j];
              case GROW_DIAG_FINAL -> grown[i][j];
              case THRESHOLD -> weights.at(i, j) >= rule.threshold();
            };
        if (isLinked) {
          links.add(new Link(i, j));
        }
      }
    }
    return Alignment.of(links);
  }

  private static boolean[][] byTarget(WordMatrix weights) {
    boolean[][] isLinked = new boolean[weights.rows()][weights.columns()];
    for (int j = 0; j < weights.columns(); j++) {
      int i = weights.strongestRow(j);
      if (i >= 0) {
        isLinked[i][j] = true;
      }
    }
    return isLinked;
  }

  private static boolean[][] bySource(WordMatrix weights) {
    boolean[][] isLinked = new boolean[weights.rows()][weights.columns()];
    for (int i = 0; i < weights.rows(); i++) {
      int j = weights.strongestColumn(i);
      if (j >= 0) {
        isLinked[i][j] = true;
      }
    }
    return isLinked;
  }
}
