package org.conversener.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.conversener.cli.demo.world.CeilingProjection;
import org.conversener.cli.demo.world.DemoWorld;
import org.conversener.cli.demo.world.LabelledSentence;
import org.conversener.cli.demo.world.TeacherSentence;
import org.conversener.corpus.Corpus;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.evaluation.SpanF1;
import org.conversener.experiment.Comparison;
import org.conversener.experiment.Report;
import org.conversener.experiment.Result;
import org.conversener.experiment.ResultTable;
import org.conversener.experiment.SystemSpec;
import org.conversener.experiment.TestSet;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerTrainer;
import org.conversener.text.Sentence;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.conversener.transfer.TransferOptions;
import org.conversener.translation.ConvConfig;
import org.conversener.translation.ConvTrainer;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.GlossConfig;
import org.conversener.translation.GlossTrainer;
import org.conversener.translation.GlossTranslator;
import org.conversener.translation.SourceUnits;
import org.conversener.translation.Translation;
import org.conversener.translation.WordAttention;

/**
 * The chain for one language: translators, teacher, baseline, CAN taggers, controls, ceiling, page.
 */
final class LanguageDemo {
  private static final List<String> SYSTEMS =
      List.of("baseline", "gloss", "can-first", "can-last", "can-mix");
  private static final List<String> CONTROLS =
      List.of(
          "control-shuffled", "control-uniform", "control-random-teacher", "control-untranslated");
  private static final String SHOWN = "can-last";

  private final String language;
  private final DemoSettings settings;
  private final Path folder;
  private final Progress progress;
  private final ResultTable table = new ResultTable();
  private final Report report;

  /** A demo that writes into a folder of its own. */
  LanguageDemo(String language, DemoSettings settings, Path folder, Progress progress) {
    this.language = language;
    this.settings = settings;
    this.folder = folder;
    this.progress = progress;
    report = new Report(language);
  }

  /** The rows of the table, once it has run. */
  ResultTable table() {
    return table;
  }

  /** The part of the page, once it has run. */
  Report report() {
    return report;
  }

  /** Runs everything, on the calling thread. */
  void run() throws Exception {
    Files.createDirectories(folder);
    DemoWorld world =
        timed(
            language + " world",
            () -> DemoWorld.generate(language, settings.worldSeed()).limit(settings.sentences()));
    DemoFiles.write(world, Files.createDirectories(folder.resolve("corpora")));
    ModelDirectory translator = timed(language + " translator", () -> trainTranslator(world));
    ModelDirectory gloss = timed(language + " gloss translator", () -> trainGloss(world));
    ModelDirectory teacher = timed(language + " teacher", () -> trainTeacher(world));
    compare(world, translator, gloss, teacher);
    Result.Run ceiling = ceiling(world);
    table.add(new Result(language, "ceiling", List.of(ceiling)));
    explain(world);
  }

  private ModelDirectory trainTranslator(DemoWorld world) throws IOException {
    ConvConfig config = ofLanguage(settings.translator(), ConvConfig.class);
    ConvTrainer.Trained trained =
        ConvTrainer.train(
            DemoFiles.pairs(world.parallelTrain()),
            DemoFiles.pairs(world.parallelValid()),
            config,
            Limits.NONE,
            null,
            false,
            progress);
    try (ConvTranslator translator = trained.translator()) {
      return Models.save(translator, folder.resolve("translator"), true, Provenance.NONE);
    }
  }

  private ModelDirectory trainGloss(DemoWorld world) throws IOException {
    GlossTrainer.Trained trained =
        GlossTrainer.train(
            DemoFiles.pairs(world.parallelTrain()),
            List.of(),
            ofLanguage(GlossConfig.DEFAULT, GlossConfig.class),
            Limits.NONE,
            1,
            progress);
    try (GlossTranslator translator = trained.translator()) {
      return Models.save(translator, folder.resolve("gloss"), true, Provenance.NONE);
    }
  }

  private <C> C ofLanguage(C config, Class<C> type) {
    C own = DemoSettings.change(config, type, "sourceLanguage", language);
    return language.equals("zh")
        ? DemoSettings.change(own, type, "sourceUnits", SourceUnits.CHARACTERS)
        : own;
  }

  private ModelDirectory trainTeacher(DemoWorld world) throws IOException, InterruptedException {
    List<Sentence> train = world.teacherTrain().stream().map(TeacherSentence::sentence).toList();
    List<Sentence> dev = world.teacherDev().stream().map(TeacherSentence::sentence).toList();
    var config =
        DemoSettings.change(
            settings.tagger(),
            org.conversener.tagging.TaggerConfig.class,
            "epochs",
            settings.teacherEpochs());
    try (Tagger teacher = new Tagger(config, TagSet.of(train), embeddings(train), null)) {
      var unused =
          TaggerTrainer.train(teacher, train, dev, progress, null, Double.POSITIVE_INFINITY);
      List<Sentence> test = world.teacherTest().stream().map(TeacherSentence::sentence).toList();
      List<Sentence> predicted = teacher.tagAll(test).stream().map(t -> t.sentence()).toList();
      progress.say(
          String.format(
              Locale.ROOT,
              "teacher: test F1 %.2f",
              SpanF1.ofSpans(entities(test), entities(predicted)).f1()));
      return Models.save(teacher, null, folder.resolve("teacher"), true, Provenance.NONE);
    }
  }

  private static List<List<org.conversener.text.Span>> entities(List<Sentence> sentences) {
    return sentences.stream().map(Sentence::entities).toList();
  }

  private Embeddings.Factory embeddings(List<Sentence> train) throws IOException {
    List<EmbeddingSpec> specs = settings.embeddings().stream().map(EmbeddingSpec::parse).toList();
    return Embeddings.forTraining(
        specs,
        train,
        file -> {
          throw new IOException("the demo has no file of word vectors, found " + file);
        });
  }

  private void compare(
      DemoWorld world, ModelDirectory translator, ModelDirectory gloss, ModelDirectory teacher)
      throws Exception {
    List<Sentence> train = sources(world.train());
    Corpus corpus = new Corpus(train, sources(world.dev()), sources(world.test()));
    Comparison comparison =
        new Comparison(
            language,
            corpus,
            testSet(world),
            embeddings(train),
            settings.tagger(),
            translator,
            gloss,
            teacher,
            folder.resolve("knowledge"));
    List<String> systems = new ArrayList<>(SYSTEMS);
    systems.addAll(CONTROLS);
    for (String name : systems) {
      SystemSpec system = SystemSpec.parse(name, TransferOptions.DEFAULT);
      List<Long> seeds = system.isControl() ? settings.seeds().subList(0, 1) : settings.seeds();
      Comparison.Trained keep =
          (seed, tagger, unused) -> {
            TransferOptions transfer = system.transfer();
            if (name.equals(SHOWN) && seed == settings.seeds().get(0) && transfer != null) {
              keep(tagger, new Models.Transfer(transfer, translator, teacher), folder);
            }
          };
      table.add(
          timed(
              language + " " + name,
              () -> comparison.run(system, seeds, Comparison.Log.none(), keep, progress)));
    }
  }

  /** Saves a tagger with translator and teacher inside, ready to be moved. */
  private static void keep(Tagger tagger, Models.Transfer transfer, Path folder)
      throws IOException {
    Path plain = folder.resolve("tagger-unpacked");
    var unused = Models.save(tagger, transfer, plain, true, Provenance.NONE);
    unused = ModelDirectory.pack(plain, folder.resolve("tagger"), true);
    DemoFiles.deleteFolder(plain);
  }

  private static List<Sentence> sources(List<LabelledSentence> sentences) {
    return sentences.stream().map(LabelledSentence::source).toList();
  }

  private static TestSet testSet(DemoWorld world) {
    List<String> groups =
        world.test().stream().map(s -> s.group().name().toLowerCase(Locale.ROOT)).toList();
    return new TestSet(sources(world.test()), groups, sources(world.train()), List.of());
  }

  private static Result.Run ceiling(DemoWorld world) {
    List<Sentence> projected =
        world.test().stream()
            .map(s -> s.source().withEntities(CeilingProjection.project(s)))
            .toList();
    return testSet(world).score(projected, List.of(), null, null, 0);
  }

  /** Adds the first test sentence with two entities of new names to the page. */
  private void explain(DemoWorld world) throws IOException {
    Sentence shown =
        world.test().stream()
            .filter(s -> s.group().name().equals("NEW") && s.source().entities().size() >= 2)
            .findFirst()
            .orElse(world.test().get(0))
            .source();
    try (var loaded =
            Models.loadTagger(
                ModelDirectory.open(folder.resolve("tagger")), Models.KnowledgeKeeper.inMemory());
        Tagger teacher = Models.loadTeacher(ModelDirectory.open(folder.resolve("teacher")))) {
      var translator = java.util.Objects.requireNonNull(loaded.translator());
      Translation translation = translator.translate(shown.words());
      report
          .text(
              language,
              "A test sentence with names that no training text holds: what the tagger found, its"
                  + " translation and what the teacher found in it.")
          .attention(
              loaded.tagger().tag(Sentence.of(shown.words())).sentence(),
              teacher.tag(Sentence.of(translation.target())).sentence(),
              WordAttention.gather(translation, TransferOptions.DEFAULT.attention()));
    }
  }

  private <T> T timed(String stage, Callable<T> work) throws Exception {
    progress.say("— " + stage);
    long start = System.nanoTime();
    T result = work.call();
    double seconds = (System.nanoTime() - start) / 1e9;
    table.time(stage, seconds);
    progress.say(String.format(Locale.ROOT, "— %s: %.1f s", stage, seconds));
    return result;
  }
}
