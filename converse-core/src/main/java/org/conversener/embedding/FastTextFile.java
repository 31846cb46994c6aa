package org.conversener.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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

  /** Whether a file starts as such a model does, whatever its name; false if there is no file. */
  public static boolean isOne(Path file) throws IOException {
    // From a pipe, what is read here would be missing later.
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /**
   * Reads the words and maps the vectors, after all of them have been looked at once.
   *
   * @throws org.conversener.tensor.CorruptFileException if it is no such model, cut off or altered,
   *     a classifier, quantised, or holds a number that half precision cannot
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static FastTextFile read(Path file) throws IOException {
    try (FastTextReader reader = new FastTextReader(file)) {
      return reader.read();
    }
  }
}
