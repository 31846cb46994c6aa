package org.conversener.translation;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.conversener.text.Link;

/** The pseudo-code of the manual of Moses with sets of links, each question a search. */
final class SymmetrisationOracle {
  private SymmetrisationOracle() {}

  static SortedSet<Link> growDiagFinal(
      SortedSet<Link> byTarget, SortedSet<Link> bySource, int sources, int targets) {
    SortedSet<Link> union = new TreeSet<>(byTarget);
    union.addAll(bySource);
    SortedSet<Link> alignment = new TreeSet<>(byTarget);
    alignment.retainAll(bySource);
    int before;
    do {
      before = alignment.size();
      for (int e = 0; e < targets; e++) {
        for (int f = 0; f < sources; f++) {
          if (alignment.contains(new Link(f, e))) {
            tryAdd(alignment, union, e - 1, f);
            tryAdd(alignment, union, e, f - 1);
            tryAdd(alignment, union, e + 1, f);
            tryAdd(alignment, union, e, f + 1);
            tryAdd(alignment, union, e - 1, f - 1);
            tryAdd(alignment, union, e - 1, f + 1);
            tryAdd(alignment, union, e + 1, f - 1);
            tryAdd(alignment, union, e + 1, f + 1);
          }
        }
      }
    } while (alignment.size() > before);
    for (SortedSet<Link> direction : List.of(byTarget, bySource)) {
      for (int e = 0; e < targets; e++) {
        for (int f = 0; f < sources; f++) {
          tryAdd(alignment, direction, e, f);
        }
      }
    }
    return alignment;
  }

  private static void tryAdd(SortedSet<Link> alignment, SortedSet<Link> allowed, int e, int f) {
    boolean hasTarget = alignment.stream().anyMatch(link -> link.target() == e);
    boolean hasSource = alignment.stream().anyMatch(link -> link.source() == f);
    boolean isAllowed = allowed.stream().anyMatch(link -> link.source() == f && link.target() == e);
    if (isAllowed && (!hasTarget || !hasSource)) {
      alignment.add(new Link(f, e));
    }
  }
}
