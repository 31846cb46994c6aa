package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.conversener.TinyModels;
import org.conversener.corpus.Corpus;
import org.conversener.model.ModelDirectory;
import org.conversener.text.Sentence;
import org.conversener.training.Progress;
import org.conversener.transfer.TransferOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
  private static final List<Sentence> TRAIN = TinyModels.spanish(16, 5);
  private static final Corpus CORPUS =
      new Corpus(TRAIN, TinyModels.spanish(6, 6), TinyModels.spanish(8, 7));

  @TempDir private static Path shared = Path.of("");

  @TempDir private Path folder = Path.of("");

  private static TinyModels models;
  private static ModelDirectory gloss;

  @BeforeAll
  static void train() throws Exception {
    models = new TinyModels(shared);
    gloss = TinyModels.gloss(shared.resolve("gloss"));
  }

  /** Keeps what it is told. */
  private static final class Recording implements Progress {
    private final List<String> stages = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @Override
    public void begin(String stage, long total) {
      stages.add(stage);
    }

    @Override
    public void step(long done, String detail) {}

    @Override
    public void say(String line) {
      lines.add(line);
    }

    private long translations() {
      return stages.stream().filter("translate and read"::equals).count();
    }
  }

  private static Comparison comparison(Path store) throws Exception {
    return comparison(store, models.teacher());
  }

  private static Comparison comparison(Path store, ModelDirectory teacher) throws Exception {
    return new Comparison(
        "es",
        CORPUS,
        new TestSet(CORPUS.test(), List.of(), TRAIN, CORPUS.test()),
        TinyModels.embeddings(TRAIN),
        TinyModels.config(6, 2),
        models.translator(),
        gloss,
        teacher,
        store);
  }

  private static Result run(
      Comparison comparison, String system, Comparison.Log log, Progress progress)
      throws Exception {
    return comparison.run(
        SystemSpec.parse(system, TransferOptions.DEFAULT),
        List.of(1L, 2L),
        log,
        Comparison.Trained.ignore(),
        progress);
  }

  private static Map<String, Object> withoutTime(Result result) {
    Map<String, Object> map = new TreeMap<>();
    result
        .toMap()
        .forEach(
            (key, value) -> {
              if (value != null && !key.equals("seconds")) {
                map.put(key, value);
              }
            });
    return map;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline",
        "can-last",
        "can-mix",
        "control-shuffled",
        "control-uniform",
        "control-random-teacher",
        "control-untranslated",
        "gloss"
      })
  void everySystemRunsOnceASeed(String system) throws Exception {
    Recording progress = new Recording();
    // The store is shared, as it is in a true comparison.
    Result result =
        run(comparison(shared.resolve("store")), system, Comparison.Log.none(), progress);
    assertThat(result.language()).isEqualTo("es");
    assertThat(result.system()).isEqualTo(system);
    assertThat(result.runs()).extracting(Result.Run::seed).containsExactly(1L, 2L);
    assertThat(result.test()).allMatch(f1 -> f1 >= 0 && f1 <= 100);
    // Here the rest of dev is test.
    assertThat(result.devRest()).isEqualTo(result.test());
    assertThat(progress.lines.stream().filter(l -> l.startsWith("es " + system + " seed")))
        .hasSize(2);
    assertThat(progress.lines.stream().filter(l -> l.startsWith("layer weights 0.")))
        .hasSize(system.equals("can-mix") ? 2 : 0);
  }

  @Test
  void glossNeedsAGlossTranslator() throws Exception {
    ModelDirectory right = gloss;
    gloss = models.translator();
    try {
      Comparison comparison = comparison(folder.resolve("store"));
      assertThatThrownBy(() -> run(comparison, "gloss", Comparison.Log.none(), Progress.silent()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a translator of kind gloss, found kind conv");
    } finally {
      gloss = right;
    }
  }

  @Test
  void theStoreIsFilledOnceAndUsedByEverySystem() throws Exception {
    Recording progress = new Recording();
    Path store = folder.resolve("store");
    Comparison comparison = comparison(store);
    Result unused = run(comparison, "can-last", Comparison.Log.none(), progress);
    assertThat(progress.translations()).isEqualTo(1);
    Map<Path, Long> before = sizes(store);
    unused = run(comparison, "can-mix", Comparison.Log.none(), progress);
    unused = run(comparison(store), "control-uniform", Comparison.Log.none(), progress);
    assertThat(progress.translations()).isEqualTo(1);
    assertThat(sizes(store)).isEqualTo(before).isNotEmpty();
    unused = run(comparison, "control-random-teacher", Comparison.Log.none(), progress);
    assertThat(progress.translations()).isEqualTo(2);
  }

  private static Map<Path, Long> sizes(Path store) throws Exception {
    Map<Path, Long> sizes = new TreeMap<>();
    try (var files = Files.list(store)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".knowledge")).toList()) {
        sizes.put(file, Files.size(file));
      }
    }
    return sizes;
  }

  @Test
  void theBaselineTranslatesNothing() throws Exception {
    Recording progress = new Recording();
    Result unused =
        run(comparison(folder.resolve("store")), "baseline", Comparison.Log.none(), progress);
    assertThat(progress.translations()).isZero();
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void randomTeachersOfTwoTeachersShareNothing() throws Exception {
    Path store = folder.resolve("store");
    ModelDirectory wider = TinyModels.teacher(folder.resolve("wider"), 9);
    Recording progress = new Recording();
    Result unused =
        run(comparison(store), "control-random-teacher", Comparison.Log.none(), progress);
    unused =
        run(comparison(store, wider), "control-random-teacher", Comparison.Log.none(), progress);
    assertThat(progress.translations()).isEqualTo(2);
  }

  @Test
  void finishedRunsAreNotTrainedAgain() throws Exception {
    Path file = folder.resolve("runs.jsonl");
    Path store = folder.resolve("store");
    Result first = run(comparison(store), "can-last", new RunLog(file), Progress.silent());
    Recording progress = new Recording();
    Result second = run(comparison(store), "can-last", new RunLog(file), progress);
    assertThat(second).isEqualTo(first);
    assertThat(progress.stages).isEmpty();
    assertThat(progress.lines).isEmpty();
  }

  @Test
  void onlyTheMissingSeedIsTrained() throws Exception {
    Path file = folder.resolve("runs.jsonl");
    Comparison comparison = comparison(folder.resolve("store"));
    List<Long> trained = new ArrayList<>();
    Comparison.Trained remember = (seed, tagger, report) -> trained.add(seed);
    SystemSpec baseline = SystemSpec.parse("baseline", TransferOptions.DEFAULT);
    Result one =
        comparison.run(baseline, List.of(2L), new RunLog(file), remember, Progress.silent());
    Result both =
        comparison.run(baseline, List.of(1L, 2L), new RunLog(file), remember, Progress.silent());
    assertThat(trained).containsExactly(2L, 1L);
    assertThat(both.runs().get(1)).isEqualTo(one.runs().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "can-mix", "control-shuffled", "control-random-teacher"})
  void theSameComparisonHasTheSameResults(String system) throws Exception {
    Result first =
        run(comparison(folder.resolve("a")), system, Comparison.Log.none(), Progress.silent());
    Result second =
        run(comparison(folder.resolve("b")), system, Comparison.Log.none(), Progress.silent());
    assertThat(withoutTime(second)).isEqualTo(withoutTime(first));
  }
}
