package org.conversener.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a lexicon, {@code source TAB English} on each line, or {@code source TAB English TAB
 * PROBABILITY}. Entries with an empty side, and those less probable than is wanted, are left out,
 * counted and told.
 */
public final class LexiconReader {
  private LexiconReader() {}

  /**
   * Reads a file, plain or gzip.
   *
   * @param leastProbability entries that are less probable are left out; 0 to keep all
   * @throws BadDataException if a line has not two or three columns, the third is not from 0 to 1,
   *     or no entry is left
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static Lexicon read(Path file, double leastProbability) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      return read(lines, leastProbability);
    }
  }

  /** As {@link #read(Path, double)}, from lines that the caller closes. */
  public static Lexicon read(LineReader lines, double leastProbability) throws IOException {
    List<Lexicon.Entry> entries = new ArrayList<>();
    long improbable = 0;
    long emptySides = 0;
    for (String line = lines.next(); line != null; line = lines.next()) {
      String[] columns = line.split("\t", -1);
      if (columns.length < 2 || columns.length > 3) {
        throw lines.bad(
            "expected source TAB English, or a probability as third column, found "
                + columns.length
                + (columns.length == 1 ? " column" : " columns"));
      }
      double probability = columns.length == 2 ? 1 : probability(lines, columns[2]);
      if (columns[0].isBlank() || columns[1].isBlank()) {
        emptySides++;
      } else if (probability < leastProbability) {
        improbable++;
      } else {
        entries.add(new Lexicon.Entry(columns[0].strip(), columns[1].strip(), probability));
      }
    }
    if (entries.isEmpty()) {
      throw lines.bad("no entry is left; expected source TAB English on each line");
    }
    List<String> notices = new ArrayList<>();
    tell(notices, lines.name(), emptySides, "a side is empty");
    tell(notices, lines.name(), improbable, "their probability is below " + leastProbability);
    return new Lexicon(lines.name(), entries, notices);
  }

  private static double probability(LineReader lines, String column) {
    double probability;
    try {
      probability = Double.parseDouble(column);
    } catch (NumberFormatException e) {
      probability = Double.NaN;
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw lines.bad("expected a probability from 0 to 1 as third column, found " + column);
    }
    return probability;
  }

  private static void tell(List<String> notices, String name, long count, String why) {
    if (count > 0) {
      notices.add(
          String.format(Locale.ROOT, "%s: %,d entries left out because %s", name, count, why));
    }
  }
}
