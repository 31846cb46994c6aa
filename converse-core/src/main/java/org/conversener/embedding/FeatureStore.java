package org.conversener.embedding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.LongAdder;
import org.conversener.store.Address;
import org.conversener.store.Digest;
import org.conversener.store.RecordLog;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.tensor.TensorMemory;
import org.conversener.text.Sentence;
import org.conversener.training.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a frozen model on disk, so that seeds, systems, epochs and later runs never embed a
 * sentence twice. A row's address is a digest of the model's {@linkplain FrozenRows#identity
 * identity} and the sentence's words, and every model has a file of its own: what another model
 * made, or this one before it was trained again, cannot be read.
 *
 * <p>A record's payload is the rows of one sentence, [T, D] in single precision, little-endian: as
 * they were computed, to the last bit. They are read straight into the memory of tensors; nothing
 * of them is ever on Java's heap. Beside that the layout is that of {@link RecordLog}.
 *
 * <p>One writer (over all processes) and any number of readers at a time. May be used from many
 * threads at once.
 *
 * <p>T words of a sentence, D width of a row.
 */
public final class FeatureStore implements AutoCloseable {
  /** How the names of such files end. */
  public static final String SUFFIX = ".features";

  private static final RecordLog.Format FORMAT =
      new RecordLog.Format("CNVFEATS", 1, "feature store");

  /** Free space that is left to others. */
  private static final long RESERVE = 64L << 20;

  /** What a record and the file system take beside the rows, at most. */
  private static final long OVERHEAD = 4_096;

  private final Path path;
  private final RecordLog file;
  private final String identity;
  private final int width;
  private final LongAdder hits = new LongAdder();
  private final LongAdder computed = new LongAdder();

  /**
   * What a store has done since it was opened.
   *
   * @param hits how often the rows of a sentence were read
   * @param computed of how many sentences they were computed
   */
  public record Counts(long hits, long computed) {}

  private FeatureStore(Path path, RecordLog file, String identity, int width) {
    this.path = path;
    this.file = file;
    this.identity = identity;
    this.width = width;
  }

  /** The file of a model in a folder that holds those of many. */
  public static Path fileIn(Path folder, FrozenRows rows) throws IOException {
    return folder.resolve(address(rows.identity(), List.of()).shortName() + SUFFIX);
  }

  /**
   * Opens the store of a model to read and extend; makes the file and its folder if they are not
   * there.
   *
   * @param wait how long to wait for another writer
   * @throws FileSystemException if another run is still writing to it then
   * @throws CorruptFileException if the file is damaged, or no feature store
   */
  public static FeatureStore open(Path path, FrozenRows rows, Duration wait) throws IOException {
    return new FeatureStore(
        path, RecordLog.openForWriting(FORMAT, path, wait), rows.identity(), rows.width());
  }

  /**
   * Opens the store of a model to read; another process may write to it.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws CorruptFileException if the file is damaged, or no feature store
   */
  public static FeatureStore openForReading(Path path, FrozenRows rows) throws IOException {
    return new FeatureStore(
        path, RecordLog.openForReading(FORMAT, path), rows.identity(), rows.width());
  }

  /** Whether the rows of a sentence are kept. */
  public boolean contains(List<String> words) {
    try {
      return words.isEmpty() || file.contains(address(identity, words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the rows of a sentence.
   *
   * @param target the rows' own memory, [T, D] in single precision
   * @return whether they are kept; if not, nothing is changed
   * @throws UncheckedIOException if the file is damaged there
   */
  public boolean read(List<String> words, Tensor target) {
    checkShape(words, target);
    if (words.isEmpty()) {
      return true;
    }
    try {
      boolean isKept = file.read(address(identity, words), TensorMemory.of(target));
      if (isKept) {
        hits.increment();
      }
      return isKept;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Keeps the rows of a sentence, unless they are kept.
   *
   * @param rows [T, D] in single precision
   * @throws FileSystemException if they cannot be written, such as on a full disk
   */
  public void put(List<String> words, Tensor rows) throws IOException {
    checkShape(words, rows);
    if (words.isEmpty()) {
      return;
    }
    try {
      file.append(address(identity, words), TensorMemory.of(rows));
    } catch (IOException e) {
      throw failure("the features could not be written (" + e.getMessage() + ")", e);
    }
  }

  private void checkShape(List<String> words, Tensor rows) {
    if (rows.type() != DType.FLOAT32
        || rows.dimensions() != 2
        || rows.size(0) != words.size()
        || rows.size(1) != width) {
      throw new IllegalArgumentException(
          "features of "
              + words.size()
              + " words: expected FLOAT32["
              + words.size()
              + ", "
              + width
              + "], found "
              + rows);
    }
  }

  /**
   * Computes what is missing of these sentences, and waits until it is on the disk.
   *
   * @param rows the model this store was opened for
   * @throws FileSystemException before anything is computed if the disk has not enough space, or
   *     when it is full
   * @throws NoSuchElementException if something is missing and the store was opened for reading
   */
  public void ensure(List<Sentence> sentences, FrozenRows rows, Progress progress)
      throws IOException {
    ensure(sentences, rows, progress, Files.getFileStore(path).getUsableSpace());
  }

  /** As above, with so many bytes free on the disk. */
  void ensure(List<Sentence> sentences, FrozenRows rows, Progress progress, long free)
      throws IOException {
    List<Sentence> missing = Portions.distinct(sentences, words -> !contains(words));
    if (missing.isEmpty()) {
      return;
    }
    if (!file.isWritable()) {
      throw new NoSuchElementException(
          path
              + " was opened for reading and does not hold the features of "
              + missing.get(0).words()
              + "; open it with their model");
    }
    checkSpace(missing, free);
    progress.begin("embed", missing.size());
    long done = 0;
    for (List<Sentence> portion : Portions.of(missing)) {
      try (Scope scope = Scope.withoutGradients()) {
        Tensor all = rows.of(portion); // words x D
        int from = 0;
        for (Sentence sentence : portion) {
          put(sentence.words(), all.narrow(0, from, sentence.length()));
          from += sentence.length();
          computed.increment();
        }
      }
      done += portion.size();
      progress.step(done, "sentences");
    }
    file.force();
  }

  private void checkSpace(List<Sentence> missing, long free) throws IOException {
    long needed = 0;
    for (Sentence sentence : missing) {
      needed += OVERHEAD + (long) Float.BYTES * width * sentence.length();
    }
    if (needed + RESERVE > free) {
      throw failure(
          String.format(
              Locale.ROOT,
              "the features of %,d sentences need %s, and the disk has %s free",
              missing.size(),
              size(needed),
              size(free)),
          null);
    }
  }

  private FileSystemException failure(String problem, @Nullable IOException cause) {
    FileSystemException failure =
        new FileSystemException(
            path.toString(),
            null,
            problem
                + "; delete files of features that are no longer needed (*"
                + SUFFIX
                + "), keep them in another folder, or do without a feature store");
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  /** A number of bytes for a person. */
  public static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30))
        : String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1L << 20));
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** How many sentences' rows the file holds. */
  public int size() {
    return file.size();
  }

  /** The bytes of the file. */
  public long bytes() {
    return file.bytes();
  }

  /** What was found and what was computed since the store was opened. */
  public Counts counts() {
    return new Counts(hits.sum(), computed.sum());
  }

  /** Repairs that were made on opening, for a person to read. */
  public List<String> notices() {
    return file.notices();
  }

  /** Closes the file and lets the next writer in. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private static Address address(String identity, List<String> words) {
    return new Digest("converse features 1").add(identity).add(words).toAddress();
  }
}
