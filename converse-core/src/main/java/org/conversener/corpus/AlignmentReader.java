package org.conversener.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.text.Alignment;

/**
 * Reads alignments in the Pharaoh format, a sentence a line, as {@link Alignment#parse} describes
 * it; an empty line is a sentence without links. To write one, write {@link Alignment#toString} and
 * a line end.
 */
public final class AlignmentReader {
  private AlignmentReader() {}

  /**
   * Reads a file, plain or gzip.
   *
   * @return the alignment of each line
   * @throws BadDataException if a link is malformed, or the file has no line at all
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static List<Alignment> read(Path file) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      return read(lines);
    }
  }

  /** As {@link #read(Path)}, from lines that the caller closes. */
  public static List<Alignment> read(LineReader lines) throws IOException {
    List<Alignment> alignments = new ArrayList<>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      alignments.add(parse(line, lines));
    }
    if (alignments.isEmpty()) {
      throw lines.bad(
          "the file is empty; expected the links of a sentence on each line, and an empty line for"
              + " a sentence without links");
    }
    return alignments;
  }

  private static Alignment parse(String line, LineReader lines) {
    try {
      return Alignment.parse(line);
    } catch (IllegalArgumentException e) {
      BadDataException bad = lines.bad(String.valueOf(e.getMessage()));
      bad.initCause(e);
      throw bad;
    }
  }
}
