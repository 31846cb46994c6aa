package org.conversener.tensor;

/** A large table of numbers that is read row by row. Thread-safe. */
public interface VectorTable {
  /** The number of rows. */
  int rows();

  /** The number of columns. */
  int width();

  /** Puts one row, in single precision, into an array. */
  void copyRow(int row, float[] target, int offset);
}
