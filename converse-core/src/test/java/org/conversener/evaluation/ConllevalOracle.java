package org.conversener.evaluation;

import java.util.List;

/**
 * A slow second opinion on {@link SpanF1}: conlleval's rules on chunk boundaries, said between two
 * consecutive BIO tags, and counted in one pass over both columns as that script does.
 */
final class ConllevalOracle {
  long gold;
  long predicted;
  long correct;
  private final boolean seesBegin;

  /**
   * @param seesBegin false makes the known-wrong scorer that takes B for I
   */
  ConllevalOracle(boolean seesBegin) {
    this.seesBegin = seesBegin;
  }

  void add(List<String> goldTags, List<String> predictedTags) {
    boolean isInCorrect = false;
    String lastGold = "O";
    String lastPredicted = "O";
    for (int i = 0; i <= goldTags.size(); i++) {
      String g = i < goldTags.size() ? bio(goldTags.get(i)) : "O";
      String p = i < goldTags.size() ? bio(predictedTags.get(i)) : "O";
      boolean goldEnds = ends(lastGold, g);
      boolean predictedEnds = ends(lastPredicted, p);
      if (isInCorrect && goldEnds && predictedEnds) {
        correct++;
        isInCorrect = false;
      } else if (isInCorrect && (goldEnds != predictedEnds || !type(g).equals(type(p)))) {
        isInCorrect = false;
      }
      boolean goldStarts = starts(lastGold, g);
      boolean predictedStarts = starts(lastPredicted, p);
      if (goldStarts && predictedStarts && type(g).equals(type(p))) {
        isInCorrect = true;
      }
      gold += goldStarts ? 1 : 0;
      predicted += predictedStarts ? 1 : 0;
      lastGold = g;
      lastPredicted = p;
    }
  }

  private String bio(String tag) {
    char prefix = tag.charAt(0);
    boolean opens = prefix == 'B' || prefix == 'S' || prefix == 'U';
    return tag.equals("O") ? tag : (opens && seesBegin ? "B" : "I") + tag.substring(1);
  }

  private static boolean ends(String last, String tag) {
    if (last.charAt(0) == 'B' && tag.charAt(0) == 'B') {
      return true;
    }
    if (last.charAt(0) == 'B' && tag.charAt(0) == 'O') {
      return true;
    }
    if (last.charAt(0) == 'I' && tag.charAt(0) == 'B') {
      return true;
    }
    if (last.charAt(0) == 'I' && tag.charAt(0) == 'O') {
      return true;
    }
    return last.charAt(0) != 'O' && !type(last).equals(type(tag));
  }

  private static boolean starts(String last, String tag) {
    if (last.charAt(0) == 'B' && tag.charAt(0) == 'B') {
      return true;
    }
    if (last.charAt(0) == 'I' && tag.charAt(0) == 'B') {
      return true;
    }
    if (last.charAt(0) == 'O' && tag.charAt(0) == 'B') {
      return true;
    }
    if (last.charAt(0) == 'O' && tag.charAt(0) == 'I') {
      return true;
    }
    return tag.charAt(0) != 'O' && !type(last).equals(type(tag));
  }

  private static String type(String tag) {
    return tag.equals("O") ? "" : tag.substring(2);
  }
}
