package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.augmentation.AugmentationConfig;
import org.conversener.corpus.Fingerprint;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.LexiconReader;
import org.conversener.corpus.SentencePair;
import org.conversener.evaluation.Bleu;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import org.conversener.text.MosesDetokenizer;
import org.conversener.text.Sentence;
import org.conversener.translation.GlossConfig;
import org.conversener.translation.GlossTrainer;
import org.conversener.translation.GlossTranslator;
import org.conversener.translation.WordAligner;

/** One training of a gloss translator, from pairs and lexicons to a model directory. */
final class GlossRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Console console;
  private final RunRecord record;
  private final TrainingArguments training;
  private final OutputFolder folder;
  private final GlossConfig config;

  GlossRun(
      Console console,
      RunRecord record,
      TrainingArguments training,
      OutputFolder folder,
      GlossConfig config) {
    this.console = console;
    this.record = record;
    this.training = training;
    this.folder = folder;
    this.config = config;
  }

  /** Trains, scores and saves; adds the fingerprints of the lexicons to those of the corpora. */
  void train(
      List<SentencePair> pairs,
      List<SentencePair> valid,
      List<Path> lexiconFiles,
      Map<String, String> corpora)
      throws Exception {
    List<Lexicon> lexicons = new ArrayList<>();
    for (Path file : lexiconFiles) {
      Lexicon lexicon = LexiconReader.read(file, 0);
      console.sayAll(lexicon.notices());
      lexicons.add(lexicon);
      String role = "lexicon." + lexicons.size();
      corpora.put(role, fingerprint(lexicon));
      record.path(role, file);
    }
    // There are no checkpoints: a run that was interrupted is as quickly made anew.
    boolean unused =
        folder.begin(
            TrainTranslatorCommand.told(JSON.valueToTree(config), AugmentationConfig.OFF, corpora));
    long start = System.nanoTime();
    GlossTrainer.Trained trained =
        GlossTrainer.train(
            pairs, lexicons, config, training.limits(), training.threads(), console.progress());
    record.measured("training_seconds", (System.nanoTime() - start) / 1e9);
    record.measured("passes", trained.passes());
    record.measured("notices", trained.notices());
    try (GlossTranslator translator = trained.translator()) {
      Map<String, Double> scores = scores(trained.passes(), translator, valid);
      Provenance provenance = new Provenance(corpora, scores, record.finish());
      var unusedModel = Writing.out(() -> Models.save(translator, folder.path(), true, provenance));
      console
          .out()
          .printf(
              Locale.ROOT,
              "valid: %.2f %% of the words known, BLEU %.2f%n",
              scores.get("valid.known"),
              scores.get("valid.bleu"));
      console.out().printf("model %s%n", folder.path());
    }
  }

  private static String fingerprint(Lexicon lexicon) throws IOException {
    return Fingerprint.ofSentences(
        lexicon.entries().stream()
            .map(e -> Sentence.of(e.source(), e.english(), Double.toString(e.probability())))
            .toList());
  }

  private Map<String, Double> scores(
      List<WordAligner.Pass> passes, GlossTranslator translator, List<SentencePair> valid) {
    MosesDetokenizer detokenizer = new MosesDetokenizer("en");
    List<String> hypotheses = new ArrayList<>();
    long words = 0;
    long known = 0;
    long start = System.nanoTime();
    for (SentencePair pair : valid) {
      List<String> source = translator.words(pair.source());
      words += source.size();
      known += source.stream().filter(translator::knows).count();
      hypotheses.add(detokenizer.detokenize(translator.translate(source).target()));
    }
    record.measured("words_per_second", words / ((System.nanoTime() - start) / 1e9));
    Map<String, Double> scores = new LinkedHashMap<>();
    List<String> references = valid.stream().map(SentencePair::target).toList();
    scores.put("valid.bleu", Bleu.score(hypotheses, List.of(references)).score());
    scores.put("valid.known", 100.0 * known / Math.max(1, words));
    for (WordAligner.Pass pass : passes) {
      scores.put(pass.isToTarget() ? "loss.to_english" : "loss.to_source", pass.loss());
    }
    scores.put("words", (double) translator.size());
    return scores;
  }
}
