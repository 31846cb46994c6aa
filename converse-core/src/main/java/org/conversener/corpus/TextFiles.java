package org.conversener.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens text files, plain or gzip, for strict reading. */
public final class TextFiles {
  /** The name that stands for standard input on the command line. */
  public static final String STDIN = "-";

  private TextFiles() {}

  /**
   * Opens a file; gzip is recognised by its first two bytes, whatever the name.
   *
   * @throws NoSuchFileException if there is no such file, or it is a directory
   * @throws BadDataException if the name ends in {@code .gz} but the content is not gzip
   */
  public static LineReader open(Path file) throws IOException {
    String name = file.toString();
    if (Files.notExists(file)) {
      throw new NoSuchFileException(
          name, null, "there is no such file (seen from " + Path.of("").toAbsolutePath() + ")");
    }
    if (Files.isDirectory(file)) {
      throw new NoSuchFileException(name, null, "this is a directory; expected a file");
    }
    return opened(Files.newInputStream(file), name);
  }

  /**
   * Opens a file, or reads {@code stdin} where the name is {@code -}.
   *
   * @throws NoSuchFileException if there is no such file, or it is a directory
   */
  public static LineReader open(String name, InputStream stdin) throws IOException {
    return name.equals(STDIN) ? opened(stdin, "<stdin>") : open(Path.of(name));
  }

  /** Reads a stream, plain or gzip, that messages call {@code name}; closing closes the stream. */
  public static LineReader opened(InputStream stream, String name) throws IOException {
    InputStream buffered = new BufferedInputStream(stream, 1 << 16);
    try {
      buffered.mark(2);
      boolean isGzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
      buffered.reset();
      if (isGzip) {
        return new LineReader(new GZIPInputStream(buffered, 1 << 16), name);
      }
      if (name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
        throw new BadDataException(
            name, 1, "the name ends in .gz but the content is not gzip; rename or compress it");
      }
      return new LineReader(buffered, name);
    } catch (ZipException | java.io.EOFException e) {
      buffered.close();
      throw LineReader.damagedGzip(name, 1, e);
    } catch (IOException | RuntimeException e) {
      buffered.close();
      throw e;
    }
  }
}
