package org.conversener.text;

import java.util.Comparator;

/**
 * That a source word and an English word stand for each other.
 *
 * @param source index of the source word, from 0
 * @param target index of the English word, from 0
 */
public record Link(int source, int target) implements Comparable<Link> {
  private static final Comparator<Link> ORDER =
      Comparator.comparingInt(Link::source).thenComparingInt(Link::target);

  /**
   * @throws IllegalArgumentException if an index is negative
   */
  public Link {
    if (source < 0 || target < 0) {
      throw new IllegalArgumentException(
          "a link counts words from 0: found source word "
              + source
              + " and English word "
              + target);
    }
  }

  /** By source word, then by English word. */
  @Override
  public int compareTo(Link other) {
    return ORDER.compare(this, other);
  }

  /** As in the Pharaoh format, {@code 0-1}. */
  @Override
  public String toString() {
    return source + "-" + target;
  }
}
