package org.conversener.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.corpus.Corpus;
import org.conversener.embedding.Embeddings;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tagging.TaggerTrainer;
import org.conversener.tagging.Tagging;
import org.conversener.tagging.TrainingReport;
import org.conversener.text.Sentence;
import org.conversener.training.Progress;
import org.conversener.transfer.CarriedFeatures;
import org.conversener.transfer.KnowledgeMaker;
import org.conversener.transfer.KnowledgeStore;
import org.conversener.transfer.TransferOptions;
import org.jspecify.annotations.Nullable;

/**
 * Trains and scores systems that differ in what is carried over, and in nothing else: same corpus,
 * embeddings, configuration and, seed by seed, the same initial parameters where they share some.
 */
public final class Comparison {
  private final String language;
  private final Corpus corpus;
  private final TestSet test;
  private final Embeddings.Factory embeddings;
  private final TaggerConfig config;
  private final ModelDirectory translator;
  private final @Nullable ModelDirectory gloss;
  private final ModelDirectory teacher;
  private final Path store;

  /**
   * What all systems share.
   *
   * @param corpus train and dev; its test is not used
   * @param test what systems are scored on
   * @param gloss the gloss translator of the system {@code gloss}; null if it is not compared
   * @param store the folder of the knowledge stores
   */
  public Comparison(
      String language,
      Corpus corpus,
      TestSet test,
      Embeddings.Factory embeddings,
      TaggerConfig config,
      ModelDirectory translator,
      @Nullable ModelDirectory gloss,
      ModelDirectory teacher,
      Path store) {
    this.language = language;
    this.corpus = corpus;
    this.test = test;
    this.embeddings = embeddings;
    this.config = config;
    this.translator = translator;
    this.gloss = gloss;
    this.teacher = teacher;
    this.store = store;
  }

  /** Saves or reads finished runs, so that an interrupted comparison need not repeat them. */
  public interface Log {
    /** The finished run of a system with a seed, or null. */
    Result.@Nullable Run find(String system, long seed);

    /** Remembers a finished run. */
    void add(String system, Result.Run run) throws IOException;

    /** Remembers nothing. */
    static Log none() {
      return new Log() {
        @Override
        public Result.@Nullable Run find(String system, long seed) {
          return null;
        }

        @Override
        public void add(String system, Result.Run run) {}
      };
    }
  }

  /** What is done with a trained tagger before it is freed, such as saving it. */
  @FunctionalInterface
  public interface Trained {
    /** Called once a run. */
    void accept(long seed, Tagger tagger, TrainingReport report) throws IOException;

    /** Does nothing. */
    static Trained ignore() {
      return (seed, tagger, report) -> {};
    }
  }

  /** Trains one system with each seed and scores it. */
  public Result run(
      SystemSpec system, List<Long> seeds, Log log, Trained trained, Progress progress)
      throws IOException, InterruptedException {
    List<Long> missing =
        seeds.stream().filter(seed -> log.find(system.name(), seed) == null).toList();
    TransferOptions transfer = system.transfer();
    if (transfer == null) {
      train(system, missing, null, log, trained, progress);
    } else if (!missing.isEmpty()) {
      try (Models.Bridge bridge = Models.bridge(transfer, translator(system), teacher);
          KnowledgeStore source = filled(bridge, progress)) {
        boolean isShuffled = transfer.control() == TransferOptions.Control.SHUFFLED;
        List<List<String>> pool =
            isShuffled ? corpus.train().stream().map(Sentence::words).toList() : List.of();
        Embeddings.Factory carried = Models.carried(source, transfer, bridge, pool);
        train(system, missing, carried, log, trained, progress);
      }
    }
    List<Result.Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      Result.Run run = log.find(system.name(), seed);
      if (run == null) {
        run = finished.get(new Key(system.name(), seed));
      }
      runs.add(java.util.Objects.requireNonNull(run));
    }
    return new Result(language, system.name(), runs);
  }

  /** The knowledge of all sentences, made if it is not there; others may write meanwhile. */
  private KnowledgeStore filled(Models.Bridge bridge, Progress progress) throws IOException {
    List<Sentence> all = new ArrayList<>(corpus.train());
    all.addAll(corpus.dev());
    all.addAll(test.restOfDev());
    all.addAll(test.sentences());
    KnowledgeMaker maker = new KnowledgeMaker(bridge.translator(), bridge.teacher());
    try (KnowledgeStore writing = KnowledgeStore.openIn(store, maker)) {
      writing.notices().forEach(progress::say);
      writing.ensure(all, progress);
      return KnowledgeStore.openForReading(
          writing.path(), bridge.translator().identity(), bridge.teacher().identity());
    }
  }

  private ModelDirectory translator(SystemSpec system) {
    if (!system.isGloss()) {
      return translator;
    }
    if (gloss == null) {
      throw new IllegalArgumentException("the system gloss needs a gloss translator");
    }
    Models.checkGloss(gloss);
    return gloss;
  }

  private record Key(String system, long seed) {}

  private final java.util.Map<Key, Result.Run> finished = new java.util.HashMap<>();

  private void train(
      SystemSpec system,
      List<Long> seeds,
      Embeddings.@Nullable Factory carried,
      Log log,
      Trained trained,
      Progress progress)
      throws IOException, InterruptedException {
    List<Sentence> labelled = new ArrayList<>(corpus.train());
    labelled.addAll(corpus.dev());
    TagSet tags = TagSet.of(labelled);
    for (long seed : seeds) {
      List<CarriedFeatures> carriedFeatures = new ArrayList<>();
      Embeddings.Factory watched =
          carried == null
              ? null
              : parameters -> {
                var features = carried.create(parameters);
                if (features instanceof CarriedFeatures some) {
                  carriedFeatures.add(some);
                }
                return features;
              };
      try (Tagger tagger = new Tagger(config.withSeed(seed), tags, embeddings, watched)) {
        TrainingReport report =
            TaggerTrainer.train(
                tagger, corpus.train(), corpus.dev(), progress, null, Double.POSITIVE_INFINITY);
        Result.Run run =
            test.score(
                tagged(tagger, test.sentences()),
                tagged(tagger, test.restOfDev()),
                seed,
                report.bestDevF1(),
                report.seconds());
        finished.put(new Key(system.name(), seed), run);
        log.add(system.name(), run);
        trained.accept(seed, tagger, report);
        progress.say(
            String.format(
                Locale.ROOT,
                "%s %s seed %d: test F1 %.2f, dev F1 %.2f at epoch %d of %d, %.1f s",
                language,
                system.name(),
                seed,
                run.test(),
                report.bestDevF1(),
                report.bestEpoch(),
                report.epochs().size(),
                report.seconds()));
        for (CarriedFeatures features : carriedFeatures) {
          if (seed == seeds.get(0)) {
            features.notices().forEach(progress::say);
          }
          if (features.layerWeights().length > 0) {
            progress.say("layer weights " + weights(features.layerWeights()));
          }
        }
      }
    }
  }

  private static List<Sentence> tagged(Tagger tagger, List<Sentence> sentences) {
    return tagger.tagAll(sentences).stream().map(Tagging::sentence).toList();
  }

  private static String weights(double[] weights) {
    List<String> texts = new ArrayList<>();
    for (double weight : weights) {
      texts.add(String.format(Locale.ROOT, "%.3f", weight));
    }
    return String.join(" ", texts);
  }
}
