package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.ConllFile;
import org.conversener.corpus.ConllFormat;
import org.conversener.corpus.ConllReader;
import org.conversener.corpus.ConllSentence;
import org.conversener.evaluation.SpanEvaluation;
import org.conversener.evaluation.SpanF1;
import org.conversener.text.TagScheme;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code converse evaluate}: gold and predicted tags in, precision, recall and F1 out. */
@Command(
    name = "evaluate",
    description = "Precision, recall and F1 of entities by conlleval's rules.")
final class EvaluateCommand extends Verb {
  @Option(names = "--gold", required = true, paramLabel = "FILE", description = "The right tags.")
  private Path gold = Path.of("");

  @Option(
      names = "--predicted",
      required = true,
      paramLabel = "FILE",
      description = "The same words, with the predicted tag in the last column.")
  private Path predicted = Path.of("");

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "Training text: also score the sentences that do not stand in it.")
  private @Nullable Path train;

  @Option(
      names = "--predicted-columns",
      paramLabel = "NAMES",
      description = "As --columns, for the predicted file (default: first token, last tag).")
  private String predictedColumns = "";

  @Option(
      names = "--predicted-scheme",
      paramLabel = "SCHEME",
      description = "As --scheme, for the predicted file (default: that of --scheme).")
  private @Nullable String predictedScheme;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Mixin private final ReadingOptions reading = new ReadingOptions();

  EvaluateCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    ConllFormat format = reading.labelled();
    ConllFile right = read(gold, format);
    TagScheme foundIn =
        predictedScheme == null ? format.scheme() : ConllFormat.schemeOf(predictedScheme);
    ConllFile found = read(predicted, format.withColumns(predictedColumns).withScheme(foundIn));
    checkSameWords(right, found);
    TagScheme scheme = Objects.requireNonNull(found.scheme(), "a labelled file has a scheme");
    SpanEvaluation evaluation =
        train == null
            ? SpanF1.evaluate(right.tags(), found.tags(), scheme)
            : SpanF1.evaluate(
                words(right), right.tags(), found.tags(), scheme, words(read(train, format)));
    console.out().print(isJson ? Json.line(evaluation.toMap()) : evaluation.report());
    return Failure.DONE;
  }

  private ConllFile read(Path path, ConllFormat format) throws IOException {
    ConllFile file = ConllReader.read(path, format);
    console.sayAll(file.notices());
    return file;
  }

  private static List<List<String>> words(ConllFile file) {
    return file.sentences().stream().map(sentence -> sentence.sentence().words()).toList();
  }

  private static void checkSameWords(ConllFile gold, ConllFile predicted) {
    int common = Math.min(gold.sentences().size(), predicted.sentences().size());
    for (int i = 0; i < common; i++) {
      checkSameWords(gold, gold.sentences().get(i), predicted, predicted.sentences().get(i));
    }
    if (gold.sentences().size() != predicted.sentences().size()) {
      throw new BadDataException(
          predicted.name(),
          predicted.sentences().get(common - 1).firstLine(),
          String.format(
              Locale.ROOT,
              "expected the %d sentences of %s, found %d; both files must hold the same words",
              gold.sentences().size(),
              gold.name(),
              predicted.sentences().size()));
    }
  }

  private static void checkSameWords(
      ConllFile goldFile, ConllSentence gold, ConllFile predictedFile, ConllSentence predicted) {
    List<String> right = gold.sentence().words();
    List<String> found = predicted.sentence().words();
    for (int t = 0; t < Math.max(right.size(), found.size()); t++) {
      String expected = t < right.size() ? "\"" + right.get(t) + "\"" : "the end of the sentence";
      String there = t < found.size() ? "\"" + found.get(t) + "\"" : "the end of the sentence";
      if (!expected.equals(there)) {
        throw new BadDataException(
            predictedFile.name(),
            predicted.firstLine() + t,
            "expected "
                + expected
                + " as at "
                + goldFile.name()
                + ":"
                + (gold.firstLine() + t)
                + ", found "
                + there
                + "; both files must hold the same words");
      }
    }
  }
}
