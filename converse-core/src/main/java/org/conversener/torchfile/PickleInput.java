package org.conversener.torchfile;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.conversener.tensor.CorruptFileException;

/** The bytes of a file or of a part of it, with the place where they are read. */
final class PickleInput {
  private static final int LONGEST_NAME = 1000;
  private static final int LONGEST_NUMBER = 1024;

  private final InputStream in;
  private final long size;
  private final Path file;
  private final String part;
  private long position;

  /**
   * Bytes of a file.
   *
   * @param size how many there are
   * @param part the part of the file, for messages; empty if it is the file itself
   */
  PickleInput(InputStream in, long size, Path file, String part) {
    this.in = in;
    this.size = size;
    this.file = file;
    this.part = part;
  }

  /** The number of bytes read. */
  long position() {
    return position;
  }

  /** The number of bytes left. */
  long left() {
    return size - position;
  }

  /** What is wrong at the place read last. */
  CorruptFileException bad(String problem) {
    return badAt(position, problem);
  }

  /** What is wrong at a place. */
  CorruptFileException badAt(long place, String problem) {
    return new CorruptFileException(
        file, (part.isEmpty() ? "" : part + ", ") + "byte " + place + ": " + problem);
  }

  int next() throws IOException {
    int value = position < size ? in.read() : -1;
    if (value < 0) {
      throw bad("the file ends in the midst of a pickle; fetch or make it again");
    }
    position++;
    return value;
  }

  /** So many bytes; nothing is allocated for more than are there. */
  byte[] bytes(long count, String what) throws IOException {
    if (count < 0 || count > left() || count > Integer.MAX_VALUE - 8) {
      throw bad(what + " of " + Long.toUnsignedString(count) + " bytes, found " + left() + " left");
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new EOFException(file + ": became shorter while it was read");
    }
    position += count;
    return bytes;
  }

  /** An unsigned little-endian number of up to four bytes. */
  long unsigned(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  /** A little-endian number of eight bytes; as a count, negative is too much. */
  long eight() throws IOException {
    return little(8).getLong();
  }

  double doubleBigEndian() throws IOException {
    return ByteBuffer.wrap(bytes(8, "a number")).getDouble();
  }

  /** A whole number of so many bytes, in two's complement. */
  Object whole(long count) throws IOException {
    if (count > LONGEST_NUMBER) {
      throw bad("a number of " + count + " bytes, expected at most " + LONGEST_NUMBER);
    }
    byte[] bytes = bytes(count, "a number");
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    BigInteger value = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  String text(long count) throws IOException {
    long start = position;
    byte[] bytes = bytes(count, "a text");
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw badAt(start, "a text that is not UTF-8");
    }
  }

  /** What stands before the next line end. */
  String line() throws IOException {
    long start = position;
    StringBuilder line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      if (line.length() == LONGEST_NAME || c < ' ' || c > '~') {
        throw badAt(start, "expected the name of a class and a line end");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private ByteBuffer little(int count) throws IOException {
    return ByteBuffer.wrap(bytes(count, "a number")).order(ByteOrder.LITTLE_ENDIAN);
  }
}
