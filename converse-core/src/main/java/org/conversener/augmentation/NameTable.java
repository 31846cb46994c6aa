package org.conversener.augmentation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names that can be put into pairs, each once, however often it was seen: the names that a
 * translator drops are the rare ones.
 */
public final class NameTable {
  /** Where a name was found first. */
  public enum Origin {
    /** On both sides of a pair, letter by letter. */
    VERBATIM,
    /** On both sides of a lexicon's entry. */
    LEXICON,
    /** In a list of names. */
    LIST,
    /** On the source side of pairs only. */
    SOURCE
  }

  private final List<NamePair> spaced;
  private final List<NamePair> han;
  private final Map<Origin, Integer> counts;
  private final int leftOut;

  NameTable(Map<NamePair, Origin> names, int leftOut) {
    spaced = names.keySet().stream().filter(name -> !name.isHan()).toList();
    han = names.keySet().stream().filter(NamePair::isHan).toList();
    counts = new EnumMap<>(Origin.class);
    names.values().forEach(origin -> counts.merge(origin, 1, Integer::sum));
    this.leftOut = leftOut;
  }

  /** Names in scripts that part words by spaces, in the order in which they were found. */
  public List<NamePair> spaced() {
    return spaced;
  }

  /** Names whose source is in Chinese characters. */
  public List<NamePair> han() {
    return han;
  }

  /** How many names there are of an origin. */
  public int count(Origin origin) {
    return counts.getOrDefault(origin, 0);
  }

  /** How many lines of the lists have not the form of a name. */
  public int leftOut() {
    return leftOut;
  }

  /** The number of names. */
  public int size() {
    return spaced.size() + han.size();
  }
}
