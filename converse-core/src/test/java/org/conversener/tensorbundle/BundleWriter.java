package org.conversener.tensorbundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes bundles as TensorFlow does, and parts of them, so that tests can write bad ones. */
public final class BundleWriter {
  private static final int ENTRIES_OF_BLOCK = 5;
  private static final int RESTART_INTERVAL = 3;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  private BundleWriter() {}

  /** Single-precision numbers and their shape. */
  public record Numbers(float[] values, long... shape) {}

  /** Writes NAME.index and NAME.data-00000-of-00001; the index. */
  public static Path write(Path folder, String name, Map<String, Numbers> tensors)
      throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    TreeMap<String, byte[]> entries = new TreeMap<>();
    entries.put("", header(1));
    for (var tensor : new TreeMap<>(tensors).entrySet()) {
      byte[] bytes = bytes(tensor.getValue().values());
      long checksum = MaskedChecksum.of(bytes, 0, bytes.length);
      entries.put(
          tensor.getKey(),
          entry(1, tensor.getValue().shape(), 0, data.size(), bytes.length, checksum));
      data.writeBytes(bytes);
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + ".data-00000-of-00001"), data.toByteArray());
    return Files.write(folder.resolve(name + ".index"), table(entries, 0));
  }

  static byte[] bytes(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** BundleHeaderProto. */
  static byte[] header(int shards) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    number(out, 1, shards);
    message(out, 3, new byte[] {8, 1});
    return out.toByteArray();
  }

  /** BundleEntryProto. */
  static byte[] entry(int type, long[] shape, int shard, long offset, long size, long checksum) {
    ByteArrayOutputStream sizes = new ByteArrayOutputStream();
    for (long dimension : shape) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      number(one, 1, dimension);
      message(sizes, 2, one.toByteArray());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    number(out, 1, type);
    message(out, 2, sizes.toByteArray());
    number(out, 3, shard);
    number(out, 4, offset);
    number(out, 5, size);
    out.write(6 << 3 | 5);
    out.writeBytes(fixed32(checksum));
    return out.toByteArray();
  }

  /** A sorted table; its blocks say that they are compressed in this way. */
  static byte[] table(Map<String, byte[]> entries, int compression) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    List<Map.Entry<String, byte[]>> blocks = new ArrayList<>();
    List<Map.Entry<String, byte[]>> all = List.copyOf(entries.entrySet());
    for (int start = 0; start < all.size(); start += ENTRIES_OF_BLOCK) {
      var some = all.subList(start, Math.min(all.size(), start + ENTRIES_OF_BLOCK));
      handle.reset();
      block(file, handle, some, compression);
      blocks.add(Map.entry(some.get(some.size() - 1).getKey() + "~", handle.toByteArray()));
    }
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    block(file, footer, List.of(), compression); // the block of filters, which is empty
    block(file, footer, blocks, compression);
    byte[] padded = java.util.Arrays.copyOf(footer.toByteArray(), 40);
    file.writeBytes(padded);
    ByteBuffer magic = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC);
    file.writeBytes(magic.array());
    return file.toByteArray();
  }

  private static void block(
      ByteArrayOutputStream file,
      ByteArrayOutputStream handle,
      List<Map.Entry<String, byte[]>> entries,
      int compression) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    List<Integer> restarts = new ArrayList<>();
    byte[] before = {};
    for (int i = 0; i < entries.size(); i++) {
      byte[] key = entries.get(i).getKey().getBytes(StandardCharsets.UTF_8);
      int shared = 0;
      if (i % RESTART_INTERVAL == 0) {
        restarts.add(block.size());
      } else {
        int differs = java.util.Arrays.mismatch(before, key);
        shared = differs < 0 ? key.length : differs;
      }
      varint(block, shared);
      varint(block, key.length - shared);
      varint(block, entries.get(i).getValue().length);
      block.write(key, shared, key.length - shared);
      block.writeBytes(entries.get(i).getValue());
      before = key;
    }
    restarts.forEach(place -> block.writeBytes(fixed32(place)));
    block.writeBytes(fixed32(restarts.size()));
    varint(handle, file.size());
    varint(handle, block.size());
    block.write(compression);
    byte[] bytes = block.toByteArray();
    file.writeBytes(bytes);
    file.writeBytes(fixed32(MaskedChecksum.of(bytes, 0, bytes.length)));
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    varint(out, field << 3);
    varint(out, value);
  }

  private static void message(ByteArrayOutputStream out, int field, byte[] bytes) {
    varint(out, field << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static byte[] fixed32(long value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
  }
}
