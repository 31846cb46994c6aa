package org.conversener.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.text.TagScheme;
import org.jspecify.annotations.Nullable;

/**
 * Reads CoNLL files: a word a line, a blank line after a sentence.
 *
 * <p>{@link #read} reads a file whole, detects the scheme and counts what it repaired; {@link
 * #next} streams, for files of any length. TAB parts the columns of a line that has one, else runs
 * of ASCII spaces; no other space does, so a token may be U+00A0 or U+3000, as in Chinese corpora.
 * A line of nothing but spaces is blank. Every line of a file must have as many columns as the
 * first: a token line without its tag is never guessed to be {@code O}. A {@code -DOCSTART-} line
 * also ends a sentence. Not thread-safe.
 */
public final class ConllReader implements Closeable {
  private static final String DOCSTART = "-DOCSTART-";

  /** A stream of any length must not fill the memory with words seen once. */
  private static final int MOST_STRINGS = 1 << 20;

  private final LineReader lines;
  private final ConllFormat format;
  // Corpora repeat their words and tags a thousandfold; one string for each spares the memory.
  private final Map<String, String> strings = new HashMap<>();
  private int width;
  private long widthLine;
  private int docstarts;
  private long firstDocstart;
  // A -DOCSTART- line that is kept ends the sentence before it; it waits here for the next call.
  private @Nullable ConllSentence waiting;

  /** Reads sentences one by one; closing closes the lines. */
  public ConllReader(LineReader lines, ConllFormat format) {
    this.lines = lines;
    this.format = format;
  }

  /**
   * Reads a whole file.
   *
   * @throws BadDataException if a line has the wrong number of columns, an empty token, a tag that
   *     is not {@code O} or PREFIX-TYPE or does not belong to the scheme, or no segment digit where
   *     one is to be stripped; if the file is not UTF-8; if it holds no sentence
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static ConllFile read(Path file, ConllFormat format) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      return read(lines, format);
    }
  }

  /** As {@link #read(Path, ConllFormat)}, from lines that the caller closes. */
  @SuppressWarnings("resource") // The caller opened the lines and closes them.
  public static ConllFile read(LineReader lines, ConllFormat format) throws IOException {
    ConllReader reader = new ConllReader(lines, format);
    List<ConllSentence> sentences = new ArrayList<>();
    for (ConllSentence s = reader.next(); s != null; s = reader.next()) {
      sentences.add(s);
    }
    if (sentences.isEmpty()) {
      throw lines.bad("the file holds no sentence; expected a word a line");
    }
    return reader.summarise(sentences);
  }

  /** The next sentence, or null after the last; throws as {@link #read(Path, ConllFormat)}. */
  public @Nullable ConllSentence next() throws IOException {
    if (waiting != null) {
      ConllSentence docstart = waiting;
      waiting = null;
      return docstart;
    }
    List<List<String>> rows = new ArrayList<>();
    boolean hasTab = false;
    for (String line = lines.next(); line != null; line = lines.next()) {
      List<String> row = split(line);
      if (!row.isEmpty() && isDocstart(row)) {
        ConllSentence before = rows.isEmpty() ? null : sentence(rows, hasTab, lines.line());
        ConllSentence docstart = docstart(row, line.indexOf('\t') >= 0);
        if (before != null) {
          waiting = docstart;
          return before;
        }
        if (docstart != null) {
          return docstart;
        }
      } else if (!row.isEmpty()) {
        checkWidth(row);
        rows.add(row);
        hasTab |= line.indexOf('\t') >= 0;
      } else if (!rows.isEmpty()) {
        return sentence(rows, hasTab, lines.line());
      }
    }
    return rows.isEmpty() ? null : sentence(rows, hasTab, lines.line() + 1);
  }

  /** How many {@code -DOCSTART-} lines were dropped so far. */
  public int docstarts() {
    return docstarts;
  }

  private boolean isDocstart(List<String> row) {
    int column = format.tokenColumn() < row.size() ? format.tokenColumn() : 0;
    return row.get(column).equals(DOCSTART);
  }

  /** A kept line as a sentence, or null where such lines are dropped. */
  private @Nullable ConllSentence docstart(List<String> row, boolean hasTab) {
    if (!format.keepsDocstart()) {
      firstDocstart = docstarts == 0 ? lines.line() : firstDocstart;
      docstarts++;
      return null;
    }
    checkWidth(row);
    return sentence(List.of(row), hasTab, lines.line() + 1);
  }

  private List<String> split(String line) {
    boolean hasTab = line.indexOf('\t') >= 0;
    char separator = hasTab ? '\t' : ' ';
    List<String> row = new ArrayList<>();
    int from = 0;
    while (from <= line.length()) {
      int to = line.indexOf(separator, from);
      to = to < 0 ? line.length() : to;
      if (hasTab || to > from) {
        String column = line.substring(from, to);
        row.add(shared(column));
      }
      from = to + 1;
    }
    return List.copyOf(row);
  }

  private String shared(String text) {
    if (strings.size() >= MOST_STRINGS) {
      strings.clear();
    }
    return strings.computeIfAbsent(text, t -> t);
  }

  private void checkWidth(List<String> row) {
    int found = row.size();
    if (!format.columns().isEmpty() && found != format.columns().size()) {
      throw lines.bad(
          String.format(
              Locale.ROOT,
              "expected the %d columns %s, found %d: %s; name every column, those not"
                  + " to be read as _",
              format.columns().size(),
              String.join(",", format.columns()),
              found,
              shown(row)));
    }
    if (format.isLabelled() && found < 2) {
      throw lines.bad(
          "expected a token and a tag, found one column: "
              + shown(row)
              + "; the tag of a word is never guessed, write O where there is no entity");
    }
    if (width == 0) {
      width = found;
      widthLine = lines.line();
    }
    if (found != width) {
      throw lines.bad(
          String.format(
              Locale.ROOT,
              "expected %d columns as in line %d, found %d: %s",
              width,
              widthLine,
              found,
              shown(row)));
    }
  }

  private ConllSentence sentence(List<List<String>> rows, boolean hasTab, long lineAfter) {
    long firstLine = lineAfter - rows.size();
    List<String> words = new ArrayList<>(rows.size());
    List<String> tags = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      words.add(word(row.get(format.tokenColumn()), firstLine + i));
      if (format.isLabelled()) {
        String tag = row.get(format.tagColumn(width));
        checkTag(tag, format.scheme(), firstLine + i);
        tags.add(tag);
      }
    }
    List<Span> entities = TagScheme.decode(tags);
    return new ConllSentence(new Sentence(words, entities), tags, rows, firstLine, hasTab);
  }

  private String word(String token, long line) {
    if (token.isEmpty()) {
      throw bad(line, "the token is empty; expected a word before the TAB");
    }
    if (!format.stripsSegmentDigit() || token.equals(DOCSTART)) {
      return token;
    }
    int last = token.length() - 1;
    if (last == 0 || token.charAt(last) < '0' || token.charAt(last) > '9') {
      throw bad(
          line,
          "expected a character and its segment digit, found \""
              + token
              + "\"; read this file without stripping segment digits");
    }
    return shared(token.substring(0, last));
  }

  private void checkTag(String tag, @Nullable TagScheme scheme, long line) {
    if (!TagScheme.isLegal(tag)) {
      throw bad(
          line,
          "expected O or PREFIX-TYPE with a prefix of B, I, E, S, L, U as tag, found \""
              + tag
              + "\"; is the tag in another column?");
    }
    if (scheme != null && lettersOf(scheme).indexOf(tag.charAt(0)) < 0) {
      throw bad(line, "the tag " + tag + " does not belong to the scheme " + scheme);
    }
  }

  private static String lettersOf(TagScheme scheme) {
    return switch (scheme) {
      case IOB1, BIO -> "OBI";
      case BIOES -> "OBIES";
      case BILOU -> "OBILU";
    };
  }

  private ConllFile summarise(List<ConllSentence> sentences) {
    List<String> notices = new ArrayList<>();
    if (docstarts > 0) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: %,d -DOCSTART- line%s taken as document boundaries and dropped,"
                  + " first at line %d",
              lines.name(),
              docstarts,
              docstarts == 1 ? "" : "s",
              firstDocstart));
    }
    if (!format.isLabelled()) {
      return new ConllFile(lines.name(), sentences, null, docstarts, 0, notices);
    }
    TagScheme given = format.scheme();
    TagScheme scheme =
        given != null
            ? given
            : TagScheme.detect(sentences.stream().map(ConllSentence::tags).toList());
    int irregular = 0;
    long firstIrregular = 0;
    for (ConllSentence s : sentences) {
      for (int i = 0; i < s.tags().size(); i++) {
        checkTag(s.tags().get(i), scheme, s.firstLine() + i);
      }
      Set<Span> wellFormed = new HashSet<>(scheme.decodeStrictly(s.tags()));
      for (Span entity : s.sentence().entities()) {
        if (!wellFormed.contains(entity)) {
          firstIrregular = irregular == 0 ? s.firstLine() + entity.start() : firstIrregular;
          irregular++;
        }
      }
    }
    if (irregular > 0) {
      notices.add(
          String.format(
              Locale.ROOT,
              ("%s: %,d entit%s not well-formed %s (such as an I- that starts an entity),"
                  + " first at line %d; read as conlleval reads them"),
              lines.name(),
              irregular,
              irregular == 1 ? "y is" : "ies are",
              scheme,
              firstIrregular));
    }
    return new ConllFile(lines.name(), sentences, scheme, docstarts, irregular, notices);
  }

  private BadDataException bad(long line, String message) {
    return new BadDataException(lines.name(), line, message);
  }

  private static String shown(List<String> row) {
    String text = String.join(" | ", row);
    return text.length() <= 80 ? text : text.substring(0, 80) + "..";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
