package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was made.
 *
 * @param table the names
 * @param pairs pairs that were looked through
 * @param pairsWithSlot those with a name that can be swapped
 * @param slots names that can be swapped
 * @param swapped pairs with other names
 * @param notSwapped pairs for which no other name was found
 * @param upperCase those of {@code swapped} whose names are in upper case
 * @param copies pairs of nothing but names
 * @param madeUp names among all these that are made up
 * @param lexiconPairs entries of lexicons that became pairs
 * @param lexiconEntries entries there are
 * @param headlines copies of pairs in capitals
 */
public record AugmentationReport(
    NameTable table,
    int pairs,
    int pairsWithSlot,
    int slots,
    int swapped,
    int notSwapped,
    int upperCase,
    int copies,
    int madeUp,
    int lexiconPairs,
    int lexiconEntries,
    int headlines) {

  /** A sentence for each kind of thing that was asked for. */
  public List<String> notices() {
    List<String> notices = new ArrayList<>();
    notices.add(
        format(
            "names: %,d (%,d verbatim on both sides, %,d from lexicons, %,d from lists, %,d of the"
                + " source side)",
            table.size(),
            table.count(NameTable.Origin.VERBATIM),
            table.count(NameTable.Origin.LEXICON),
            table.count(NameTable.Origin.LIST),
            table.count(NameTable.Origin.SOURCE)));
    if (table.leftOut() > 0) {
      notices.add(
          format(
              "lists: %,d lines left out, for they have not the form of a name (one to %d words"
                  + " with capitals, no digits)",
              table.leftOut(), NameSpan.MOST_WORDS));
    }
    notices.add(
        format("pairs with a name to swap: %,d of %,d (%,d names)", pairsWithSlot, pairs, slots));
    notices.add(
        format(
            "made: %,d pairs with other names (%,d in upper case), %,d pairs of names, %,d of %,d"
                + " entries of lexicons; %,d names are made up",
            swapped, upperCase, copies, lexiconPairs, lexiconEntries, madeUp));
    if (headlines > 0) {
      notices.add(format("made: %,d copies of pairs in capitals", headlines));
    }
    if (notSwapped > 0) {
      notices.add(format("not made: %,d pairs for which no other name was found", notSwapped));
    }
    return notices;
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
