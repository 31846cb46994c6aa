package org.conversener.embedding;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.FloatTable;
import org.conversener.tensor.VectorTable;
import org.jspecify.annotations.Nullable;

/**
 * Reads fastText's own layout, version 11 or 12: magic number and version; the settings; the words;
 * the input matrix, whose rows are the words' and then the n-grams'; the output matrix, which only
 * training needs. Numbers are little-endian. What a number claims is compared with the length of
 * the file before anything is allocated for it.
 *
 * <p>V words, K n-gram rows, D width.
 */
final class FastTextReader implements AutoCloseable {
  private static final int MAGIC = 793712314;
  private static final int SUPERVISED = 3;
  private static final int WIDEST = 1 << 16;
  private static final int LONGEST_WORD = 1 << 20;

  /** A word of no bytes: its end, its count, its type. */
  private static final int SHORTEST_ENTRY = 1 + Long.BYTES + 1;

  /** From here on a number is rounded to an infinite one in half precision. */
  private static final float HALF_OVERFLOW = 65520;

  private final Path file;
  private final long size;
  private final DataInputStream in;
  private long position;
  private int labels;
  private int undecodable;

  FastTextReader(Path file) throws IOException {
    this.file = file;
    size = Files.size(file);
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  FastTextFile read() throws IOException {
    try {
      return readAll();
    } catch (EOFException e) {
      throw bad("ends after " + size + " bytes; is it cut off?");
    }
  }

  private FastTextFile readAll() throws IOException {
    if (int32() != MAGIC) {
      throw bad("is not a model of fastText");
    }
    int version = int32();
    if (version != 11 && version != 12) {
      throw bad("expected a fastText model of version 11 or 12, found " + version);
    }
    Settings settings = settings();
    List<String> words = words();
    refuseQuantised();
    int rows = rows(words.size() + (long) settings.bucket, settings.width);
    long start = position;
    skip((long) rows * settings.width * Float.BYTES);
    checkOutput();
    CharacterNgrams ngrams = ngrams(settings);
    // Without n-grams the rows after the words' are never looked at.
    int needed = ngrams == null ? words.size() : rows;
    FloatTable table = FloatTable.map(file, start, needed, settings.width);
    checkNumbers(table);
    return new FastTextFile(new WordVectors(words, table, ngrams), notices());
  }

  /** What of the settings matters after training. */
  private record Settings(int width, int bucket, int minn, int maxn) {}

  private Settings settings() throws IOException {
    int width = int32();
    skip(6 * Integer.BYTES); // window, epochs, least count, negatives, word n-grams, loss
    int model = int32();
    int bucket = int32();
    int minn = int32();
    int maxn = int32();
    skip(Integer.BYTES + Double.BYTES); // rate of updates, threshold of sampling
    if (model == SUPERVISED) {
      throw bad(
          "is a classifier (fasttext supervised); expected word vectors (fasttext skipgram or cbow)");
    }
    if (model < 1 || model > SUPERVISED || width < 1 || width > WIDEST || bucket < 0) {
      throw bad("impossible settings: model " + model + ", dim " + width + ", bucket " + bucket);
    }
    return new Settings(width, bucket, minn, maxn);
  }

  private @Nullable CharacterNgrams ngrams(Settings settings) throws IOException {
    if (settings.maxn == 0) {
      return null;
    }
    try {
      return new CharacterNgrams(settings.minn, settings.maxn, settings.bucket);
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  /** The V words. Labels, which a text may hold by accident, follow them and have no rows. */
  private List<String> words() throws IOException {
    int entries = int32();
    int count = int32();
    labels = int32();
    skip(Long.BYTES); // tokens of the training text
    long pruned = int64();
    if (pruned >= 0) {
      throw bad("its n-grams were pruned, as fasttext quantize does; expected the whole model");
    }
    if (count < 0 || labels < 0 || entries != (long) count + labels) {
      throw bad(entries + " entries cannot be " + count + " words and " + labels + " labels");
    }
    if (entries > (size - position) / SHORTEST_ENTRY) {
      throw bad("claims " + entries + " words, more than its " + size + " bytes can hold");
    }
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < entries; i++) {
      String word = word();
      skip(Long.BYTES); // how often it was seen
      int type = int8();
      if (type != (i < count ? 0 : 1)) {
        throw bad("entry " + (i + 1) + " is of type " + type + "; expected words, then labels");
      }
      if (i < count) {
        words.add(word);
      }
    }
    return words;
  }

  private String word() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = int8(); b != 0; b = int8()) {
      if (b == '\n' || bytes.size() == LONGEST_WORD) {
        throw bad("has a word with a line feed or of more than 1 MiB, near byte " + position);
      }
      bytes.write(b);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      // Published models hold some, cut off within a character. The row must keep its place.
      undecodable++;
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private void refuseQuantised() throws IOException {
    if (int8() != 0) {
      throw bad("is quantised (.ftz); expected the model it was made from");
    }
  }

  /** The rows of the input matrix, V + K, whose numbers come next. */
  private int rows(long expected, int width) throws IOException {
    long rows = int64();
    long columns = int64();
    if (rows != expected || columns != width) {
      throw bad(
          "expected " + expected + " x " + width + " numbers, found " + rows + " x " + columns);
    }
    if (rows > Integer.MAX_VALUE || rows > (size - position) / (columns * Float.BYTES)) {
      throw bad("claims " + rows + " rows, more than its " + size + " bytes hold; is it cut off?");
    }
    return (int) rows;
  }

  /** What is not read must be there all the same, or the file is not what was published. */
  private void checkOutput() throws IOException {
    refuseQuantised();
    long rows = int64();
    long columns = int64();
    long numbers = (size - position) / Float.BYTES;
    boolean fits =
        rows >= 0
            && columns > 0
            && rows <= numbers / columns
            && position + rows * columns * Float.BYTES == size;
    if (!fits) {
      throw bad(
          "expected "
              + rows
              + " x "
              + columns
              + " numbers at its end, found "
              + (size - position)
              + " bytes; is it cut off?");
    }
  }

  private void checkNumbers(VectorTable table) throws IOException {
    float[] row = new float[table.width()];
    for (int i = 0; i < table.rows(); i++) {
      table.copyRow(i, row, 0);
      for (float value : row) {
        // NaN fails the comparison too.
        if (!(Math.abs(value) < HALF_OVERFLOW)) {
          throw bad("row " + (i + 1) + " holds " + value + "; expected numbers up to 65504");
        }
      }
    }
  }

  private List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (labels > 0) {
      notices.add(String.format(Locale.ROOT, "%s: %,d labels left out", file, labels));
    }
    if (undecodable > 0) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: %,d words are not UTF-8; no word of a text will find them",
              file,
              undecodable));
    }
    return notices;
  }

  private int int8() throws IOException {
    position++;
    return in.readByte();
  }

  private int int32() throws IOException {
    position += Integer.BYTES;
    return Integer.reverseBytes(in.readInt());
  }

  private long int64() throws IOException {
    position += Long.BYTES;
    return Long.reverseBytes(in.readLong());
  }

  private void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
    position += bytes;
  }

  private CorruptFileException bad(String problem) {
    return new CorruptFileException(file, problem);
  }
}
