package org.conversener.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The slow oracle of the CRF: every path of a short sentence, one after the other. */
final class ChainEnumeration {
  private final ChainScores scores;
  private final double[][] emissions;
  private final List<int[]> paths = new ArrayList<>();

  ChainEnumeration(ChainScores scores, double[][] emissions) {
    this.scores = scores;
    this.emissions = emissions;
    collect(new int[emissions.length], 0);
  }

  private void collect(int[] path, int t) {
    if (t == path.length) {
      paths.add(path.clone());
      return;
    }
    for (int k = 0; k < scores.tags(); k++) {
      path[t] = k;
      collect(path, t + 1);
    }
  }

  /** Start, emissions, transitions and stop added one by one. */
  private double score(int[] path) {
    double score = scores.start()[path[0]];
    for (int t = 0; t < path.length; t++) {
      score += emissions[t][path[t]];
      score +=
          t + 1 < path.length ? scores.transitions()[path[t]][path[t + 1]] : scores.stop()[path[t]];
    }
    return score;
  }

  double logZ() {
    return Math.log(paths.stream().mapToDouble(path -> Math.exp(score(path))).sum());
  }

  int[] best() {
    int[] best = paths.get(0);
    for (int[] path : paths) {
      best = score(path) > score(best) ? path : best;
    }
    return best;
  }

  /** The probability that these tags stand from {@code start} on. */
  double probability(int start, int... tags) {
    double sum = 0;
    for (int[] path : paths) {
      boolean matches = true;
      for (int i = 0; i < tags.length; i++) {
        matches &= path[start + i] == tags[i];
      }
      sum += matches ? Math.exp(score(path)) : 0;
    }
    return sum / Math.exp(logZ());
  }

  static ChainScores randomScores(SplittableRandom random, int tags, double size) {
    return new ChainScores(
        randomRows(random, 1, tags, size)[0],
        randomRows(random, tags, tags, size),
        randomRows(random, 1, tags, size)[0]);
  }

  static double[][] randomRows(SplittableRandom random, int rows, int columns, double size) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = size * random.nextGaussian();
      }
    }
    return values;
  }
}
