package org.conversener.tensor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.conversener.corpus.AtomicFile;

/**
 * A large table of half-precision numbers, in memory or mapped from a safetensors file with one F16
 * tensor: opening reads the header only, and several processes share the pages. Thread-safe.
 *
 * <p>V rows, D columns.
 */
public final class HalfTable {
  private static final String NAME = "vectors";

  private final int rows;
  private final int width;
  private final ShortBuffer values;

  private HalfTable(int rows, int width, ShortBuffer values) {
    this.rows = rows;
    this.width = width;
    this.values = values;
  }

  /** A table in memory from the bits of its numbers, row by row; the array is not copied. */
  public static HalfTable of(short[] values, int width) {
    if (width < 1 || values.length % width != 0) {
      throw new IllegalArgumentException(
          "expected a multiple of the width " + width + ", found " + values.length + " numbers");
    }
    return new HalfTable(values.length / width, width, ShortBuffer.wrap(values));
  }

  /** A table in memory, rounded from single precision. */
  public static HalfTable of(float[] values, int width) {
    short[] halves = new short[values.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Float16.fromFloat(values[i]);
    }
    return of(halves, width);
  }

  /**
   * Maps the table of a file.
   *
   * @throws CorruptFileException if the file does not hold exactly one F16 tensor of two dimensions
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static HalfTable map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Safetensors.Header header = Safetensors.header(channel, file);
      List<Safetensors.Entry> entries = header.entries();
      if (entries.size() != 1
          || entries.get(0).type() != DType.FLOAT16
          || entries.get(0).shape().length != 2
          || entries.get(0).shape()[1] < 1) {
        throw new CorruptFileException(file, "expected one F16 tensor of two dimensions");
      }
      Safetensors.Entry entry = entries.get(0);
      ByteBuffer bytes =
          channel.map(
              FileChannel.MapMode.READ_ONLY, header.dataStart(), entry.end() - entry.begin());
      return new HalfTable(
          Math.toIntExact(entry.shape()[0]),
          Math.toIntExact(entry.shape()[1]),
          bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer());
    }
  }

  /** The number of rows, V. */
  public int rows() {
    return rows;
  }

  /** The number of columns, D. */
  public int width() {
    return width;
  }

  /** Puts one row, in single precision, into an array. */
  public void copyRow(int row, float[] target, int offset) {
    int start = Math.multiplyExact(row, width);
    for (int i = 0; i < width; i++) {
      target[offset + i] = Float16.toFloat(values.get(start + i));
    }
  }

  /** Writes the table beside the file first and then over it in one move. */
  public void write(Path file) throws IOException {
    ObjectNode header = Safetensors.JSON.createObjectNode();
    ObjectNode node = header.putObject(NAME);
    node.put("dtype", DType.FLOAT16.fileName());
    node.putArray("shape").add(rows).add(width);
    node.putArray("data_offsets").add(0).add(2L * rows * width);
    byte[] text = Safetensors.JSON.writeValueAsBytes(header);
    int padded = (text.length + 7) / 8 * 8;
    AtomicFile.write(
        file,
        out -> {
          out.write(Safetensors.littleEndian(8).putLong(padded).array());
          out.write(text);
          out.write(" ".repeat(padded - text.length).getBytes(StandardCharsets.US_ASCII));
          WritableByteChannel channel = Channels.newChannel(out);
          ByteBuffer block = Safetensors.littleEndian(1 << 16);
          for (int i = 0; i < rows * width; i++) {
            if (!block.hasRemaining()) {
              channel.write(block.flip());
              block.clear();
            }
            block.putShort(values.get(i));
          }
          channel.write(block.flip());
        });
  }
}
