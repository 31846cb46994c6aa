package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.conversener.corpus.AlignmentReader;
import org.conversener.corpus.BadDataException;
import org.conversener.evaluation.AlignmentErrorRate;
import org.conversener.evaluation.AlignmentScore;
import org.conversener.text.Alignment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code converse evaluate-alignment}: gold and predicted links in, the error rate out. */
@Command(
    name = "evaluate-alignment",
    description = {
      "Precision, recall, F1 and alignment error rate (AER) of links between words.",
      "Both files hold the links of a sentence on each line, words counted from 0: i-j from source"
          + " word i to English word j; in gold also i?j or ipj, a link that is only possible. An"
          + " empty line is a sentence without links.",
      "Possible links are no mistakes, sure ones have to be found (Och and Ney 2003). Without"
          + " predicted links precision is 0, without sure gold links recall is 0, without either"
          + " AER is 100."
    })
final class EvaluateAlignmentCommand extends Verb {
  @Option(names = "--gold", required = true, paramLabel = "FILE", description = "The right links.")
  private Path gold = Path.of("");

  @Option(
      names = "--predicted",
      required = true,
      paramLabel = "FILE",
      description = "The links to score, parallel to gold; translate --alignment writes such.")
  private Path predicted = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  EvaluateAlignmentCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    List<Alignment> right = AlignmentReader.read(gold);
    List<Alignment> found = AlignmentReader.read(predicted);
    checkParallel(right.size(), found.size());
    checkSure(found);
    tellIfFromOne(gold, right);
    tellIfFromOne(predicted, found);
    AlignmentScore score = AlignmentErrorRate.score(right, found);
    console.sayAll(score.notices());
    console.out().print(isJson ? Json.line(score.toMap()) : score.report());
    return Failure.DONE;
  }

  private void checkParallel(int right, int found) {
    if (right != found) {
      throw new BadDataException(
          predicted.toString(),
          Math.min(right, found) + 1L,
          String.format(
              Locale.ROOT,
              "expected %d lines, as many as in %s, found %d; a sentence without links is an empty"
                  + " line",
              right,
              gold,
              found));
    }
  }

  private void checkSure(List<Alignment> found) {
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).isSure()) {
        throw new BadDataException(
            predicted.toString(),
            i + 1L,
            "expected links that are made, such as 0-1, found links that are only possible: "
                + found.get(i)
                + "; only gold holds such");
      }
    }
  }

  /** Other tools count words from 1, which nothing in a file says but the want of zeros. */
  private void tellIfFromOne(Path file, List<Alignment> alignments) {
    boolean isEmpty = alignments.stream().allMatch(links -> links.possible().isEmpty());
    boolean isFromOne =
        alignments.stream()
            .flatMap(links -> links.possible().stream())
            .allMatch(link -> link.source() > 0 && link.target() > 0);
    if (!isEmpty && isFromOne) {
      console.say(
          "warning: "
              + file
              + ": no link has a sentence's first word on either side; words are counted from 0");
    }
  }
}
