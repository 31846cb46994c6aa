package org.conversener.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.conversener.evaluation.SpanEvaluation.Unseen;
import org.conversener.text.Span;
import org.conversener.text.TagScheme;

/**
 * Precision, recall and F1 of entities as conlleval counts them.
 *
 * <p>Both sides are read by {@link TagScheme#decode}, which turns any scheme into BIO (REFERENCE
 * 5.1); an entity is correct if type, start and end agree. Scores are micro averages: counts are
 * added up over sentences before dividing. An ill-formed prediction, such as an {@code I-} after
 * {@code O}, counts as the entity conlleval makes of it; the strict scores beside show how much of
 * a result hangs on that.
 */
public final class SpanF1 {
  private SpanF1() {}

  /**
   * Compares tags, a list for each sentence.
   *
   * @param predictedScheme the scheme in which predictions must be well-formed to count strictly
   * @throws IllegalArgumentException if the numbers of sentences, or of the tags of a sentence,
   *     differ, or a tag is neither {@code O} nor PREFIX-TYPE
   */
  public static SpanEvaluation evaluate(
      List<List<String>> gold, List<List<String>> predicted, TagScheme predictedScheme) {
    checkSizes(gold, predicted);
    List<List<Span>> goldSpans = decode(gold);
    List<List<Span>> predictedSpans = decode(predicted);
    SpanCounts counts = SpanCounts.of(goldSpans, predictedSpans);
    SpanCounts strict = new SpanCounts();
    long tokens = 0;
    long rightTags = 0;
    for (int i = 0; i < gold.size(); i++) {
      int length = gold.get(i).size();
      strict.add(goldSpans.get(i), predictedScheme.decodeStrictly(predicted.get(i)));
      List<String> goldTags = TagScheme.BIO.encode(goldSpans.get(i), length);
      List<String> predictedTags = TagScheme.BIO.encode(predictedSpans.get(i), length);
      for (int t = 0; t < length; t++) {
        rightTags += goldTags.get(t).equals(predictedTags.get(t)) ? 1 : 0;
      }
      tokens += length;
    }
    double accuracy = tokens == 0 ? 0 : 100.0 * rightTags / tokens;
    return new SpanEvaluation(
        tokens, accuracy, counts.overall(), counts.byType(), strict.overall(), null);
  }

  /**
   * As {@link #evaluate(List, List, TagScheme)}, and the scores over sentences whose words do not
   * stand, all and in order, in the training text.
   *
   * @param words the words of each sentence
   * @param training the words of each training sentence
   * @throws IllegalArgumentException as above, also if words and tags differ in number
   */
  public static SpanEvaluation evaluate(
      List<List<String>> words,
      List<List<String>> gold,
      List<List<String>> predicted,
      TagScheme predictedScheme,
      Collection<List<String>> training) {
    checkSizes(words, gold);
    SpanEvaluation all = evaluate(gold, predicted, predictedScheme);
    Set<List<String>> seen = new HashSet<>(training);
    SpanCounts counts = new SpanCounts();
    int leftOut = 0;
    for (int i = 0; i < gold.size(); i++) {
      if (seen.contains(words.get(i))) {
        leftOut++;
      } else {
        counts.add(TagScheme.decode(gold.get(i)), TagScheme.decode(predicted.get(i)));
      }
    }
    return all.withUnseen(new Unseen(counts.overall(), gold.size() - leftOut, leftOut));
  }

  /**
   * Compares entities, a list for each sentence.
   *
   * @throws IllegalArgumentException if the numbers of sentences differ
   */
  public static Scores ofSpans(List<List<Span>> gold, List<List<Span>> predicted) {
    checkCounts(gold.size(), predicted.size());
    return SpanCounts.of(gold, predicted).overall();
  }

  private static List<List<Span>> decode(List<List<String>> tags) {
    List<List<Span>> spans = new ArrayList<>(tags.size());
    for (List<String> sentence : tags) {
      spans.add(TagScheme.decode(sentence));
    }
    return spans;
  }

  private static void checkSizes(List<List<String>> gold, List<List<String>> predicted) {
    checkCounts(gold.size(), predicted.size());
    for (int i = 0; i < gold.size(); i++) {
      if (gold.get(i).size() != predicted.get(i).size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "sentence %d (from 1) has %d words on one side and %d on the other;"
                    + " both must hold the same words",
                i + 1,
                gold.get(i).size(),
                predicted.get(i).size()));
      }
    }
  }

  static void checkCounts(int gold, int predicted) {
    if (gold != predicted) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected the same sentences on both sides, found %d and %d",
              gold,
              predicted));
    }
  }
}
