package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.AtomicFile;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.text.Characters;
import org.jspecify.annotations.Nullable;

/**
 * Source words and the English each becomes. As a file: a line {@code converse-gloss 1 N}, then N
 * lines {@code source TAB count TAB English}, by source in the order of code points, the English
 * words parted by one space. Immutable.
 */
final class GlossTable {
  /** The most English words that one source word becomes. */
  static final int MOST_WORDS = 4;

  private static final String HEADER = "converse-gloss 1 ";

  /** The shortest line has three fields of one byte, two TABs and its end. */
  private static final int SHORTEST_LINE = 6;

  /**
   * What a source word becomes.
   *
   * @param count how often it stood in the parallel text, at least 1
   * @param english one to {@link #MOST_WORDS} words
   */
  record Entry(int count, List<String> english) {
    Entry {
      english = List.copyOf(english);
    }
  }

  private final Map<String, Entry> entries;
  private final int longest;

  /** A table of these entries. */
  GlossTable(Map<String, Entry> entries) {
    this.entries = Map.copyOf(entries);
    longest =
        entries.keySet().stream().mapToInt(s -> s.codePointCount(0, s.length())).max().orElse(0);
  }

  /** What a source word becomes, or null. */
  @Nullable Entry get(String source) {
    return entries.get(source);
  }

  int size() {
    return entries.size();
  }

  /** The number of code points of the longest source word. */
  int longest() {
    return longest;
  }

  /** The lines of the file, the first included. */
  List<String> lines() {
    List<String> sources = new ArrayList<>(entries.keySet());
    sources.sort(Characters.CODE_POINT_ORDER);
    List<String> lines = new ArrayList<>(sources.size() + 1);
    lines.add(HEADER + sources.size());
    for (String source : sources) {
      Entry entry = java.util.Objects.requireNonNull(entries.get(source));
      lines.add(source + "\t" + entry.count + "\t" + String.join(" ", entry.english));
    }
    return lines;
  }

  void write(Path file) throws IOException {
    AtomicFile.writeText(
        file,
        out -> {
          for (String line : lines()) {
            out.write(line);
            out.write('\n');
          }
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws org.conversener.corpus.BadDataException naming the line, if it breaks any rule
   */
  static GlossTable read(Path file) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      int size = size(lines, Files.size(file));
      Map<String, Entry> entries = new HashMap<>(size * 2);
      String previous = "";
      for (int i = 0; i < size; i++) {
        String line = lines.next();
        if (line == null) {
          throw lines.bad("expected " + size + " entries, found " + i);
        }
        String[] fields = line.split("\t", -1);
        if (fields.length != 3) {
          throw lines.bad("expected source TAB count TAB English, found \"" + line + "\"");
        }
        if (Characters.CODE_POINT_ORDER.compare(fields[0], previous) <= 0) {
          throw lines.bad(
              "expected a source word behind \"" + previous + "\", found \"" + fields[0] + "\"");
        }
        previous = fields[0];
        entries.put(fields[0], new Entry(count(fields[1], lines), english(fields[2], lines)));
      }
      if (lines.next() != null) {
        throw lines.bad("expected " + size + " entries, found more");
      }
      return new GlossTable(entries);
    }
  }

  private static int size(LineReader lines, long bytes) throws IOException {
    String first = lines.next();
    if (first == null || !first.startsWith(HEADER)) {
      throw lines.bad("expected \"" + HEADER + "\" and the number of entries");
    }
    int size = whole(first.substring(HEADER.length()));
    if (size < 0 || (long) size * SHORTEST_LINE > bytes) {
      throw lines.bad(
          "a file of " + bytes + " bytes cannot hold the entries it claims: \"" + first + "\"");
    }
    return size;
  }

  private static int count(String text, LineReader lines) {
    int count = whole(text);
    if (count < 1) {
      throw lines.bad("count: expected a whole number from 1, found \"" + text + "\"");
    }
    return count;
  }

  /** The number, or -1 if the text is not one as Java writes it. */
  private static int whole(String text) {
    return text.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
  }

  private static List<String> english(String text, LineReader lines) {
    List<String> words = List.of(text.split(" ", -1));
    if (words.size() > MOST_WORDS || words.contains("")) {
      throw lines.bad(
          "expected 1 to "
              + MOST_WORDS
              + " English words parted by one space, found \""
              + text
              + "\"");
    }
    return words;
  }
}
