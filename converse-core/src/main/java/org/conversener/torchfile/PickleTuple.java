package org.conversener.torchfile;

import java.util.List;

/** A Python tuple. Equal to itself only: what a hostile file nests is never walked to compare. */
public final class PickleTuple {
  /** The tuple without items. */
  static final PickleTuple EMPTY = new PickleTuple(List.of());

  private final List<Object> items;

  PickleTuple(List<Object> items) {
    this.items = List.copyOf(items);
  }

  /** The items. */
  public List<Object> items() {
    return items;
  }
}
