package org.conversener.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SpanF1} finds out about a tagger.
 *
 * @param tokens the number of words
 * @param accuracy words whose tag is right after both sides were written in BIO, percent
 * @param overall scores over all types, by conlleval's rules
 * @param types scores by type, sorted; every type of gold or prediction
 * @param strict scores where only well-formed predicted entities count
 * @param unseen scores over the sentences that do not stand in the training text, or null if no
 *     training text was given
 */
public record SpanEvaluation(
    long tokens,
    double accuracy,
    Scores overall,
    SortedMap<String, Scores> types,
    Scores strict,
    @Nullable Unseen unseen) {

  /**
   * Scores without leaked sentences.
   *
   * @param scores over the remaining sentences
   * @param sentences how many remain
   * @param leftOut how many were left out because their words stand in the training text
   */
  public record Unseen(Scores scores, int sentences, int leftOut) {}

  /** Copies the map. */
  public SpanEvaluation {
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  /** The same with the scores of unseen sentences beside. */
  public SpanEvaluation withUnseen(Unseen others) {
    return new SpanEvaluation(tokens, accuracy, overall, types, strict, others);
  }

  /**
   * For JSON, in the order of {@code converse evaluate --json}: precision, recall, f1, gold,
   * predicted, correct, types, strict and, where there is training text, unseen.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = overall.toMap();
    Map<String, Object> byType = new LinkedHashMap<>();
    types.forEach((type, scores) -> byType.put(type, scores.toMap()));
    map.put("types", byType);
    map.put("strict", strict.toMap());
    if (unseen != null) {
      Map<String, Object> remaining = unseen.scores().toMap();
      remaining.put("sentences", unseen.sentences());
      remaining.put("left_out", unseen.leftOut());
      map.put("unseen", remaining);
    }
    return map;
  }

  /** The report of conlleval, line for line, with strict and unseen scores after it. */
  public String report() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "processed %d tokens with %d phrases; found: %d phrases; correct: %d.\n",
            tokens,
            overall.gold(),
            overall.predicted(),
            overall.correct()));
    text.append("accuracy: ").append(Statistics.format(accuracy, 6)).append("%; ");
    text.append(line(overall)).append('\n');
    types.forEach(
        (type, scores) ->
            text.append(" ".repeat(Math.max(0, 17 - type.codePointCount(0, type.length()))))
                .append(type)
                .append(": ")
                .append(line(scores))
                .append("  ")
                .append(scores.predicted())
                .append('\n'));
    text.append("strict (well-formed predictions only): ").append(line(strict)).append('\n');
    if (unseen != null) {
      text.append(
              String.format(
                  Locale.ROOT,
                  "unseen (%d sentences, %d left out that stand in train): ",
                  unseen.sentences(),
                  unseen.leftOut()))
          .append(line(unseen.scores()))
          .append('\n');
    }
    return text.toString();
  }

  private static String line(Scores scores) {
    return "precision: "
        + Statistics.format(scores.precision(), 6)
        + "%; recall: "
        + Statistics.format(scores.recall(), 6)
        + "%; FB1: "
        + Statistics.format(scores.f1(), 6);
  }
}
