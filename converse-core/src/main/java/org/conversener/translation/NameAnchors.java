package org.conversener.translation;

import java.util.HashMap;
import java.util.Map;

/**
 * Links names that stand verbatim on both sides of a pair, whatever the alignment says: of a name
 * seen once it knows next to nothing. A name is a form with a capital or a digit, longer than one
 * letter, that stands exactly once on each side.
 */
final class NameAnchors {
  private final Map<Integer, Integer> twins = new HashMap<>();

  /** Finds the forms that both languages have. */
  NameAnchors(Forms sources, Forms targets) {
    Map<String, Integer> english = new HashMap<>();
    for (int form = 0; form < targets.size(); form++) {
      english.put(targets.text(form), form);
    }
    for (int form = 0; form < sources.size(); form++) {
      String text = sources.text(form);
      Integer twin = english.get(text);
      boolean isName = Casing.hasCapital(text) || Casing.hasDigit(text);
      if (twin != null && isName && text.length() > 1) {
        twins.put(form, twin);
      }
    }
  }

  /**
   * Puts the names' links in the place of all other links of theirs.
   *
   * @param weight of a name's link
   */
  void apply(int[] source, int[] target, Map<Link, Integer> links, int weight) {
    for (int i = 0; i < source.length; i++) {
      Integer twin = twins.get(source[i]);
      if (twin != null && only(source, source[i]) == i) {
        int j = only(target, twin);
        if (j >= 0) {
          int place = i;
          links.keySet().removeIf(link -> link.source() == place || link.target() == j);
          links.put(new Link(i, j), weight);
        }
      }
    }
  }

  /** The place of a form that stands there once, or -1. */
  static int only(int[] sentence, int form) {
    int place = -1;
    for (int i = 0; i < sentence.length; i++) {
      if (sentence[i] == form) {
        if (place >= 0) {
          return -1;
        }
        place = i;
      }
    }
    return place;
  }
}
