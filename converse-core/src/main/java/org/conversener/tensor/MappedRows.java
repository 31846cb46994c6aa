package org.conversener.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The rows of a matrix that stands in a file, mapped. A buffer ends at 2^31 bytes and published
 * vectors do not, so there are several, each of whole rows.
 */
final class MappedRows {
  private static final int SLICE = 1 << 30;

  private final int rowBytes;
  private final int rowsPerSlice;
  private final ByteBuffer[] slices;

  private MappedRows(int rowBytes, int rowsPerSlice, ByteBuffer[] slices) {
    this.rowBytes = rowBytes;
    this.rowsPerSlice = rowsPerSlice;
    this.slices = slices;
  }

  /** Maps rows that the file is known to hold; the channel may be closed afterwards. */
  static MappedRows map(FileChannel channel, long position, int rows, int rowBytes)
      throws IOException {
    return map(channel, position, rows, rowBytes, SLICE);
  }

  /** As above, with slices of another size, in bytes. */
  static MappedRows map(FileChannel channel, long position, int rows, int rowBytes, int slice)
      throws IOException {
    int rowsPerSlice = Math.max(1, slice / rowBytes);
    ByteBuffer[] slices = new ByteBuffer[(int) (((long) rows + rowsPerSlice - 1) / rowsPerSlice)];
    for (int i = 0; i < slices.length; i++) {
      long first = (long) i * rowsPerSlice;
      long bytes = Math.min(rowsPerSlice, rows - first) * rowBytes;
      slices[i] =
          channel
              .map(FileChannel.MapMode.READ_ONLY, position + first * rowBytes, bytes)
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    return new MappedRows(rowBytes, rowsPerSlice, slices);
  }

  /** The buffer that holds a row; read it by absolute places only, since threads share it. */
  ByteBuffer bufferOf(int row) {
    return slices[row / rowsPerSlice];
  }

  /** Where a row starts in its buffer. */
  int startOf(int row) {
    return row % rowsPerSlice * rowBytes;
  }
}
