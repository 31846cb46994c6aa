package org.conversener.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** A table of single-precision numbers as a user's file holds them: in memory, or mapped. */
public final class FloatTable implements VectorTable {
  /** Puts a row into an array. */
  @FunctionalInterface
  private interface RowReader {
    void copyRow(int row, float[] target, int offset);
  }

  private final int rows;
  private final int width;
  private final RowReader reader;

  private FloatTable(int rows, int width, RowReader reader) {
    this.rows = rows;
    this.width = width;
    this.reader = reader;
  }

  /**
   * A table in memory; the rows are not copied.
   *
   * @throws IllegalArgumentException if a row has not {@code width} numbers
   */
  public static FloatTable of(List<float[]> rows, int width) {
    for (float[] row : rows) {
      if (row.length != width) {
        throw new IllegalArgumentException("expected " + width + " numbers, found " + row.length);
      }
    }
    return new FloatTable(
        rows.size(),
        width,
        (row, target, offset) -> System.arraycopy(rows.get(row), 0, target, offset, width));
  }

  /**
   * Maps little-endian numbers, row by row, from a place in a file.
   *
   * @throws EOFException if the file ends before they do
   */
  public static FloatTable map(Path file, long position, int rows, int width) throws IOException {
    int rowBytes = Math.multiplyExact(width, Float.BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      // Mapping beyond the end would not fail until it is read, and then end the process.
      if (position + (long) rows * rowBytes > channel.size()) {
        throw new EOFException(file + " ends before its table does");
      }
      return of(MappedRows.map(channel, position, rows, rowBytes), rows, width);
    }
  }

  static FloatTable map(TableFile.Opened opened) {
    return of(opened.mapped(), opened.rows(), opened.width());
  }

  private static FloatTable of(MappedRows mapped, int rows, int width) {
    return new FloatTable(
        rows,
        width,
        (row, target, offset) -> {
          ByteBuffer buffer = mapped.bufferOf(row);
          int start = mapped.startOf(row);
          for (int i = 0; i < width; i++) {
            target[offset + i] = buffer.getFloat(start + i * Float.BYTES);
          }
        });
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    reader.copyRow(row, target, offset);
  }
}
