package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;

/** How the alignments of the two directions become one (Och and Ney 2003, Koehn et al. 2005). */
public enum Symmetrisation {
  /** The links both directions have: few and sure, one a word at most. */
  INTERSECTION,
  /**
   * The intersection, and links of either direction that stand beside one of its links and reach a
   * word that had none.
   */
  GROW_DIAGONAL;

  private static final int[][] NEIGHBOURS = {
    {-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}
  };

  /**
   * Joins two alignments.
   *
   * @param sourceOf for each English word the place of its source word, or -1
   * @param targetOf for each source word the place of its English word, or -1
   * @return the links by source word, then by English word
   */
  public List<Link> join(int[] sourceOf, int[] targetOf) {
    boolean[][] either = new boolean[targetOf.length][sourceOf.length];
    boolean[][] links = new boolean[targetOf.length][sourceOf.length];
    boolean[] hasSource = new boolean[targetOf.length];
    boolean[] hasTarget = new boolean[sourceOf.length];
    for (int j = 0; j < sourceOf.length; j++) {
      if (sourceOf[j] >= 0) {
        either[sourceOf[j]][j] = true;
      }
    }
    for (int i = 0; i < targetOf.length; i++) {
      int j = targetOf[i];
      if (j >= 0) {
        boolean isBoth = either[i][j];
        either[i][j] = true;
        links[i][j] = isBoth;
        hasSource[i] |= isBoth;
        hasTarget[j] |= isBoth;
      }
    }
    if (this == GROW_DIAGONAL) {
      while (grow(either, links, hasSource, hasTarget)) {
        // Each round may give new neighbours.
      }
    }
    List<Link> list = new ArrayList<>();
    for (int i = 0; i < links.length; i++) {
      for (int j = 0; j < sourceOf.length; j++) {
        if (links[i][j]) {
          list.add(new Link(i, j));
        }
      }
    }
    return list;
  }

  private static boolean grow(
      boolean[][] either, boolean[][] links, boolean[] hasSource, boolean[] hasTarget) {
    boolean hasGrown = false;
    for (int i = 0; i < links.length; i++) {
      for (int j = 0; j < links[i].length; j++) {
        for (int k = 0; links[i][j] && k < NEIGHBOURS.length; k++) {
          int a = i + NEIGHBOURS[k][0];
          int b = j + NEIGHBOURS[k][1];
          boolean isInside = a >= 0 && a < links.length && b >= 0 && b < links[i].length;
          if (isInside && either[a][b] && !links[a][b] && !(hasSource[a] && hasTarget[b])) {
            links[a][b] = true;
            hasSource[a] = true;
            hasTarget[b] = true;
            hasGrown = true;
          }
        }
      }
    }
    return hasGrown;
  }
}
