package org.conversener.cli.demo.world;

import java.util.List;
import java.util.Map;

/**
 * A sentence frame.
 *
 * @param id its identifier
 * @param nameSlots what each slot for a name takes, in order
 * @param fillerSlots what each other slot takes, in order
 * @param tokens its realisation by language
 */
record Frame(
    String id,
    Map<String, NameSlot> nameSlots,
    Map<String, FillerSlot> fillerSlots,
    Trilingual<List<String>> tokens) {

  /** What a name slot takes: any of the alternatives; the short form of a name if so wanted. */
  record NameSlot(List<Alternative> alternatives, boolean shortForm) {}

  /** Names of a type and kind (empty: any kind), labelled as {@code label}. */
  record Alternative(String type, String kind, String label) {
    boolean takes(Name name) {
      return name.type().equals(type) && (kind.isEmpty() || kind.equals(name.kind()));
    }
  }

  /**
   * What a filler slot takes.
   *
   * @param categories lexicon categories, separated by bars
   * @param plural whether a noun is plural
   * @param owner the slot whose gender a noun with two genders takes; empty: a random one
   */
  record FillerSlot(String categories, boolean plural, String owner) {}
}
