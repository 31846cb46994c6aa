package org.conversener.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.evaluation.SpanEvaluation;
import org.conversener.evaluation.SpanF1;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;

/**
 * The sentences a system is scored on.
 *
 * @param sentences with their gold entities
 * @param groups for each sentence the group whose F1 it counts for; empty if there are no groups
 * @param training what the systems were trained on, to leave out sentences that also stand there
 * @param restOfDev sentences of dev that do not choose the epoch, scored besides; empty if there
 *     are none
 */
public record TestSet(
    List<Sentence> sentences,
    List<String> groups,
    List<Sentence> training,
    List<Sentence> restOfDev) {

  /** Copies the lists; there must be as many groups as sentences, or none. */
  public TestSet {
    sentences = List.copyOf(sentences);
    groups = List.copyOf(groups);
    training = List.copyOf(training);
    restOfDev = List.copyOf(restOfDev);
    if (!groups.isEmpty() && groups.size() != sentences.size()) {
      throw new IllegalArgumentException(
          "expected a group for each of "
              + sentences.size()
              + " sentences, found "
              + groups.size());
    }
  }

  /**
   * Scores predictions, given in the order of the sentences.
   *
   * @param predictedRest predictions of {@link #restOfDev}
   * @param dev the F1 on dev of the system that made them, null if it was not trained
   */
  public Result.Run score(
      List<Sentence> predicted,
      List<Sentence> predictedRest,
      @org.jspecify.annotations.Nullable Long seed,
      @org.jspecify.annotations.Nullable Double dev,
      double seconds) {
    SpanEvaluation all = evaluate(sentences, predicted);
    Set<List<String>> known = new HashSet<>();
    training.forEach(sentence -> known.add(sentence.words()));
    List<Sentence> unseenGold = new ArrayList<>();
    List<Sentence> unseenPredicted = new ArrayList<>();
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < sentences.size(); i++) {
      if (!known.contains(sentences.get(i).words())) {
        unseenGold.add(sentences.get(i));
        unseenPredicted.add(predicted.get(i));
      }
      if (!groups.isEmpty()) {
        members.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(i);
      }
    }
    Map<String, Double> byNames = new LinkedHashMap<>();
    members.forEach(
        (group, indices) ->
            byNames.put(
                group,
                evaluate(
                        indices.stream().map(sentences::get).toList(),
                        indices.stream().map(predicted::get).toList())
                    .overall()
                    .f1()));
    return new Result.Run(
        seed,
        dev,
        restOfDev.isEmpty() ? null : evaluate(restOfDev, predictedRest).overall().f1(),
        all.overall().f1(),
        all.strict().f1(),
        evaluate(unseenGold, unseenPredicted).overall().f1(),
        byNames,
        seconds);
  }

  private static SpanEvaluation evaluate(List<Sentence> gold, List<Sentence> predicted) {
    return SpanF1.evaluate(tags(gold), tags(predicted), TagScheme.BIO);
  }

  private static List<List<String>> tags(List<Sentence> sentences) {
    return sentences.stream().map(s -> TagScheme.BIO.encode(s.entities(), s.length())).toList();
  }
}
