package org.conversener.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.evaluation.Statistics;
import org.jspecify.annotations.Nullable;

/** The results of a comparison, and the time its stages took. */
public final class ResultTable {
  private final List<Result> results = new ArrayList<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Adds a row. */
  public void add(Result result) {
    results.add(result);
  }

  /** Adds the rows and times of another table. */
  public void addAll(ResultTable other) {
    results.addAll(other.results);
    other.seconds.forEach(this::time);
  }

  /** Adds the time of a stage. */
  public void time(String stage, double spent) {
    seconds.merge(stage, spent, Double::sum);
  }

  /** The rows so far. */
  public List<Result> results() {
    return List.copyOf(results);
  }

  /** For {@code results.json}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("results", results.stream().map(Result::toMap).toList());
    Map<String, Double> rounded = new LinkedHashMap<>();
    seconds.forEach((stage, spent) -> rounded.put(stage, Statistics.twoDecimals(spent)));
    map.put("seconds", rounded);
    return map;
  }

  private static String mean(List<Double> scores, int width) {
    return scores.isEmpty()
        ? " ".repeat(width)
        : String.format(Locale.ROOT, "%" + width + ".2f", Statistics.mean(scores));
  }

  /** As text: one line a system, F1 on test as mean and deviation, dev and groups beside it. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    List<String> groups =
        results.stream().flatMap(r -> r.byNames().keySet().stream()).distinct().toList();
    text.append(
        String.format(
            Locale.ROOT,
            "%-9s%-24s%15s%9s%9s",
            "language",
            "system",
            "test F1",
            "unseen",
            "dev F1"));
    boolean hasRest = results.stream().anyMatch(result -> !result.devRest().isEmpty());
    text.append(hasRest ? String.format(Locale.ROOT, "%10s", "dev rest") : "");
    groups.forEach(group -> text.append(String.format(Locale.ROOT, "%10s", group)));
    text.append('\n');
    for (Result result : results) {
      text.append(String.format(Locale.ROOT, "%-9s%-24s", result.language(), result.system()));
      text.append(
          result.runs().size() == 1
              ? String.format(Locale.ROOT, "%7.2f        ", result.mean())
              : String.format(Locale.ROOT, "%7.2f ± %5.2f", result.mean(), result.deviation()));
      text.append(
          String.format(
              Locale.ROOT,
              "%9.2f",
              Statistics.mean(result.runs().stream().map(Result.Run::unseen).toList())));
      text.append(mean(result.dev(), 9));
      text.append(hasRest ? mean(result.devRest(), 10) : "");
      Map<String, Double> byNames = result.byNames();
      for (String group : groups) {
        Double value = byNames.get(group);
        text.append(
            value == null
                ? String.format(Locale.ROOT, "%10s", "")
                : String.format(Locale.ROOT, "%10.2f", value));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
