package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.AtomicFile;
import org.conversener.corpus.ConllFile;
import org.conversener.corpus.ConllFormat;
import org.conversener.corpus.ConllReader;
import org.conversener.corpus.Corpus;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.experiment.Comparison;
import org.conversener.experiment.Experiment;
import org.conversener.experiment.ResultTable;
import org.conversener.experiment.RunLog;
import org.conversener.experiment.SystemSpec;
import org.conversener.experiment.TestSet;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.tagging.TaggerConfig;
import org.conversener.text.Sentence;
import org.conversener.transfer.TransferOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code converse run}: compares systems as an experiment file says. */
@Command(
    name = "run",
    description = "Compare taggers as an experiment file says; continues what was interrupted.")
final class RunCommand extends Verb {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String COPY = "experiment.yml";

  @Parameters(paramLabel = "EXPERIMENT.yml", description = "What to compare.")
  private Path experimentFile = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results.json goes (default: runs/ and the file's name).")
  private @Nullable Path out;

  @Option(names = "--dry-run", description = "Check everything, say what would be trained, stop.")
  private boolean isDryRun;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a computation (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private final StoreArguments stores = new StoreArguments();

  RunCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    if (!Files.exists(experimentFile)) {
      throw new NoSuchFileException(experimentFile.toString());
    }
    Experiment experiment = Experiment.read(experimentFile);
    List<SystemSpec> systems = systems(experiment);
    TaggerConfig config = config(experiment);
    List<EmbeddingSpec> specs = experiment.embeddings().stream().map(EmbeddingSpec::parse).toList();
    Corpus whole = corpus(experiment);
    int limit = experiment.limit();
    Corpus corpus = limit == 0 ? whole : whole.limit(limit);
    List<Sentence> restOfDev = limit == 0 ? List.of() : whole.restOfDev(limit);
    ModelDirectory translator = ModelDirectory.open(Path.of(experiment.translator()));
    ModelDirectory teacher = ModelDirectory.open(Path.of(experiment.teacher()));
    ModelDirectory gloss = gloss(experiment);
    console.say(
        systems.size()
            + " systems, "
            + experiment.seeds().size()
            + " seeds: train "
            + corpus.train().size()
            + ", dev "
            + corpus.dev().size()
            + ", test "
            + corpus.test().size()
            + " sentences (fingerprint "
            + corpus.fingerprint()
            + ")");
    if (isDryRun) {
      return Failure.DONE;
    }
    console.startNatives(threads);
    Path folder = folder();
    List<Sentence> more = new ArrayList<>(corpus.dev());
    more.addAll(restOfDev);
    more.addAll(corpus.test());
    try (Embeddings.Factory embeddings =
        Embeddings.forTraining(
            specs,
            corpus.train(),
            more,
            new EmbeddingFiles(console, corpus.train()),
            stores.keeper(console))) {
      Comparison comparison =
          new Comparison(
              experiment.language(),
              corpus,
              new TestSet(corpus.test(), List.of(), corpus.train(), restOfDev),
              embeddings,
              config,
              translator,
              gloss,
              teacher,
              stores.folder());
      compare(systems, experiment.seeds(), comparison, folder);
    }
    return Failure.DONE;
  }

  /** Trains and scores all systems; results.json grows with each. */
  private void compare(
      List<SystemSpec> systems, List<Long> seeds, Comparison comparison, Path folder)
      throws Exception {
    RunLog log = new RunLog(folder.resolve("runs.jsonl"));
    ResultTable table = new ResultTable();
    for (SystemSpec system : systems) {
      long start = System.nanoTime();
      table.add(
          comparison.run(system, seeds, log, Comparison.Trained.ignore(), console.progress()));
      table.time(system.name(), (System.nanoTime() - start) / 1e9);
      Writing.out(
          () -> {
            AtomicFile.writeText(
                folder.resolve("results.json"),
                writer -> writer.write(JSON.writeValueAsString(table.toMap()) + "\n"));
            return folder;
          });
    }
    console.out().print(table.toText());
  }

  /** The output folder, which holds a copy of the experiment it belongs to. */
  private Path folder() throws Exception {
    String name = String.valueOf(experimentFile.getFileName()).replaceFirst("\\.ya?ml$", "");
    Path folder = out == null ? Path.of("runs", name) : out;
    String text = Files.readString(experimentFile);
    Path copy = folder.resolve(COPY);
    if (Files.exists(copy) && !Files.readString(copy).equals(text)) {
      throw new IllegalArgumentException(
          "--out "
              + folder
              + " holds the results of another experiment (see "
              + copy
              + "); name another directory");
    }
    return Writing.out(
        () -> {
          Files.createDirectories(folder);
          AtomicFile.writeText(copy, writer -> writer.write(text));
          return folder;
        });
  }

  private static List<SystemSpec> systems(Experiment experiment) {
    Map<String, String> transfer = experiment.transfer();
    TransferOptions base = TransferOptions.fromMap(transfer == null ? Map.of() : transfer);
    return experiment.systems().stream().map(name -> SystemSpec.parse(name, base)).toList();
  }

  private static @Nullable ModelDirectory gloss(Experiment experiment) throws IOException {
    if (experiment.gloss() == null) {
      return null;
    }
    ModelDirectory gloss = ModelDirectory.open(Path.of(experiment.gloss()));
    Models.checkGloss(gloss);
    return gloss;
  }

  private static TaggerConfig config(Experiment experiment) {
    ConfigOverlay overlay =
        new ConfigOverlay(
            ProfileDefaults.of(experiment.profile(), "profile", experiment.embeddings()));
    Map<String, Object> changes = experiment.tagger();
    if (changes != null) {
      changes.forEach(overlay::setKnown);
    }
    return overlay.build(TaggerConfig.class);
  }

  private Corpus corpus(Experiment experiment) throws IOException {
    ConllFormat format =
        ConllFormat.LABELLED
            .withColumns(experiment.columns() == null ? "" : experiment.columns())
            .withSegmentDigit(experiment.stripSegmentDigit());
    return new Corpus(
        read(experiment.train(), format),
        read(experiment.dev(), format),
        read(experiment.test(), format));
  }

  private List<Sentence> read(String file, ConllFormat format) throws IOException {
    ConllFile read = ConllReader.read(Path.of(file), format);
    console.sayAll(read.notices());
    return read.parsed();
  }
}
