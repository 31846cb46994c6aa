package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.augmentation.SentenceCopiesConfig;
import org.conversener.corpus.Corpus;
import org.conversener.corpus.Fingerprint;
import org.conversener.embedding.Coverage;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.TokenFeatures;
import org.conversener.evaluation.Scores;
import org.conversener.evaluation.SpanEvaluation;
import org.conversener.evaluation.SpanF1;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tagging.TaggerTrainer;
import org.conversener.tagging.Tagging;
import org.conversener.tagging.TrainingReport;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;
import org.conversener.training.Limits;
import org.conversener.transfer.CarriedFeatures;
import org.conversener.transfer.KnowledgeStore;
import org.conversener.transfer.TransferOptions;
import org.jspecify.annotations.Nullable;

/** One training of a tagger, from sentences to a model directory. */
final class TaggerRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Console console;
  private final RunRecord record;
  private final TaggerConfig config;
  private final SentenceCopiesConfig copies;
  private final Corpus corpus;

  /** The sentences of train and their copies. */
  private final List<Sentence> learned;

  private final List<EmbeddingSpec> specs;
  private final Embeddings.RowKeeper keeper;
  private final Limits limits;
  private final OutputFolder folder;

  TaggerRun(
      Console console,
      RunRecord record,
      TaggerConfig config,
      SentenceCopiesConfig copies,
      Corpus corpus,
      List<EmbeddingSpec> specs,
      Embeddings.RowKeeper keeper,
      Limits limits,
      OutputFolder folder) {
    this.console = console;
    this.record = record;
    this.config = config;
    this.copies = copies;
    this.corpus = corpus;
    learned = CopiesArguments.add(corpus.train(), copies, config.seed(), console);
    this.specs = specs;
    this.keeper = keeper;
    this.limits = limits;
    this.folder = folder;
  }

  /** Trains, reports and saves; with the sources of carried features, or null. */
  void train(TransferArguments.@Nullable Sources sources) throws Exception {
    if (sources == null) {
      train(null, null);
      return;
    }
    record.path("translator", sources.translator());
    record.path("teacher", sources.teacher());
    record.path("store", sources.store());
    TransferOptions options = sources.options();
    Models.Transfer transfer =
        new Models.Transfer(options, open(sources.translator()), open(sources.teacher()));
    try (Models.Bridge bridge = Models.bridge(options, transfer.translator(), transfer.teacher())) {
      // Before hours of translation.
      options.layer().check(bridge.translator().layers());
      boolean isShuffled = options.control() == TransferOptions.Control.SHUFFLED;
      List<List<String>> pool =
          isShuffled ? learned.stream().map(Sentence::words).toList() : List.of();
      try (KnowledgeStore store =
          Writing.out(() -> KnowledgeStores.fill(sources.store(), bridge, all(), console))) {
        train(transfer, Models.carried(store, options, bridge, pool));
      }
    }
  }

  private ModelDirectory open(Path path) throws IOException {
    ModelDirectory directory = ModelDirectory.open(path);
    console.sayAll(directory.notices());
    return directory;
  }

  private List<Sentence> all() {
    List<Sentence> all = new ArrayList<>(learned);
    all.addAll(corpus.dev());
    all.addAll(corpus.test());
    return all;
  }

  private void train(
      Models.@Nullable Transfer transfer, Embeddings.@Nullable Factory carriedFactory)
      throws Exception {
    EmbeddingFiles files = new EmbeddingFiles(console, corpus.train());
    // The copies too are read in every epoch.
    List<Sentence> more = new ArrayList<>(learned.subList(corpus.train().size(), learned.size()));
    more.addAll(corpus.dev());
    more.addAll(corpus.test());
    try (Embeddings.Factory embeddings =
        Embeddings.forTraining(specs, corpus.train(), more, files, keeper)) {
      train(transfer, embeddings, files, carriedFactory);
    }
  }

  private void train(
      Models.@Nullable Transfer transfer,
      Embeddings.Factory embeddings,
      EmbeddingFiles files,
      Embeddings.@Nullable Factory carriedFactory)
      throws Exception {
    Map<String, String> corpora = corpora();
    List<TokenFeatures> carried = new ArrayList<>();
    Embeddings.Factory watched =
        carriedFactory == null
            ? null
            : parameters -> {
              TokenFeatures features = carriedFactory.create(parameters);
              carried.add(features);
              return features;
            };
    // Also checks that the options fit the translator, before the output directory is touched.
    try (Tagger tagger = new Tagger(config, TagSet.of(corpus.train()), embeddings, watched)) {
      var unused = folder.begin(told(corpora, files.identities(), transfer));
      TrainingReport report =
          Writing.out(
              () ->
                  TaggerTrainer.train(
                      tagger,
                      learned,
                      corpus.dev(),
                      console.progress(),
                      folder.checkpoint(),
                      limits.minutes()));
      Map<String, Double> scores = new LinkedHashMap<>();
      scores.put("epoch", (double) report.bestEpoch());
      scores.put("epochs", (double) report.epochs().size());
      evaluate("dev", tagger, corpus.dev(), scores);
      if (!corpus.test().isEmpty()) {
        evaluate("test", tagger, corpus.test(), scores);
      }
      put(files.coverages(), scores);
      tellCarried(carried);
      describe(report);
      Provenance provenance = new Provenance(corpora, scores, record.finish());
      var unusedModel =
          Writing.out(() -> Models.save(tagger, transfer, folder.path(), true, provenance));
      console.out().println("model " + folder.path());
    }
  }

  private Map<String, String> corpora() {
    Map<String, String> corpora = new LinkedHashMap<>();
    corpora.put("train", Fingerprint.ofSentences(corpus.train()));
    corpora.put("dev", Fingerprint.ofSentences(corpus.dev()));
    if (!corpus.test().isEmpty()) {
      corpora.put("test", Fingerprint.ofSentences(corpus.test()));
    }
    return corpora;
  }

  private ObjectNode told(
      Map<String, String> corpora,
      List<String> embeddingFiles,
      Models.@Nullable Transfer transfer) {
    ObjectNode told = JSON.createObjectNode().put("verb", "train tagger");
    ObjectNode fields = JSON.valueToTree(config);
    fields.remove("epochs");
    if (config.averagedEpochs() == 0) {
      fields.remove("averagedEpochs"); // as in runs from before there were averages
    }
    told.set("config", fields);
    if (copies.makesCopies()) {
      told.set("copies", JSON.valueToTree(copies));
    }
    told.set("corpora", JSON.valueToTree(corpora));
    told.set("embeddings", JSON.valueToTree(specs.stream().map(EmbeddingSpec::toString).toList()));
    if (!embeddingFiles.isEmpty()) {
      told.set("embeddingFiles", JSON.valueToTree(embeddingFiles));
    }
    if (transfer != null) {
      told.set("transfer", JSON.valueToTree(transfer.options().toMap()));
      told.put("translator", transfer.translator().identity());
      told.put("teacher", transfer.teacher().identity());
    }
    return told;
  }

  private void evaluate(
      String name, Tagger tagger, List<Sentence> gold, Map<String, Double> scores) {
    console.progress().begin("tag " + name, -1);
    SpanEvaluation evaluation =
        SpanF1.evaluate(
            gold.stream().map(Sentence::words).toList(),
            gold.stream()
                .map(sentence -> TagScheme.BIO.encode(sentence.entities(), sentence.length()))
                .toList(),
            tagger.tagAll(gold).stream().map(Tagging::tags).toList(),
            TagScheme.BIO,
            corpus.train().stream().map(Sentence::words).toList());
    put(name, evaluation.overall(), scores);
    if (evaluation.unseen() != null) {
      put(name + ".unseen", evaluation.unseen().scores(), scores);
    }
    Scores overall = evaluation.overall();
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s precision %.2f recall %.2f F1 %.2f%n",
            name,
            overall.precision(),
            overall.recall(),
            overall.f1());
  }

  private static void put(String name, Scores found, Map<String, Double> scores) {
    scores.put(name + ".precision", found.precision());
    scores.put(name + ".recall", found.recall());
    scores.put(name + ".f1", found.f1());
  }

  /** By the names that the vectors' files have in the model. */
  private void put(List<Coverage> coverages, Map<String, Double> scores) {
    int next = 0;
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).kind() == EmbeddingSpec.Kind.STATIC) {
        Coverage coverage = coverages.get(next++);
        scores.put("vectors-" + i + ".tokens", coverage.tokens().percent());
        scores.put("vectors-" + i + ".entityTokens", coverage.entityTokens().percent());
      }
    }
  }

  private void tellCarried(List<TokenFeatures> features) {
    for (TokenFeatures some : features) {
      if (some instanceof CarriedFeatures carried) {
        console.sayAll(carried.notices());
        double[] weights = carried.layerWeights();
        if (weights.length > 0) {
          record.measured("layer_weights", weights);
        }
        for (int layer = 0; layer < weights.length; layer++) {
          console.say(
              String.format(Locale.ROOT, "layer %d: weight %.3f", layer + 1, weights[layer]));
        }
      }
    }
  }

  private void describe(TrainingReport report) {
    record.measured("epochs", report.epochs());
    record.measured("training_seconds", report.seconds());
    record.measured("tokens_per_second", report.tokensPerSecond());
  }
}
