package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.evaluation.Bleu;
import org.conversener.evaluation.BleuScore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code converse bleu}: translations and references in, sacreBLEU's score out. */
@Command(name = "bleu", description = "BLEU of translations, as sacreBLEU computes it (13a).")
final class BleuCommand extends Verb {
  @Option(
      names = "--reference",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Right translations, a segment a line; several files for several sets.")
  private List<Path> references = List.of();

  @Option(
      names = "--hypothesis",
      required = true,
      paramLabel = "FILE",
      description = "Translations to score, parallel to the references.")
  private Path hypothesis = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  BleuCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    List<String> found = read(hypothesis);
    List<List<String>> right = new ArrayList<>();
    for (Path reference : references) {
      List<String> lines = read(reference);
      if (lines.size() != found.size()) {
        throw new BadDataException(
            reference.toString(),
            Math.min(lines.size(), found.size()) + 1L,
            String.format(
                Locale.ROOT,
                "expected %d lines, as many as in %s, found %d",
                found.size(),
                hypothesis,
                lines.size()));
      }
      right.add(lines);
    }
    BleuScore score = Bleu.score(found, right);
    console.out().print(isJson ? Json.line(score.toMap()) : score.report() + "\n");
    return Failure.DONE;
  }

  private static List<String> read(Path file) throws IOException {
    List<String> all = new ArrayList<>();
    try (LineReader lines = TextFiles.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        all.add(line);
      }
      if (all.isEmpty()) {
        throw lines.bad("the file is empty; expected a segment on each line");
      }
    }
    return all;
  }
}
