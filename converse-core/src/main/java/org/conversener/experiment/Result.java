package org.conversener.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.conversener.evaluation.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * How one system did on one language.
 *
 * @param language a code such as {@code es}
 * @param system the system's name
 * @param runs one for each seed; a system without training, such as the ceiling, has one
 */
public record Result(String language, String system, List<Run> runs) {

  /**
   * One training and its scores, in percent.
   *
   * @param seed the seed, or null for a system that is not trained
   * @param dev F1 on dev at the epoch that was kept, or null without training
   * @param devRest F1 on the sentences of dev that did not choose the epoch, or null if all did
   * @param test F1 on test by conlleval's rules
   * @param strict F1 on test, counting well-formed entities only
   * @param unseen F1 on the test sentences that do not stand in train
   * @param byNames F1 on groups of test sentences, if there are groups
   * @param seconds time of training
   */
  public record Run(
      @Nullable Long seed,
      @Nullable Double dev,
      @Nullable Double devRest,
      double test,
      double strict,
      double unseen,
      Map<String, Double> byNames,
      double seconds) {
    /** Copies the map, in its order. */
    public Run {
      byNames = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byNames));
    }
  }

  /** Copies the list. */
  public Result {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("the result of " + system + " needs at least one run");
    }
  }

  /** F1 on test for each run. */
  public List<Double> test() {
    return runs.stream().map(Run::test).toList();
  }

  /** F1 on dev for each run that was trained. */
  public List<Double> dev() {
    return present(Run::dev);
  }

  /** F1 on the sentences of dev that did not choose the epoch, for each run that has it. */
  public List<Double> devRest() {
    return present(Run::devRest);
  }

  private List<Double> present(Function<Run, @Nullable Double> score) {
    List<Double> scores = new ArrayList<>();
    for (Run run : runs) {
      Double found = score.apply(run);
      if (found != null) {
        scores.add(found);
      }
    }
    return scores;
  }

  /** The mean F1 on test. */
  public double mean() {
    return Statistics.mean(test());
  }

  /** The sample deviation of F1 on test; NaN for one run. */
  public double deviation() {
    return Statistics.deviation(test());
  }

  /** The mean F1 on each group of test sentences. */
  public Map<String, Double> byNames() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String group : runs.get(0).byNames().keySet()) {
      means.put(
          group,
          Statistics.mean(runs.stream().map(r -> r.byNames().getOrDefault(group, 0.0)).toList()));
    }
    return means;
  }

  /** For JSON, with the names of {@code results.json} (docs/ARCHITECTURE.md); two decimals. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("language", language);
    map.put("system", system);
    List<Long> seeds = new ArrayList<>();
    for (Run run : runs) {
      Long seed = run.seed();
      if (seed != null) {
        seeds.add(seed);
      }
    }
    map.put("seeds", seeds);
    map.put("f1", rounded(test()));
    map.put("mean", Statistics.twoDecimals(mean()));
    map.put("deviation", runs.size() == 1 ? null : Statistics.twoDecimals(deviation()));
    Map<String, Double> groups = new LinkedHashMap<>();
    byNames().forEach((name, value) -> groups.put(name, Statistics.twoDecimals(value)));
    map.put("byNames", groups);
    map.put("dev", rounded(dev()));
    map.put("devRest", rounded(devRest()));
    map.put("strict", rounded(runs.stream().map(Run::strict).toList()));
    map.put("unseen", rounded(runs.stream().map(Run::unseen).toList()));
    map.put("seconds", rounded(runs.stream().map(Run::seconds).toList()));
    return map;
  }

  private static List<Double> rounded(List<Double> values) {
    return values.stream().map(Statistics::twoDecimals).toList();
  }
}
