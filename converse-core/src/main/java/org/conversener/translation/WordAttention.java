package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the attention between subwords into attention between words: {@code A_ij = 1/|T(j)| ·
 * Σ_{q∈T(j)} Σ_{p∈S(i)} α_pq} by default (REFERENCE 4.1), where S(i) and T(j) are the subwords of
 * source word i and English word j. Between words of different windows there is none.
 */
public final class WordAttention {
  /** The most pairs of words; a larger matrix would not fit the memory beside its layers. */
  private static final long MOST_PAIRS = 1L << 27;

  private WordAttention() {}

  /** The attention of all layers with its words, first to last; none if nothing was translated. */
  public static List<LayerAttention> layers(Translation translation, AttentionOptions options) {
    List<LayerAttention> layers = new ArrayList<>();
    for (WordMatrix weights : gather(translation, options)) {
      layers.add(new LayerAttention(translation.source(), translation.target(), weights));
    }
    return layers;
  }

  /**
   * The matrices of all layers, first to last; a word without subwords has a row of zeros.
   *
   * @throws IllegalArgumentException if the sentence is so long that they would not fit the memory
   */
  public static List<WordMatrix> gather(Translation translation, AttentionOptions options) {
    long pairs = (long) translation.source().size() * translation.target().size();
    if (pairs > MOST_PAIRS) {
      throw new IllegalArgumentException(
          "attention between "
              + translation.source().size()
              + " words and "
              + translation.target().size()
              + " English words does not fit the memory: cut the sentence");
    }
    List<WordMatrix> matrices = new ArrayList<>();
    for (int layer = 0; layer < translation.layers(); layer++) {
      matrices.add(gather(translation, layer, options));
    }
    return matrices;
  }

  private static WordMatrix gather(Translation translation, int layer, AttentionOptions options) {
    int rows = translation.source().size();
    int columns = translation.target().size();
    double[] sums = new double[rows * columns];
    int[] sourcePieces = new int[rows];
    int[] targetPieces = new int[columns];
    for (Translation.Window window : translation.windows()) {
      count(window.sourceOwners(), sourcePieces);
      count(window.targetOwners(), targetPieces);
      add(window, layer, options, columns, sums);
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sums[i * columns + j] /=
            divisor(options.sourcePooling(), sourcePieces[i])
                * divisor(options.targetPooling(), targetPieces[j]);
      }
    }
    if (options.normalise() == AttentionOptions.Normalise.ROWS) {
      normaliseRows(sums, rows, columns);
    }
    float[] values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) sums[i];
    }
    return new WordMatrix(layer + 1, rows, columns, values);
  }

  private static void add(
      Translation.Window window, int layer, AttentionOptions options, int columns, double[] sums) {
    int[] sources = window.sourceOwners();
    int[] targets = window.targetOwners();
    for (int n = 0; n < targets.length; n++) {
      if (targets[n] == Translation.EOS) {
        continue;
      }
      // The end-of-sentence column stands last, so a shifted column always exists.
      int column = Math.min(n + options.shift(), targets.length - 1);
      double scale = 1;
      if (options.eos() == AttentionOptions.Eos.RENORMALISE) {
        double words = massOnWords(window, layer, column);
        scale = words > 0 ? 1 / words : 0;
      }
      for (int s = 0; s < sources.length; s++) {
        if (sources[s] != Translation.EOS) {
          sums[sources[s] * columns + targets[n]] += scale * window.at(layer, column, s);
        }
      }
    }
  }

  private static double massOnWords(Translation.Window window, int layer, int column) {
    double mass = 0;
    for (int s = 0; s < window.sourceOwners().length; s++) {
      if (window.sourceOwners()[s] != Translation.EOS) {
        mass += window.at(layer, column, s);
      }
    }
    return mass;
  }

  private static void count(int[] owners, int[] pieces) {
    for (int owner : owners) {
      if (owner != Translation.EOS) {
        pieces[owner]++;
      }
    }
  }

  private static double divisor(AttentionOptions.Pooling pooling, int pieces) {
    return pooling == AttentionOptions.Pooling.MEAN ? Math.max(1, pieces) : 1;
  }

  private static void normaliseRows(double[] values, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += values[i * columns + j];
      }
      for (int j = 0; j < columns && sum > 0; j++) {
        values[i * columns + j] /= sum;
      }
    }
  }

  /**
   * The mean share of attention that falls on the source's end-of-sentence while words are
   * predicted, for each layer.
   */
  public static double[] shareOnEos(Translation translation) {
    double[] shares = new double[translation.layers()];
    int count = 0;
    for (Translation.Window window : translation.windows()) {
      for (int n = 0; n < window.targetOwners().length; n++) {
        if (window.targetOwners()[n] != Translation.EOS) {
          count++;
          for (int layer = 0; layer < shares.length; layer++) {
            shares[layer] += 1 - massOnWords(window, layer, n);
          }
        }
      }
    }
    for (int layer = 0; layer < shares.length; layer++) {
      shares[layer] /= Math.max(1, count);
    }
    return shares;
  }
}
