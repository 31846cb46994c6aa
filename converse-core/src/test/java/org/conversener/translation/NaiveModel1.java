package org.conversener.translation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** IBM model 1 with the diagonal prior as the formulas say, on maps: slow, and without tricks. */
final class NaiveModel1 {
  static final String NONE = "<none>";

  private final List<List<String>> conditions;
  private final List<List<String>> outputs;
  private final AlignerConfig config;
  private final Map<String, Double> translations = new LinkedHashMap<>();
  private final Map<String, Double> counts = new LinkedHashMap<>();

  NaiveModel1(int[][] conditions, int[][] outputs, AlignerConfig config) {
    this.conditions = named(conditions);
    this.outputs = named(outputs);
    this.config = config;
    long words = this.outputs.stream().flatMap(List::stream).distinct().count();
    for (int pair = 0; pair < outputs.length; pair++) {
      for (String f : this.outputs.get(pair)) {
        translations.put(NONE + " " + f, 1.0 / words);
        for (String e : this.conditions.get(pair)) {
          translations.put(e + " " + f, 1.0 / words);
        }
      }
    }
  }

  private static List<List<String>> named(int[][] sentences) {
    List<List<String>> named = new ArrayList<>();
    for (int[] sentence : sentences) {
      List<String> words = new ArrayList<>();
      for (int word : sentence) {
        words.add(Integer.toString(word));
      }
      named.add(words);
    }
    return named;
  }

  double pass() {
    counts.clear();
    double logLikelihood = 0;
    for (int pair = 0; pair < outputs.size(); pair++) {
      List<String> e = conditions.get(pair);
      List<String> f = outputs.get(pair);
      for (int j = 0; j < f.size(); j++) {
        Map<Integer, Double> joint = new LinkedHashMap<>();
        joint.put(-1, config.nullProbability() * t(NONE, f.get(j)));
        double normaliser = 0;
        for (int i = 0; i < e.size(); i++) {
          normaliser += closeness(i, e.size(), j, f.size());
        }
        for (int i = 0; i < e.size(); i++) {
          double prior =
              (1 - config.nullProbability()) * closeness(i, e.size(), j, f.size()) / normaliser;
          joint.put(i, prior * t(e.get(i), f.get(j)));
        }
        double sum = joint.values().stream().mapToDouble(Double::doubleValue).sum();
        logLikelihood += Math.log(sum);
        String word = f.get(j);
        joint.forEach(
            (i, p) -> counts.merge((i < 0 ? NONE : e.get(i)) + " " + word, p / sum, Double::sum));
      }
    }
    maximise();
    return logLikelihood;
  }

  private double closeness(int i, int m, int j, int n) {
    return Math.exp(-config.tension() * Math.abs((i + 1.0) / m - (j + 1.0) / n));
  }

  private void maximise() {
    Map<String, Double> totals = new LinkedHashMap<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    counts.forEach(
        (key, count) -> {
          totals.merge(condition(key), count, Double::sum);
          sizes.merge(condition(key), 1, Integer::sum);
        });
    double alpha = config.dirichlet();
    counts.forEach(
        (key, count) -> {
          double total = totals.getOrDefault(condition(key), 0.0);
          int size = sizes.getOrDefault(condition(key), 0);
          translations.put(
              key,
              alpha == 0
                  ? count / total
                  : Math.exp(digamma(count + alpha) - digamma(total + alpha * size)));
        });
  }

  /** ψ(x) = lim ln n - Σ 1/(x + k), by its series, with the tail as an integral. */
  static double digamma(double x) {
    double sum = 0;
    int terms = 200_000;
    for (int k = 0; k < terms; k++) {
      sum += 1 / (x + k);
    }
    return Math.log(terms + x - 0.5) - sum;
  }

  private static String condition(String key) {
    return key.substring(0, key.indexOf(' '));
  }

  double t(String e, String f) {
    return translations.getOrDefault(e + " " + f, 0.0);
  }

  double count(String e, String f) {
    return counts.getOrDefault(e + " " + f, 0.0);
  }
}
