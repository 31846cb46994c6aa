package org.conversener.corpus;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Lines of strictly decoded UTF-8, with their numbers for messages.
 *
 * <p>A line ends at {@code \n}; one {@code \r} before it belongs to the line end. U+0085, U+2028
 * and a lone {@code \r} are characters of the line. A byte order mark at the start is dropped.
 * Decoding is by line, so that a malformed byte is reported where it stands, and not replaced by
 * U+FFFD, which a tagger would then learn. Not thread-safe.
 */
public final class LineReader implements Closeable {
  /** A longer line is not text, and would fill the memory before anyone could say so. */
  private static final int LONGEST_LINE = 1 << 28;

  private final InputStream stream;
  private final String name;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int filled;
  private byte[] bytes = new byte[256];
  private CharBuffer chars = CharBuffer.allocate(256);
  private long line;

  LineReader(InputStream stream, String name) {
    this.stream = stream;
    this.name = name;
  }

  /** The name of the file, as messages show it. */
  public String name() {
    return name;
  }

  /** The number of the line that {@link #next} returned last, from 1; 0 before the first. */
  public long line() {
    return line;
  }

  /** An exception that points at the line returned last. */
  public BadDataException bad(String message) {
    return new BadDataException(name, Math.max(line, 1), message);
  }

  /**
   * The next line without its end, or null after the last.
   *
   * @throws BadDataException if the line is not UTF-8, longer than 256 MiB, or its gzip is damaged
   */
  public @Nullable String next() throws IOException {
    int length = 0;
    boolean isAscii = true;
    boolean isAtEnd = true;
    while (position < filled || fill()) {
      isAtEnd = false;
      int from = position;
      while (position < filled && buffer[position] != '\n') {
        isAscii &= buffer[position++] >= 0;
      }
      length = append(from, length);
      if (position < filled) {
        position++;
        break;
      }
    }
    if (isAtEnd) {
      return null;
    }
    line++;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    String text = isAscii ? ascii(length) : decode(length);
    return line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Whether more can be read without waiting for whoever writes. */
  public boolean isReady() throws IOException {
    return position < filled || stream.available() > 0;
  }

  private boolean fill() throws IOException {
    try {
      position = 0;
      filled = Math.max(0, stream.read(buffer));
      return filled > 0;
    } catch (ZipException | EOFException e) {
      throw damagedGzip(name, line + 1, e);
    }
  }

  /** Appends the buffer from {@code from} to {@code position} to the line of {@code length}. */
  private int append(int from, int length) {
    int grown = length + position - from;
    if (grown > LONGEST_LINE) {
      throw new BadDataException(
          name, line + 1, "the line is longer than 256 MiB; expected text with line ends");
    }
    if (grown > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(grown, 2 * bytes.length));
    }
    System.arraycopy(buffer, from, bytes, length, position - from);
    return grown;
  }

  private String ascii(int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private String decode(int length) {
    if (chars.capacity() < length) {
      chars = CharBuffer.allocate(length + length / 4);
    }
    chars.clear();
    ByteBuffer input = ByteBuffer.wrap(bytes, 0, length);
    decoder.reset();
    CoderResult result = decoder.decode(input, chars, true);
    if (result.isError()) {
      throw bad(
          String.format(
              Locale.ROOT,
              "this is not UTF-8: byte 0x%02X at byte %d of the line; %s",
              bytes[input.position()],
              input.position() + 1,
              remedy(bytes, input.position(), length)));
    }
    return chars.flip().toString();
  }

  private static String remedy(byte[] bytes, int position, int length) {
    int first = bytes[position] & 0xff;
    int second = position + 1 < length ? bytes[position + 1] & 0xff : 0;
    if (first == 0xed && second >= 0xa0) {
      return "half a surrogate pair was written as a character of its own, as CESU-8 does; take a"
          + " repaired edition of the file, or write the character again";
    }
    if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
      return "this looks like UTF-16; convert the file with iconv -f UTF-16 -t UTF-8";
    }
    return "convert the file to UTF-8, for example from Latin-1 with iconv -f ISO-8859-1 -t UTF-8";
  }

  static BadDataException damagedGzip(String name, long line, IOException cause) {
    BadDataException damaged =
        new BadDataException(
            name,
            line,
            "the gzip data is damaged or cut off ("
                + cause.getMessage()
                + "); fetch or make the file again");
    damaged.initCause(cause);
    return damaged;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
