package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.text.Bpe;
import org.conversener.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary of fairseq ({@code dict.de.txt}): a symbol and its count a line, in the order of
 * their numbers. The four special symbols are not in the file and come first.
 *
 * @param file where it was read
 * @param vocabulary the symbols
 * @param subwordLine the line of the first symbol that is part of a word, ending in {@code @@}; 0
 *     if there is none
 */
record FairseqDictionary(Path file, Vocabulary vocabulary, long subwordLine) {
  /** What SentencePiece writes for a space. */
  private static final String SENTENCE_PIECE = "\u2581";

  /**
   * Reads a dictionary.
   *
   * @throws BadDataException if a line is not a symbol and a count, or repeats a symbol
   */
  static FairseqDictionary read(Path file) throws IOException {
    List<String> symbols = new ArrayList<>(Symbols.NAMES);
    Map<String, Long> lineOf = new HashMap<>();
    Symbols.NAMES.forEach(name -> lineOf.put(name, 0L));
    long subwordLine = 0;
    try (LineReader lines = TextFiles.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        String symbol = symbol(lines, line);
        Long earlier = lineOf.putIfAbsent(symbol, lines.line());
        if (earlier != null) {
          throw lines.bad(
              "the symbol \""
                  + symbol
                  + "\" stands "
                  + (earlier == 0 ? "for something special" : "at line " + earlier)
                  + " already; expected every symbol once");
        }
        symbols.add(symbol);
        boolean isPart = symbol.length() > 2 && symbol.endsWith(Bpe.CONTINUATION);
        subwordLine = isPart && subwordLine == 0 ? lines.line() : subwordLine;
      }
      if (symbols.size() == Symbols.NAMES.size()) {
        throw lines.bad("the file is empty; expected a symbol and its count a line");
      }
    }
    return new FairseqDictionary(file, Vocabulary.of(symbols), subwordLine);
  }

  private static String symbol(LineReader lines, String line) {
    int space = line.lastIndexOf(' ');
    if (space < 1 || !line.substring(space + 1).matches("[0-9]{1,18}")) {
      throw lines.bad("expected a symbol, a space and a count, found \"" + line + "\"");
    }
    String symbol = line.substring(0, space);
    if (symbol.startsWith(SENTENCE_PIECE)) {
      throw lines.bad(
          "\"" + symbol + "\" is a piece of SentencePiece, which Converse does not cut words with");
    }
    return symbol;
  }

  /** A part of a word that shows merges were used, or null. */
  @Nullable String subword() {
    return subwordLine == 0
        ? null
        : vocabulary.symbol((int) (subwordLine + Symbols.NAMES.size() - 1));
  }
}
