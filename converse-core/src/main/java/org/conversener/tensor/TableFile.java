package org.conversener.tensor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.conversener.corpus.AtomicFile;

/**
 * A {@link VectorTable} as a safetensors file of one tensor of two dimensions, of half or single
 * precision. It is mapped: opening reads the header only.
 */
public final class TableFile {
  private static final String NAME = "vectors";
  private static final int WIDEST = 1 << 20;

  private TableFile() {}

  /**
   * A file whose header was read.
   *
   * @param type of the numbers, F16 or F32
   * @param metadata the texts of the header
   */
  record Opened(DType type, int rows, int width, Map<String, String> metadata, MappedRows mapped) {}

  /**
   * Maps the table of a file, a {@link HalfTable} or a {@link FloatTable}.
   *
   * @throws CorruptFileException if the file does not hold exactly one tensor of these
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static VectorTable map(Path file) throws IOException {
    Opened opened = open(file, DType.FLOAT16, DType.FLOAT32);
    return opened.type == DType.FLOAT16 ? HalfTable.map(opened) : FloatTable.map(opened);
  }

  static Opened open(Path file, DType... types) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Safetensors.Header header = Safetensors.header(channel, file);
      List<Safetensors.Entry> entries = header.entries();
      if (entries.size() != 1
          || !List.of(types).contains(entries.get(0).type())
          || entries.get(0).shape().length != 2) {
        throw new CorruptFileException(
            file, "expected one " + names(types) + " tensor of two dimensions");
      }
      DType type = entries.get(0).type();
      long[] shape = entries.get(0).shape();
      if (shape[0] > Integer.MAX_VALUE || shape[1] < 1 || shape[1] > WIDEST) {
        throw new CorruptFileException(
            file, "impossible table of " + shape[0] + " rows, " + shape[1] + " columns");
      }
      int rows = (int) shape[0];
      int width = (int) shape[1];
      return new Opened(
          type,
          rows,
          width,
          header.metadata(file),
          MappedRows.map(channel, header.dataStart(), rows, width * type.bytes()));
    }
  }

  private static String names(DType... types) {
    return String.join(" or ", List.of(types).stream().map(DType::fileName).toList());
  }

  /** Writes a table in single precision, beside the file first and then over it in one move. */
  public static void writeSingle(Path file, VectorTable table) throws IOException {
    write(file, table, DType.FLOAT32, Map.of());
  }

  static void write(Path file, VectorTable table, DType type, Map<String, String> texts)
      throws IOException {
    byte[] header = header(table, type, texts);
    int padded = (header.length + 7) / 8 * 8;
    AtomicFile.write(
        file,
        out -> {
          out.write(Safetensors.littleEndian(8).putLong(padded).array());
          out.write(header);
          out.write(" ".repeat(padded - header.length).getBytes(StandardCharsets.US_ASCII));
          WritableByteChannel channel = Channels.newChannel(out);
          ByteBuffer block = Safetensors.littleEndian(table.width() * type.bytes());
          float[] values = new float[table.width()];
          for (int row = 0; row < table.rows(); row++) {
            table.copyRow(row, values, 0);
            block.clear();
            for (float value : values) {
              if (type == DType.FLOAT16) {
                block.putShort(Float16.fromFloat(value));
              } else {
                block.putFloat(value);
              }
            }
            channel.write(block.flip());
          }
        });
  }

  private static byte[] header(VectorTable table, DType type, Map<String, String> texts)
      throws IOException {
    ObjectNode header = Safetensors.JSON.createObjectNode();
    if (!texts.isEmpty()) {
      header.set(Safetensors.METADATA, Safetensors.JSON.valueToTree(new TreeMap<>(texts)));
    }
    ObjectNode node = header.putObject(NAME);
    node.put("dtype", type.fileName());
    node.putArray("shape").add(table.rows()).add(table.width());
    node.putArray("data_offsets").add(0).add((long) type.bytes() * table.rows() * table.width());
    return Safetensors.JSON.writeValueAsBytes(header);
  }
}
