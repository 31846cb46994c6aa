package org.conversener.cli.demo.world;

import java.util.List;

/**
 * A name of the demo world.
 *
 * @param type PER, ORG or LOC: what it names unless a frame relabels it
 * @param kind a finer sort, such as {@code city} or {@code bank}; what frames ask for
 * @param list the list it belongs to
 * @param stem the English word or words that make it this name ("Tamo" of "University of Tamo", the
 *     family name of a person); names that share a stem are in one list
 * @param gender gender of the person or of the Spanish name
 * @param surfaces the ways to write it, each in every language; more frequent ones may repeat, a
 *     short form is last
 */
public record Name(
    String type,
    String kind,
    NameList list,
    String stem,
    Gender gender,
    List<Trilingual<NameForm>> surfaces) {
  /** Copies the surfaces. */
  public Name {
    surfaces = List.copyOf(surfaces);
  }

  @Override
  public String toString() {
    return type + "." + kind + "(" + stem + ", " + list + ")";
  }
}
