package org.conversener.tensorbundle;

import java.nio.file.Path;
import java.util.Arrays;
import org.conversener.tensor.CorruptFileException;

/** Bytes of the index, read from left to right and never beyond their end. */
final class ByteReader {
  private static final int VARINT_BYTES = 10;

  private final Path file;
  private final byte[] bytes;
  private final int end;
  private int position;

  ByteReader(Path file, byte[] bytes) {
    this(file, bytes, 0, bytes.length);
  }

  /**
   * The bytes from {@code start} up to, not including, {@code end}, which must lie in the array.
   */
  ByteReader(Path file, byte[] bytes, int start, int end) {
    this.file = file;
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  boolean hasMore() {
    return position < end;
  }

  Path file() {
    return file;
  }

  CorruptFileException bad(String problem) {
    return new CorruptFileException(
        file, "byte " + position + " of " + end + ": " + problem + "; fetch or make it again");
  }

  /** A whole number of 7 bits a byte, the lowest first; taken as signed 64 bits. */
  long varint() throws CorruptFileException {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES; i++) {
      int next = next();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    throw bad("a number of more than " + VARINT_BYTES + " bytes");
  }

  /** A number that counts bytes which are still there. */
  int length() throws CorruptFileException {
    long length = varint();
    if (length < 0 || length > end - position) {
      throw bad("a length of " + length + ", found " + (end - position) + " bytes");
    }
    return (int) length;
  }

  /** Bytes as they are. */
  byte[] take(int length) throws CorruptFileException {
    if (length < 0 || length > end - position) {
      throw bad("expected " + length + " bytes, found " + (end - position));
    }
    byte[] taken = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return taken;
  }

  /** Four bytes, the lowest first, as an unsigned number. */
  long fixed32() throws CorruptFileException {
    long value = 0;
    for (int i = 0; i < 4; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private int next() throws CorruptFileException {
    if (position >= end) {
      throw bad("it ends early");
    }
    return bytes[position++] & 0xff;
  }
}
