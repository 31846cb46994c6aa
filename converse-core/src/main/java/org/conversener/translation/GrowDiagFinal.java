package org.conversener.translation;

/**
 * The symmetrisation {@code grow-diag-final}, in the order of the pseudo-code in the manual of
 * Moses (REFERENCE 5.4), on which the result depends: English words outside, source words inside,
 * links added at once; at the end links of each English word before those of each source word.
 *
 * <p>m source words, n English words; matrices are [m][n].
 */
final class GrowDiagFinal {
  /** Steps to the neighbours, {English, source}: the four beside, then the four diagonal ones. */
  private static final int[][] NEIGHBOURS = {
    {-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}
  };

  private final boolean[][] links;
  private final boolean[] hasSource;
  private final boolean[] hasTarget;

  private GrowDiagFinal(int sources, int targets) {
    links = new boolean[sources][targets];
    hasSource = new boolean[sources];
    hasTarget = new boolean[targets];
  }

  /**
   * Joins the links of both directions.
   *
   * @param columns n, which an alignment without source words does not tell
   */
  static boolean[][] join(boolean[][] byTarget, boolean[][] bySource, int columns) {
    GrowDiagFinal joined = new GrowDiagFinal(byTarget.length, columns);
    for (int i = 0; i < byTarget.length; i++) {
      for (int j = 0; j < columns; j++) {
        if (byTarget[i][j] && bySource[i][j]) {
          joined.add(i, j);
        }
      }
    }
    while (joined.grow(byTarget, bySource)) {
      // Until nothing is added any more.
    }
    joined.addFinal(byTarget);
    joined.addFinal(bySource);
    return joined.links;
  }

  private boolean grow(boolean[][] byTarget, boolean[][] bySource) {
    boolean isGrown = false;
    for (int j = 0; j < hasTarget.length; j++) {
      for (int i = 0; i < hasSource.length; i++) {
        for (int[] step : links[i][j] ? NEIGHBOURS : new int[0][]) {
          int target = j + step[0];
          int source = i + step[1];
          boolean isInside =
              target >= 0 && target < hasTarget.length && source >= 0 && source < hasSource.length;
          if (isInside
              && (byTarget[source][target] || bySource[source][target])
              && isWanted(source, target)) {
            add(source, target);
            isGrown = true;
          }
        }
      }
    }
    return isGrown;
  }

  private void addFinal(boolean[][] direction) {
    for (int j = 0; j < hasTarget.length; j++) {
      for (int i = 0; i < hasSource.length; i++) {
        if (direction[i][j] && isWanted(i, j)) {
          add(i, j);
        }
      }
    }
  }

  private boolean isWanted(int i, int j) {
    return !hasSource[i] || !hasTarget[j];
  }

  private void add(int i, int j) {
    links[i][j] = true;
    hasSource[i] = true;
    hasTarget[j] = true;
  }
}
