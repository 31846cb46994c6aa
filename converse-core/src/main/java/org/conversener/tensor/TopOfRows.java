package org.conversener.tensor;

import java.util.Arrays;

/**
 * The largest elements of each row of a matrix, read in one pass: several times as fast as
 * libtorch's selection where rows are long and few elements are wanted. Of equal elements the
 * earlier is taken first; an element that is not a number never.
 */
public final class TopOfRows {
  private final int count;
  private final double[] values;
  private final int[] columns;

  /**
   * Finds them.
   *
   * @param matrix [R, V], of single or double precision
   * @param count how many are wanted of each row
   * @throws IllegalArgumentException if a row has fewer
   */
  public TopOfRows(Tensor matrix, int count) {
    int rows = Math.toIntExact(matrix.size(0));
    int width = Math.toIntExact(matrix.size(1));
    if (count < 1 || count > width) {
      throw new IllegalArgumentException("cannot take " + count + " elements a row of " + matrix);
    }
    this.count = count;
    values = new double[rows * count];
    columns = new int[rows * count];
    Arrays.fill(values, Double.NEGATIVE_INFINITY);
    double[] row = new double[width];
    try (Scope scope = Scope.withoutGradients()) {
      var raw = matrix.raw().contiguous();
      boolean isDouble = matrix.type() == DType.FLOAT64;
      float[] narrow = new float[isDouble ? 0 : width];
      for (int r = 0; r < rows; r++) {
        if (isDouble) {
          raw.data_ptr_double().position((long) r * width).get(row);
        } else {
          raw.data_ptr_float().position((long) r * width).get(narrow);
          for (int column = 0; column < width; column++) {
            row[column] = narrow[column];
          }
        }
        select(row, r * count);
      }
    }
  }

  /** Keeps the best so far in order; most elements are below the last of them. */
  private void select(double[] row, int first) {
    int found = 0;
    double least = Double.NEGATIVE_INFINITY;
    for (int column = 0; column < row.length; column++) {
      double value = row[column];
      if (value > least || (found < count && value == least)) {
        insert(value, column, first, Math.min(found, count - 1));
        found++;
        least = found < count ? Double.NEGATIVE_INFINITY : values[first + count - 1];
      }
    }
  }

  private void insert(double value, int column, int first, int end) {
    int place = first + end;
    while (place > first && value > values[place - 1]) {
      values[place] = values[place - 1];
      columns[place] = columns[place - 1];
      place--;
    }
    values[place] = value;
    columns[place] = column;
  }

  /** An element. */
  public double value(int row, int rank) {
    return values[row * count + rank];
  }

  /** The column of an element. */
  public int column(int row, int rank) {
    return columns[row * count + rank];
  }
}
