package org.conversener.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads word vectors as text: {@code word number number ..} on each line, as GloVe, word2vec and
 * fastText write them, plain or gzip.
 *
 * <p>The first line may be fastText's header {@code COUNT WIDTH}. Otherwise the first line gives
 * the width, so its word must be free of spaces; later words may hold spaces, for the values are
 * taken from the right. A line with too few values, or with a number too many, is bad data. Of two
 * lines with one word the first is kept, as in gensim.
 */
public final class WordVectorReader {
  /** From here on a number is rounded to an infinite one in half precision, as models keep it. */
  private static final float HALF_OVERFLOW = 65520;

  private final LineReader lines;
  private final List<String> words = new ArrayList<>();
  private final Consumer<float[]> rows;
  private final Set<String> known = new HashSet<>();
  private int width;
  private long duplicates;
  private long firstDuplicate;

  /**
   * What was read beside the rows.
   *
   * @param words the words in the order of the file, no two equal
   * @param width the number of values of a vector
   * @param duplicates how many lines were left out because their word had come before
   * @param notices a sentence for each kind of thing left out, for the user
   */
  public record Read(List<String> words, int width, long duplicates, List<String> notices) {
    /** Copies the lists. */
    public Read {
      words = List.copyOf(words);
      notices = List.copyOf(notices);
    }
  }

  private WordVectorReader(LineReader lines, Consumer<float[]> rows) {
    this.lines = lines;
    this.rows = rows;
  }

  /**
   * Reads a file, plain or gzip.
   *
   * @throws BadDataException if a line has too few or too many values, a value is not a finite
   *     number or beyond half precision, a line has no word, or the file holds no vector
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static WordVectors read(Path file) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      return read(lines);
    }
  }

  /** As {@link #read(Path)}, from lines that the caller closes. */
  public static WordVectors read(LineReader lines) throws IOException {
    List<float[]> rows = new ArrayList<>();
    Read read = new WordVectorReader(lines, rows::add).readAll();
    return new WordVectors(read.words, rows, read.width, read.duplicates, read.notices);
  }

  /**
   * As {@link #read(Path)}, but hands each row on instead of keeping it.
   *
   * @param rows receives a new array for each word, in the order of the file
   */
  public static Read read(Path file, Consumer<float[]> rows) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      return new WordVectorReader(lines, rows).readAll();
    }
  }

  private Read readAll() throws IOException {
    String line = lines.next();
    long[] header = line == null ? null : headerOf(line);
    if (header != null) {
      width = (int) header[1];
      line = lines.next();
    }
    for (; line != null; line = lines.next()) {
      add(line);
    }
    if (words.isEmpty()) {
      throw lines.bad("the file holds no word vector; expected word number number .. on each line");
    }
    List<String> notices = new ArrayList<>();
    if (duplicates > 0) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: %,d line%s left out because the word had come before, first at line %d",
              lines.name(),
              duplicates,
              duplicates == 1 ? "" : "s",
              firstDuplicate));
    }
    if (header != null && header[0] != words.size() + duplicates) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: the header promises %,d vectors, found %,d; is the file cut off?",
              lines.name(),
              header[0],
              words.size() + duplicates));
    }
    return new Read(words, width, duplicates, notices);
  }

  /** Count and width, or null if this is not a header: two whole numbers, width above 1. */
  private static long @Nullable [] headerOf(String line) {
    int space = line.indexOf(' ');
    String trimmed = line.stripTrailing();
    if (!trimmed.matches("[0-9]{1,12} [0-9]{1,6}")) {
      return null;
    }
    long width = Long.parseLong(trimmed.substring(space + 1));
    return width < 2 ? null : new long[] {Long.parseLong(trimmed.substring(0, space)), width};
  }

  private void add(String line) {
    int end = endOfText(line, line.length());
    if (width == 0) {
      width = countFields(line, end) - 1;
      if (width < 1) {
        throw lines.bad("expected a word and its numbers, found one field: " + shown(line));
      }
    }
    float[] row = new float[width];
    for (int i = width - 1; i >= 0; i--) {
      int start = startOfField(line, end);
      if (start == 0) {
        throw lines.bad(
            String.format(
                Locale.ROOT,
                "expected a word and %d numbers, found %d fields: %s",
                width,
                countFields(line, line.length()),
                shown(line)));
      }
      row[i] = number(line, start, end);
      end = endOfText(line, start);
    }
    if (end == 0) {
      throw lines.bad("the line has no word before its " + width + " numbers: " + shown(line));
    }
    // Words may hold spaces, but one that ends in a number is a row with a value too many.
    int lastPart = startOfField(line, end);
    if (lastPart > 0 && isDecimal(line, lastPart, end)) {
      throw lines.bad(
          String.format(
              Locale.ROOT,
              "expected a word and %d numbers, found more numbers: %s",
              width,
              shown(line)));
    }
    String word = line.substring(0, end);
    if (!known.add(word)) {
      firstDuplicate = duplicates == 0 ? lines.line() : firstDuplicate;
      duplicates++;
      return;
    }
    words.add(word);
    rows.accept(row);
  }

  private float number(String line, int start, int end) {
    float value = FloatText.parse(line, start, end);
    if (!Float.isFinite(value)) {
      throw lines.bad("expected a number, found \"" + line.substring(start, end) + "\"");
    }
    if (Math.abs(value) >= HALF_OVERFLOW) {
      throw lines.bad("expected numbers up to 65504, found " + line.substring(start, end));
    }
    return value;
  }

  private static boolean isDecimal(String line, int start, int end) {
    return !Float.isNaN(FloatText.parse(line, start, end));
  }

  private static int endOfText(String line, int end) {
    int i = end;
    while (i > 0 && isSeparator(line.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static int startOfField(String line, int end) {
    int i = end;
    while (i > 0 && !isSeparator(line.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static int countFields(String line, int length) {
    int count = 0;
    for (int end = endOfText(line, length); end > 0; ) {
      count++;
      end = endOfText(line, startOfField(line, end));
    }
    return count;
  }

  // Only these two: U+00A0 and its kin are words or parts of words in published vectors.
  private static boolean isSeparator(char c) {
    return c == ' ' || c == '\t';
  }

  private static String shown(String line) {
    return line.length() <= 60 ? line : line.substring(0, 60) + "..";
  }
}
