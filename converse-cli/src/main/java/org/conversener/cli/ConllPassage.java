package org.conversener.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.corpus.ConllFormat;
import org.conversener.corpus.LineReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an unlabelled CoNLL text one by one, so that every one of them, blank lines
 * and {@code -DOCSTART-} among them, has its place in the output. Columns are parted as {@code
 * ConllReader} parts them: by TAB in a line that has one, else by runs of spaces.
 */
final class ConllPassage {
  /** The token of a line that is a document's boundary. */
  static final String DOCSTART = "-DOCSTART-";

  private final LineReader lines;
  private final int tokenColumn;
  private final boolean stripsSegmentDigit;
  private int width;
  private long widthLine;

  /**
   * @param format its columns and segment digits count
   */
  ConllPassage(LineReader lines, ConllFormat format) {
    this.lines = lines;
    tokenColumn = Math.max(0, format.columns().indexOf("token"));
    width = format.columns().size();
    stripsSegmentDigit = format.stripsSegmentDigit();
  }

  /**
   * A line.
   *
   * @param columns its columns as they stood; none if it is blank
   * @param separator what parts them
   * @param token the word; null if the line is blank or a document's boundary
   */
  record Line(List<String> columns, String separator, @Nullable String token) {
    boolean isBlank() {
      return columns.isEmpty();
    }
  }

  /**
   * The next line, or null after the last.
   *
   * @throws org.conversener.corpus.BadDataException if it has more or fewer columns than the first,
   *     an empty token, or no segment digit where one is to be stripped
   */
  @Nullable Line next() throws IOException {
    String text = lines.next();
    if (text == null) {
      return null;
    }
    boolean hasTab = text.indexOf('\t') >= 0;
    List<String> columns = split(text, hasTab);
    String separator = hasTab ? "\t" : " ";
    int column = Math.min(tokenColumn, columns.size() - 1);
    if (columns.isEmpty() || columns.get(column).equals(DOCSTART)) {
      return new Line(columns, separator, null);
    }
    checkWidth(columns.size());
    return new Line(columns, separator, token(columns.get(tokenColumn)));
  }

  /** Whether more can be read without waiting for whoever writes. */
  boolean isReady() throws IOException {
    return lines.isReady();
  }

  private static List<String> split(String text, boolean hasTab) {
    List<String> columns = new ArrayList<>();
    for (String column : text.split(hasTab ? "\t" : " ", -1)) {
      if (hasTab || !column.isEmpty()) {
        columns.add(column);
      }
    }
    return columns;
  }

  private void checkWidth(int found) {
    if (width == 0) {
      width = found;
      widthLine = lines.line();
    }
    if (found != width) {
      throw lines.bad(
          String.format(
              Locale.ROOT,
              "expected %d columns as in %s, found %d",
              width,
              widthLine == 0 ? "--columns" : "line " + widthLine,
              found));
    }
  }

  private String token(String column) {
    if (column.isEmpty()) {
      throw lines.bad("the token is empty; expected a word before the TAB");
    }
    if (!stripsSegmentDigit) {
      return column;
    }
    int last = column.length() - 1;
    if (last == 0 || column.charAt(last) < '0' || column.charAt(last) > '9') {
      throw lines.bad("expected a character and its segment digit, found \"" + column + "\"");
    }
    return column.substring(0, last);
  }
}
