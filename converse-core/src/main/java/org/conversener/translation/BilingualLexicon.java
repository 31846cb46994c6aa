package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;

/**
 * A dictionary into English.
 *
 * @param name the file as the user named it
 * @param entries in the order of the file
 * @param notices what was left out, for the user
 */
public record BilingualLexicon(String name, List<Entry> entries, List<String> notices) {
  /** Copies the lists. */
  public BilingualLexicon {
    entries = List.copyOf(entries);
    notices = List.copyOf(notices);
  }

  /**
   * A translation of a source word.
   *
   * @param source the source text, not blank
   * @param english the English text, not blank
   * @param probability how likely it is; 1 where the file does not say
   */
  public record Entry(String source, String english, double probability) {}

  /**
   * Reads a file, plain or gzip: {@code source TAB English} on each line, or {@code source TAB
   * English TAB probability}. Lines with an empty side are left out, counted and told.
   *
   * @throws org.conversener.corpus.BadDataException if a line is none of these, or there is none
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static BilingualLexicon read(Path file) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      List<Entry> entries = new ArrayList<>();
      long empty = 0;
      for (String line = lines.next(); line != null; line = lines.next()) {
        String[] fields = line.split("\t", -1);
        if (fields.length < 2 || fields.length > 3) {
          throw lines.bad(
              "expected source TAB English, or source TAB English TAB probability; found "
                  + fields.length
                  + (fields.length == 1 ? " field" : " fields"));
        }
        if (fields[0].isBlank() || fields[1].isBlank()) {
          empty++;
        } else {
          double probability = fields.length == 2 ? 1 : probability(fields[2], lines);
          entries.add(new Entry(fields[0].strip(), fields[1].strip(), probability));
        }
      }
      if (entries.isEmpty()) {
        throw lines.bad("the lexicon has no entry; expected source TAB English on each line");
      }
      List<String> notices =
          empty == 0
              ? List.of()
              : List.of(
                  String.format(
                      Locale.ROOT,
                      "%s: %,d lines left out because a side is empty",
                      lines.name(),
                      empty));
      return new BilingualLexicon(lines.name(), entries, notices);
    }
  }

  private static double probability(String text, LineReader lines) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value >= 0 && value <= 1)) {
      throw lines.bad("probability: expected a number from 0 to 1, found \"" + text + "\"");
    }
    return value;
  }
}
