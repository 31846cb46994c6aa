package org.conversener.translation;

/**
 * The attention of one decoder layer between words.
 *
 * @param layer the decoder layer, counted from 1
 * @param rows the number of source words, m
 * @param columns the number of English words, n
 * @param values [m][n] in row-major order: what source word i receives of English word j
 */
public record WordMatrix(int layer, int rows, int columns, float[] values) {
  /** Checks that the shape and the values agree. */
  public WordMatrix {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(
          "expected " + rows + " x " + columns + " values, found " + values.length);
    }
  }

  /** What source word {@code i} receives of English word {@code j}. */
  public float at(int i, int j) {
    return values[i * columns + j];
  }

  /** The English word from which source word {@code i} receives most, or -1 if from none. */
  public int strongestColumn(int i) {
    int best = -1;
    for (int j = 0; j < columns; j++) {
      if (at(i, j) > (best < 0 ? 0 : at(i, best))) {
        best = j;
      }
    }
    return best;
  }

  /** The source word that receives most of English word {@code j}, or -1 if none does. */
  public int strongestRow(int j) {
    int best = -1;
    for (int i = 0; i < rows; i++) {
      if (at(i, j) > (best < 0 ? 0 : at(best, j))) {
        best = i;
      }
    }
    return best;
  }
}
