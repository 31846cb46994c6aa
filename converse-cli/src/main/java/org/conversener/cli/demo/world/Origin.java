package org.conversener.cli.demo.world;

import java.util.List;

/**
 * What a sentence was made from.
 *
 * @param frame the identifier of its frame
 * @param names the names in it, in slot order; empty for a sentence without entities
 */
public record Origin(String frame, List<Name> names) {
  /** Copies the list. */
  public Origin {
    names = List.copyOf(names);
  }
}
