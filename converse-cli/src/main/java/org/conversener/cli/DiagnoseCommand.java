package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.ConllFile;
import org.conversener.corpus.ConllReader;
import org.conversener.experiment.ChainDiagnosis;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.tagging.Tagger;
import org.conversener.text.Sentence;
import org.conversener.translation.AttentionOptions;
import org.conversener.translation.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code converse diagnose}: a figure for each link of the chain. */
@Command(
    name = "diagnose",
    description = "Measure each link of the chain on labelled source text, in percent.")
final class DiagnoseCommand extends Verb {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--translator",
      required = true,
      paramLabel = "DIR",
      description = "A translator's directory.")
  private Path translator = Path.of("");

  @Option(
      names = "--teacher",
      required = true,
      paramLabel = "DIR",
      description = "The directory of the English tagger.")
  private Path teacher = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Labelled source text, CoNLL columns.")
  private Path data = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a computation (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private final ReadingOptions reading = new ReadingOptions();

  DiagnoseCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    ConllFile file = ConllReader.read(data, reading.labelled());
    console.sayAll(file.notices());
    console.startNatives(threads);
    List<Sentence> sentences = file.parsed();
    try (Translator translating = Models.loadTranslator(ModelDirectory.open(translator));
        Tagger reader = Models.loadTeacher(ModelDirectory.open(teacher))) {
      ChainDiagnosis diagnosis = new ChainDiagnosis(reader, AttentionOptions.DEFAULT);
      console.progress().begin("translate and read", sentences.size());
      for (int i = 0; i < sentences.size(); i++) {
        diagnosis.add(sentences.get(i), translating.translate(sentences.get(i).words()));
        console.progress().step(i + 1L, "sentences");
      }
      print(diagnosis.toMap());
    }
    return Failure.DONE;
  }

  private void print(Map<String, Object> figures) throws Exception {
    if (isJson) {
      console.out().println(JSON.writeValueAsString(figures));
      return;
    }
    figures.forEach((name, value) -> console.out().println(name.replace('_', ' ') + ": " + value));
  }
}
