package org.conversener.embedding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.conversener.tensor.CorruptFileException;

/**
 * A model of fastText ({@code .bin}), read without the original program. Its vectors are composed
 * of character n-grams, so that every word has one.
 *
 * @param vectors in single precision, mapped from the file, which must stay as long as they are
 *     used
 * @param notices a sentence for each kind of thing left out or replaced, for the user
 */
public record FastTextFile(WordVectors vectors, List<String> notices) {
  /** The first four bytes, 793712314 as a little-endian number. */
  private static final byte[] MAGIC = {(byte) 0xba, 0x16, 0x4f, 0x2f};

  /** Copies the list. */
  public FastTextFile {
    notices = List.copyOf(notices);
  }

  /**
   * Whether a file starts as such a model does, whatever its name; false if there is no file.
   *
   * @throws CorruptFileException if it is such a model in gzip, as they are published: it could not
   *     be mapped
   */
  public static boolean isOne(Path file) throws IOException {
    // From a pipe, what is read here would be missing later.
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        return true;
      }
    }
    if (startsPacked(file)) {
      throw new CorruptFileException(
          file, "is a fastText model packed with gzip; unpack it first, with gunzip");
    }
    return false;
  }

  private static boolean startsPacked(Path file) throws IOException {
    try (InputStream packed = Files.newInputStream(file);
        InputStream in = new GZIPInputStream(packed)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (ZipException | EOFException e) {
      return false; // Not gzip, or damaged, which whoever reads it as text will tell.
    }
  }

  /**
   * Reads the words and maps the vectors, after all of them have been looked at once.
   *
   * @throws CorruptFileException if it is no such model, cut off or altered, a classifier,
   *     quantised, or holds a number that half precision cannot
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static FastTextFile read(Path file) throws IOException {
    try (FastTextReader reader = new FastTextReader(file)) {
      return reader.read();
    }
  }
}
