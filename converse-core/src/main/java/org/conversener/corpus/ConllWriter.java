package org.conversener.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes CoNLL files: the columns as they were read and the predicted tag after them.
 *
 * <p>The separator is that of the input, a space where the input had one column; a blank line ends
 * every sentence. Read from a labelled file, the result is what conlleval scores: gold, then
 * predicted.
 */
public final class ConllWriter {
  private final Appendable out;

  /** Writes to {@code out}, which the caller closes. */
  public ConllWriter(Appendable out) {
    this.out = out;
  }

  /**
   * Writes a sentence with a predicted tag for each word.
   *
   * @throws IllegalArgumentException if there are more or fewer tags than words
   */
  public void write(ConllSentence sentence, List<String> predicted) throws IOException {
    List<List<String>> rows = sentence.rows();
    if (rows.size() != predicted.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the sentence of line %d has %d words; found %d predicted tags",
              sentence.firstLine(),
              rows.size(),
              predicted.size()));
    }
    String separator = sentence.isTabSeparated() ? "\t" : " ";
    for (int i = 0; i < rows.size(); i++) {
      for (String column : rows.get(i)) {
        out.append(column).append(separator);
      }
      out.append(predicted.get(i)).append('\n');
    }
    out.append('\n');
  }

  /** Writes a file whole or not at all; a list of tags for each sentence. */
  public static void write(Path file, List<ConllSentence> sentences, List<List<String>> predicted)
      throws IOException {
    if (sentences.size() != predicted.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d sentences need as many lists of tags; found %d",
              sentences.size(),
              predicted.size()));
    }
    AtomicFile.writeText(
        file,
        out -> {
          ConllWriter writer = new ConllWriter(out);
          for (int i = 0; i < sentences.size(); i++) {
            writer.write(sentences.get(i), predicted.get(i));
          }
        });
  }
}
