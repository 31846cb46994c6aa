package org.conversener.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Precision, recall and F1 of entities, and the counts they come from.
 *
 * @param precision correct of predicted, percent; 0 if nothing was predicted
 * @param recall correct of gold, percent; 0 if there is no gold entity
 * @param f1 their harmonic mean, percent; 0 if both are 0
 * @param gold entities of the gold standard
 * @param predicted entities predicted
 * @param correct entities predicted with the right type, start and end
 */
public record Scores(
    double precision, double recall, double f1, long gold, long predicted, long correct) {
  /** The scores that follow from the counts. */
  public static Scores of(long gold, long predicted, long correct) {
    double precision = predicted == 0 ? 0 : 100.0 * correct / predicted;
    double recall = gold == 0 ? 0 : 100.0 * correct / gold;
    double f1 = correct == 0 ? 0 : 2 * precision * recall / (precision + recall);
    return new Scores(precision, recall, f1, gold, predicted, correct);
  }

  /** The scores by name, percent with two decimals. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", Statistics.twoDecimals(precision));
    map.put("recall", Statistics.twoDecimals(recall));
    map.put("f1", Statistics.twoDecimals(f1));
    map.put("gold", gold);
    map.put("predicted", predicted);
    map.put("correct", correct);
    return map;
  }
}
