package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.corpus.Bitext;
import org.conversener.corpus.BitextReader;
import org.conversener.corpus.ConllFile;
import org.conversener.corpus.ConllReader;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.LexiconReader;
import org.conversener.corpus.SentencePair;
import org.conversener.experiment.ChainDiagnosis;
import org.conversener.experiment.EntitySurvival;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.tagging.Tagger;
import org.conversener.text.MosesTokenizer;
import org.conversener.text.Sentence;
import org.conversener.translation.AttentionOptions;
import org.conversener.translation.Translation;
import org.conversener.translation.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code converse diagnose}: a figure for each link of the chain. */
@Command(
    name = "diagnose",
    description = "Measure each link of the chain on labelled source text, in percent.")
final class DiagnoseCommand extends Verb {
  /** Sentences translated together. */
  private static final int PORTION = 1000;

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

  @Option(
      names = "--lexicon",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Also count names that survive in a lexicon's translation, source TAB English.")
  private List<Path> lexicons = List.of();

  @Option(
      names = "--bitext",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "The translator's parallel text: tell names whose words it shows from those it does not.")
  private List<Path> bitexts = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a computation (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private final TranslatorArguments asked = new TranslatorArguments();

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
    try (Translator loaded = Models.loadTranslator(ModelDirectory.open(translator));
        Tagger reader = Models.loadTeacher(ModelDirectory.open(teacher))) {
      Translator translating = asked.applied(loaded);
      EntitySurvival survival =
          new EntitySurvival(lexicon(), bitexts.isEmpty() ? null : bitextWords(translating));
      ChainDiagnosis diagnosis = new ChainDiagnosis(reader, AttentionOptions.DEFAULT, survival);
      console.progress().begin("translate and read", sentences.size());
      for (int start = 0; start < sentences.size(); start += PORTION) {
        List<Sentence> portion =
            sentences.subList(start, Math.min(start + PORTION, sentences.size()));
        List<Translation> translations =
            translating.translateAll(portion.stream().map(Sentence::words).toList());
        for (int i = 0; i < portion.size(); i++) {
          diagnosis.add(portion.get(i), translations.get(i));
        }
        console.progress().step(start + portion.size(), "sentences");
      }
      print(diagnosis.toMap());
    }
    return Failure.DONE;
  }

  private List<SentencePair> lexicon() throws IOException {
    List<SentencePair> entries = new ArrayList<>();
    for (Path file : lexicons) {
      Lexicon lexicon = LexiconReader.read(file, AugmentationArguments.LEAST_PROBABILITY);
      console.sayAll(lexicon.notices());
      entries.addAll(lexicon.pairs());
    }
    return entries;
  }

  /** The words of labelled text are tokens, so those of parallel text are cut like them. */
  private Set<String> bitextWords(Translator translating) throws IOException {
    MosesTokenizer tokenizer = new MosesTokenizer("other");
    Set<String> words = new HashSet<>();
    for (Path file : bitexts) {
      Bitext bitext = BitextReader.read(file);
      console.sayAll(bitext.notices());
      for (SentencePair pair : bitext.pairs()) {
        words.addAll(translating.words(pair.source()));
        words.addAll(tokenizer.tokenize(pair.source()));
      }
    }
    return words;
  }

  private void print(Map<String, Object> figures) throws Exception {
    if (isJson) {
      console.out().println(JSON.writeValueAsString(figures));
      return;
    }
    figures.forEach((name, value) -> console.out().println(name.replace('_', ' ') + ": " + value));
  }
}
