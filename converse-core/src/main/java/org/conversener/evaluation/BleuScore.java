package org.conversener.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A corpus BLEU score.
 *
 * @param score percent
 * @param precisions of 1 to 4 words, percent, smoothed
 * @param bp the brevity penalty, 0 to 1
 * @param hypLen tokens of the hypotheses
 * @param refLen tokens of the closest references
 * @param signature how it was computed; scores compare only where signatures are equal
 */
public record BleuScore(
    double score, List<Double> precisions, double bp, long hypLen, long refLen, String signature) {
  /** Copies the list. */
  public BleuScore {
    precisions = List.copyOf(precisions);
  }

  /** For JSON, in the order of {@code converse bleu --json}; unrounded, as comparisons need it. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("score", score);
    map.put("precisions", precisions);
    map.put("bp", bp);
    map.put("hyp_len", hypLen);
    map.put("ref_len", refLen);
    map.put("signature", signature);
    return map;
  }

  /** One line for people, after sacreBLEU's. */
  public String report() {
    StringBuilder parts = new StringBuilder();
    for (double precision : precisions) {
      parts.append(parts.length() == 0 ? "" : "/").append(Statistics.format(precision, 0));
    }
    return String.format(
        Locale.ROOT,
        "BLEU|%s = %s %s (BP = %s, hyp_len = %d, ref_len = %d)",
        signature,
        Statistics.format(score, 0),
        parts,
        Statistics.format(bp, 0),
        hypLen,
        refLen);
  }
}
