package org.conversener.bert;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.conversener.tensor.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * The files of a TensorFlow BERT: in a directory or, unpacked for as long as this is open, of a ZIP
 * or of a ZIP in a ZIP, as jars of models are. Only files with the names looked for are unpacked.
 */
final class BundleFolder implements AutoCloseable {
  private static final String INDEX = ".index";
  private static final String VOCABULARY = "vocab.txt";

  /**
   * How many times the bytes of an archive may be unpacked from it, beyond the least. Weights
   * hardly shrink; what does is made to fill disks.
   */
  private static final long MOST_TIMES = 10;

  private static final long LEAST_ALLOWED = 64L << 20;

  private final Path source;
  private final Path folder;
  private final boolean isTemporary;

  private BundleFolder(Path source, Path folder, boolean isTemporary) {
    this.source = source;
    this.folder = folder;
    this.isTemporary = isTemporary;
  }

  /**
   * Opens a directory, or unpacks an archive.
   *
   * @throws NoSuchFileException if there is nothing of this name
   * @throws CorruptFileException if it is no archive, or a damaged one
   */
  static BundleFolder open(Path source) throws IOException {
    if (Files.isDirectory(source)) {
      return new BundleFolder(source, source, false);
    }
    if (!Files.isRegularFile(source)) {
      throw new NoSuchFileException(source.toString(), null, "there is no such file");
    }
    BundleFolder opened =
        new BundleFolder(source, Files.createTempDirectory("converse-import-"), true);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(source), 1 << 16)) {
      if (!isZip(in)) {
        throw new CorruptFileException(
            source, "expected a directory or a ZIP (such as a jar) of a TensorFlow BERT");
      }
      var unused = opened.unpack(in, LEAST_ALLOWED + MOST_TIMES * Files.size(source), true);
      return opened;
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      opened.close();
      throw new CorruptFileException(
          source, "a damaged ZIP (" + e.getMessage() + "); fetch it again");
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static boolean isZip(InputStream in) throws IOException {
    in.mark(2);
    boolean isZip = in.read() == 'P' && in.read() == 'K';
    in.reset();
    return isZip;
  }

  /** Unpacks what is looked for; how many bytes may still be unpacked. */
  private long unpack(InputStream in, long allowed, boolean mayNest) throws IOException {
    long left = allowed;
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      // The last part only, so no name can lead out of the folder.
      String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      if (isWanted(name)) {
        left = copy(zip, folder.resolve(name), left);
      } else if (mayNest && !entry.isDirectory()) {
        InputStream content = new BufferedInputStream(zip, 1 << 16);
        if (isZip(content)) {
          left = unpack(content, left, false);
        }
      }
    }
    return left;
  }

  private static boolean isWanted(String name) {
    return name.matches("[A-Za-z0-9._-]+")
        && (name.endsWith(INDEX)
            || name.matches(".*\\.data-[0-9]{5}-of-[0-9]{5}")
            || List.of(VOCABULARY, "bert_config.json", "model.json").contains(name));
  }

  private long copy(InputStream in, Path file, long allowed) throws IOException {
    if (Files.exists(file)) {
      throw new CorruptFileException(
          source, "it holds several files named " + file.getFileName() + "; unpack one of them");
    }
    long left = allowed;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        left -= count;
        if (left < 0) {
          throw new CorruptFileException(
              source,
              "it unpacks to more than "
                  + MOST_TIMES
                  + " times its own size, as no weights do; stopped at "
                  + file.getFileName());
        }
        out.write(buffer, 0, count);
      }
    }
    return left;
  }

  /**
   * The one index of a bundle.
   *
   * @throws CorruptFileException if there is none or more than one
   */
  Path index() throws IOException {
    List<Path> found = files(name -> name.endsWith(INDEX));
    if (found.size() != 1) {
      throw new CorruptFileException(
          source, "expected one bundle of TensorFlow, NAME.index, found " + found.size());
    }
    return found.get(0);
  }

  /**
   * The list of pieces.
   *
   * @throws CorruptFileException if there is none or more than one
   */
  Path vocabulary() throws IOException {
    List<Path> found = files(VOCABULARY::equals);
    if (found.size() != 1) {
      throw new CorruptFileException(
          source, "expected one " + VOCABULARY + ", found " + found.size());
    }
    return found.get(0);
  }

  /** A file of this name, or null. */
  @Nullable Path find(String wanted) throws IOException {
    List<Path> found = files(wanted::equals);
    return found.isEmpty() ? null : found.get(0);
  }

  /** A failure about a file of this folder; of one unpacked, about what it was unpacked from. */
  IOException failure(IOException about) {
    return isTemporary
        ? new CorruptFileException(source, "of what it unpacks to, " + about.getMessage())
        : about;
  }

  private List<Path> files(java.util.function.Predicate<String> isWanted) throws IOException {
    // Beside each other, or in folders such as variables/ and assets/.
    try (Stream<Path> walk = Files.walk(folder, 3)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> isWanted.test(String.valueOf(file.getFileName())))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Deletes what was unpacked. */
  @Override
  public void close() throws IOException {
    if (isTemporary) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.deleteIfExists(path);
      }
    }
  }
}
