package org.conversener.tensorbundle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;

/**
 * A sorted string table of LevelDB: blocks of keys and values, an index of the blocks, and a footer
 * of {@value #FOOTER} bytes that says where the index is. A block is entries (how many bytes of the
 * key are those of the key before, how many are new, how many the value has), the places where keys
 * start anew, and their number; behind it stand its compression and its checksum.
 */
final class SortedTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int TRAILER = 5;

  /** Keys share their beginnings, so that a small file could make many long ones. */
  private static final int LONGEST_KEY = 1_000;

  private static final int MOST_ENTRIES = 100_000;

  private final Path file;
  private final byte[] bytes;

  private SortedTable(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * All keys and values, in the order of the file.
   *
   * @throws CorruptFileException if it breaks a rule of the format, or is compressed
   */
  static Map<String, byte[]> read(Path file, byte[] bytes) throws CorruptFileException {
    if (bytes.length < FOOTER) {
      throw new CorruptFileException(
          file, "expected an index of TensorFlow, found " + bytes.length + " bytes");
    }
    ByteReader footer = new ByteReader(file, bytes, bytes.length - FOOTER, bytes.length);
    ByteReader magic = new ByteReader(file, bytes, bytes.length - 8, bytes.length);
    long found = magic.fixed32() | magic.fixed32() << 32;
    if (found != MAGIC) {
      throw new CorruptFileException(
          file,
          "its last bytes are not those of an index of TensorFlow; it is another file, or cut off");
    }
    SortedTable table = new SortedTable(file, bytes);
    var unusedOffset = footer.varint();
    var unusedSize = footer.varint();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (byte[] handle : table.block(footer).values()) {
      for (var entry : table.block(new ByteReader(file, handle)).entrySet()) {
        if (entries.put(entry.getKey(), entry.getValue()) != null) {
          throw new CorruptFileException(file, "the key " + entry.getKey() + " stands there twice");
        }
        if (entries.size() > MOST_ENTRIES) {
          throw new CorruptFileException(file, "more than " + MOST_ENTRIES + " entries");
        }
      }
    }
    return entries;
  }

  /** The entries of the block whose offset and size come next. */
  private Map<String, byte[]> block(ByteReader handle) throws CorruptFileException {
    long offset = handle.varint();
    long size = handle.varint();
    long room = bytes.length - FOOTER - TRAILER;
    if (offset < 0 || size < 4 || offset > room || size > room - offset) {
      throw new CorruptFileException(
          file, "a block at " + offset + " of " + size + " bytes, in a file of " + bytes.length);
    }
    int start = (int) offset;
    int end = start + (int) size;
    if (bytes[end] != 0) {
      throw new CorruptFileException(
          file,
          "the block at "
              + offset
              + " is compressed (kind "
              + (bytes[end] & 0xff)
              + "), which TensorFlow's bundles are not");
    }
    long stated = new ByteReader(file, bytes, end + 1, end + TRAILER).fixed32();
    if (stated != MaskedChecksum.of(bytes, start, (int) size + 1)) {
      throw new CorruptFileException(
          file, "the checksum of the block at " + offset + " differs; fetch or make it again");
    }
    long restarts = new ByteReader(file, bytes, end - 4, end).fixed32();
    if (restarts > (size - 4) / 4) {
      throw new CorruptFileException(
          file, "the block at " + offset + " claims " + restarts + " restarts");
    }
    return entries(new ByteReader(file, bytes, start, end - 4 - 4 * (int) restarts));
  }

  private static Map<String, byte[]> entries(ByteReader in) throws CorruptFileException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    byte[] key = {};
    while (in.hasMore()) {
      long shared = in.varint();
      long fresh = in.varint();
      long length = in.varint();
      if (shared < 0 || shared > key.length || (fresh | length) >>> 31 != 0) {
        throw in.bad("an entry that shares " + shared + " bytes with a key of " + key.length);
      }
      if (shared + fresh > LONGEST_KEY || entries.size() >= MOST_ENTRIES) {
        throw in.bad("a key of " + (shared + fresh) + " bytes, the " + entries.size() + "th");
      }
      byte[] rest = in.take((int) fresh);
      byte[] whole = Arrays.copyOf(key, (int) shared + rest.length);
      System.arraycopy(rest, 0, whole, (int) shared, rest.length);
      key = whole;
      byte[] value = in.take((int) length);
      if (entries.put(new String(key, StandardCharsets.UTF_8), value) != null) {
        throw in.bad("a key that stands there twice");
      }
    }
    return entries;
  }
}
