package org.conversener.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A large table of half-precision numbers, in memory or mapped from a safetensors file with one F16
 * tensor: opening reads the header only, and several processes share the pages. Thread-safe.
 *
 * <p>V rows, D columns.
 */
public final class HalfTable implements VectorTable {
  /** Puts a row into an array. */
  @FunctionalInterface
  private interface RowReader {
    void copyRow(int row, float[] target, int offset);
  }

  private final int rows;
  private final int width;
  private final Map<String, String> metadata;
  private final RowReader reader;

  private HalfTable(int rows, int width, Map<String, String> metadata, RowReader reader) {
    this.rows = rows;
    this.width = width;
    this.metadata = Map.copyOf(metadata);
    this.reader = reader;
  }

  /** A table in memory from the bits of its numbers, row by row; the array is not copied. */
  public static HalfTable of(short[] values, int width) {
    if (width < 1 || values.length % width != 0) {
      throw new IllegalArgumentException(
          "expected a multiple of the width " + width + ", found " + values.length + " numbers");
    }
    return new HalfTable(
        values.length / width,
        width,
        Map.of(),
        (row, target, offset) -> {
          for (int i = 0; i < width; i++) {
            target[offset + i] = Float16.toFloat(values[row * width + i]);
          }
        });
  }

  /** A table in memory, rounded from single precision. */
  public static HalfTable of(float[] values, int width) {
    short[] halves = new short[values.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float16.fromFloat(values[i]);
    }
    return of(halves, width);
  }

  /** Another table, rounded whenever it is read: it may be larger than memory. */
  public static HalfTable rounded(VectorTable table) {
    if (table instanceof HalfTable halves) {
      return halves;
    }
    int width = table.width();
    return new HalfTable(
        table.rows(),
        width,
        Map.of(),
        (row, target, offset) -> {
          table.copyRow(row, target, offset);
          for (int i = offset; i < offset + width; i++) {
            target[i] = Float16.toFloat(Float16.fromFloat(target[i]));
          }
        });
  }

  /**
   * Maps the table of a file.
   *
   * @throws CorruptFileException if the file does not hold exactly one F16 tensor of two dimensions
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static HalfTable map(Path file) throws IOException {
    return map(TableFile.open(file, DType.FLOAT16));
  }

  static HalfTable map(TableFile.Opened opened) {
    MappedRows mapped = opened.mapped();
    int width = opened.width();
    return new HalfTable(
        opened.rows(),
        width,
        opened.metadata(),
        (row, target, offset) -> {
          ByteBuffer buffer = mapped.bufferOf(row);
          int start = mapped.startOf(row);
          for (int i = 0; i < width; i++) {
            target[offset + i] = Float16.toFloat(buffer.getShort(start + i * Short.BYTES));
          }
        });
  }

  /** The number of rows, V. */
  @Override
  public int rows() {
    return rows;
  }

  /** The number of columns, D. */
  @Override
  public int width() {
    return width;
  }

  /** The texts of the header of the file it was mapped from; none if there is no file. */
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    reader.copyRow(row, target, offset);
  }

  /** Writes the table beside the file first and then over it in one move. */
  public void write(Path file) throws IOException {
    write(file, Map.of());
  }

  /** As {@link #write(Path)}, with texts for the header. */
  public void write(Path file, Map<String, String> texts) throws IOException {
    TableFile.write(file, this, DType.FLOAT16, texts);
  }
}
