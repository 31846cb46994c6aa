package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorTableTest {
  private static final float[] VALUES = {1.0001f, -2, 3e-6f, 4, 65000, 0};

  @TempDir private Path folder = Path.of("");

  private static float[] row(VectorTable table, int row) {
    float[] values = new float[table.width()];
    table.copyRow(row, values, 0);
    return values;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void roundingWhenReadIsRoundingBefore() {
    HalfTable before = HalfTable.of(VALUES, 3);
    HalfTable when =
        HalfTable.rounded(
            FloatTable.of(List.of(new float[] {1.0001f, -2, 3e-6f}, new float[] {4, 65000, 0}), 3));
    assertThat(row(when, 0)).isEqualTo(row(before, 0)).doesNotContain(1.0001f);
    assertThat(row(when, 1)).isEqualTo(row(before, 1));
  }

  @Test
  void aFileGivesBackRowsAndTexts() throws IOException {
    HalfTable table = HalfTable.of(VALUES, 3);
    Path file = folder.resolve("table");
    table.write(file, Map.of("b", "2", "a", "ä"));
    HalfTable read = HalfTable.map(file);
    assertThat(read.metadata()).containsOnly(Map.entry("a", "ä"), Map.entry("b", "2"));
    assertThat(row(read, 0)).isEqualTo(row(table, 0));
    assertThat(row(read, 1)).isEqualTo(row(table, 1));
  }

  @Test
  void aSingleTableGivesBackItsRowsToTheLastBit() throws IOException {
    FloatTable table =
        FloatTable.of(List.of(new float[] {1.0001f, -2, 3e-6f}, new float[] {4, 1e30f, 0}), 3);
    Path file = folder.resolve("single");
    TableFile.writeSingle(file, table);
    VectorTable read = TableFile.map(file);
    assertThat(read).isInstanceOf(FloatTable.class);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(row(read, 0)).containsExactly(row(table, 0));
    assertThat(row(read, 1)).containsExactly(row(table, 1));
    HalfTable.of(VALUES, 3).write(file);
    assertThat(TableFile.map(file)).isInstanceOf(HalfTable.class);
  }

  @Test
  void aTableOfOtherNumbersIsRefused() throws IOException {
    Path file = folder.resolve("double");
    try (Scope scope = Scope.withoutGradients()) {
      Safetensors.write(file, Map.of("vectors", Tensor.zeros(DType.FLOAT64, 2, 3)));
    }
    assertThatThrownBy(() -> TableFile.map(file))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("expected one F16 or F32 tensor of two dimensions");
    TableFile.writeSingle(file, HalfTable.of(VALUES, 3));
    assertThatThrownBy(() -> HalfTable.map(file))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("expected one F16 tensor of two dimensions");
  }

  @Test
  void slicesHoldWholeRows() throws IOException {
    ByteBuffer bytes = littleEndian(3 + 4 * 7);
    for (int i = 0; i < 7; i++) {
      bytes.putInt(3 + 4 * i, i);
    }
    Path file = Files.write(folder.resolve("rows"), bytes.array());
    for (int slice : new int[] {1, 4, 11, 12, 28, 1000}) {
      try (FileChannel channel = FileChannel.open(file)) {
        MappedRows rows = MappedRows.map(channel, 3, 7, 4, slice);
        for (int i = 0; i < 7; i++) {
          assertThat(rows.bufferOf(i).getInt(rows.startOf(i)))
              .as("slices of %s", slice)
              .isEqualTo(i);
        }
      }
    }
  }

  @Test
  void aTableMayBeLargerThanABuffer() throws IOException {
    int rows = (1 << 20) + 1;
    long bytes = 2048L * rows;
    String header =
        "{\"v\":{\"dtype\":\"F16\",\"shape\":["
            + rows
            + ",1024],\"data_offsets\":[0,"
            + bytes
            + "]}}";
    Path file = folder.resolve("large");
    // Nearly all of it is a hole that takes no room on the disk.
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(littleEndian(8).putLong(header.length()).array());
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      out.setLength(8 + header.length() + bytes);
      out.seek(8 + header.length() + bytes - 2);
      out.write(littleEndian(2).putShort(Float16.fromFloat(7)).array());
    }
    HalfTable table = HalfTable.map(file);
    assertThat(row(table, rows - 1)[1023]).isEqualTo(7);
    assertThat(row(table, rows - 2)).containsOnly(0);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("larger than 2 GiB");
  }

  @Test
  void floatsAreMappedFromAnyPlace() throws IOException {
    ByteBuffer bytes = littleEndian(5 + 4 * 4);
    for (int i = 0; i < 4; i++) {
      bytes.putFloat(5 + 4 * i, i / 3f);
    }
    Path file = Files.write(folder.resolve("floats"), bytes.array());
    FloatTable table = FloatTable.map(file, 5, 2, 2);
    assertThat(row(table, 1)).containsExactly(2 / 3f, 1f);
    assertThatThrownBy(() -> FloatTable.map(file, 6, 2, 2)).isInstanceOf(EOFException.class);
  }

  @Test
  void rowsInMemoryMustBeOfTheWidth() {
    assertThatThrownBy(() -> FloatTable.of(List.of(new float[2], new float[3]), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2 numbers, found 3");
  }
}
