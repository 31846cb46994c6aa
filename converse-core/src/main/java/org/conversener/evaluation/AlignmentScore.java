package org.conversener.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How good alignments are, and the counts behind it.
 *
 * <p>Nothing is right where there is nothing: without predicted links precision is 0, without sure
 * gold links recall is 0, and without either AER is 100. {@link #notices} says so where it applies.
 *
 * @param precision predicted links that are at least possible in gold, percent
 * @param recall sure gold links that were predicted, percent
 * @param f1 the harmonic mean of the two, percent; 0 if both are 0
 * @param aer the alignment error rate, percent; the lower, the better
 * @param sentences how many were compared
 * @param sure sure links of gold, |S|
 * @param possible links of gold that are at least possible, the sure ones among them, |P|
 * @param predicted predicted links, |A|
 * @param predictedSure those that are sure in gold, |A∩S|
 * @param predictedPossible those that are at least possible in gold, |A∩P|
 */
public record AlignmentScore(
    double precision,
    double recall,
    double f1,
    double aer,
    long sentences,
    long sure,
    long possible,
    long predicted,
    long predictedSure,
    long predictedPossible) {

  /** The figures that follow from the counts. */
  static AlignmentScore of(
      long sentences,
      long sure,
      long possible,
      long predicted,
      long predictedSure,
      long predictedPossible) {
    double precision = percent(predictedPossible, predicted, 0);
    double recall = percent(predictedSure, sure, 0);
    double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    long both = predicted + sure;
    double aer = percent(both - predictedSure - predictedPossible, both, 100);
    return new AlignmentScore(
        precision,
        recall,
        f1,
        aer,
        sentences,
        sure,
        possible,
        predicted,
        predictedSure,
        predictedPossible);
  }

  private static double percent(long part, long whole, double ofNothing) {
    return whole == 0 ? ofNothing : 100.0 * part / whole;
  }

  /** What a person should know before believing the figures; empty if there is nothing. */
  public List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (predicted == 0) {
      notices.add("nothing is predicted: precision is 0");
    }
    if (sure == 0) {
      notices.add("gold has no sure link: recall is 0" + (predicted == 0 ? ", and AER 100" : ""));
    }
    return notices;
  }

  /** For JSON, in the order of {@code converse evaluate-alignment --json}, two decimals. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", Statistics.twoDecimals(precision));
    map.put("recall", Statistics.twoDecimals(recall));
    map.put("f1", Statistics.twoDecimals(f1));
    map.put("aer", Statistics.twoDecimals(aer));
    map.put("sure", sure);
    map.put("possible", possible);
    map.put("predicted", predicted);
    map.put("sentences", sentences);
    return map;
  }

  /** Two lines for people: the counts, then the figures. */
  public String report() {
    return String.format(
            Locale.ROOT,
            "%d sentences; gold: %d sure links, %d at least possible; predicted: %d, of which %d"
                + " sure, %d at least possible\n",
            sentences,
            sure,
            possible,
            predicted,
            predictedSure,
            predictedPossible)
        + "precision: "
        + Statistics.format(precision, 6)
        + "%; recall: "
        + Statistics.format(recall, 6)
        + "%; F1: "
        + Statistics.format(f1, 6)
        + "; AER: "
        + Statistics.format(aer, 6)
        + "\n";
  }
}
