package org.conversener.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads parallel text, {@code source TAB English} on each line.
 *
 * <p>A line without TAB or with two is bad data, for nobody knows which side is which. A line with
 * an empty side is left out, counted and told: published parallel text holds such lines.
 */
public final class BitextReader {
  private BitextReader() {}

  /**
   * Reads a file, plain or gzip.
   *
   * @throws BadDataException if a line does not have exactly one TAB, or the file holds no pair
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static Bitext read(Path file) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      return read(lines);
    }
  }

  /** As {@link #read(Path)}, from lines that the caller closes. */
  public static Bitext read(LineReader lines) throws IOException {
    List<SentencePair> pairs = new ArrayList<>();
    long emptySides = 0;
    long firstEmpty = 0;
    for (String line = lines.next(); line != null; line = lines.next()) {
      int tab = line.indexOf('\t');
      if (tab < 0 || line.indexOf('\t', tab + 1) >= 0) {
        throw lines.bad(
            "expected source TAB English, found "
                + (tab < 0 ? "no TAB" : "more than one TAB")
                + "; part the two sentences of a line by one TAB");
      }
      String source = line.substring(0, tab);
      String target = line.substring(tab + 1);
      if (source.isBlank() || target.isBlank()) {
        firstEmpty = emptySides == 0 ? lines.line() : firstEmpty;
        emptySides++;
      } else {
        pairs.add(new SentencePair(source, target));
      }
    }
    if (pairs.isEmpty()) {
      throw lines.bad("the file holds no sentence pair; expected source TAB English on each line");
    }
    List<String> notices =
        emptySides == 0
            ? List.of()
            : List.of(
                String.format(
                    Locale.ROOT,
                    "%s: %,d line%s left out because a side is empty, first at line %d",
                    lines.name(),
                    emptySides,
                    emptySides == 1 ? "" : "s",
                    firstEmpty));
    return new Bitext(lines.name(), pairs, emptySides, notices);
  }
}
