package org.conversener.torchfile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.conversener.tensor.CorruptFileException;

/**
 * An open file of {@code torch.save}: the object in it, whose tensors can be read until it closes.
 */
public final class TorchFile implements Closeable {
  /**
   * The most instructions a pickle may have by default: a hundred times what large translators and
   * taggers need, some hundred megabytes if they are all spent on empty values.
   */
  public static final long INSTRUCTIONS = 4_000_000;

  private final Path path;
  private final Object root;
  private final Closeable container;

  private TorchFile(Path path, Object root, Closeable container) {
    this.path = path;
    this.root = root;
    this.container = container;
  }

  /** What a container holds. */
  record Opened(Object root, Closeable container) {}

  /**
   * Opens a file of either container.
   *
   * @param packages the first parts of the names of modules whose classes the file may name, such
   *     as {@code torch} and {@code collections}
   * @param instructions the most instructions its pickle may have
   * @throws NoSuchFileException if there is no such file
   * @throws CorruptFileException if it breaks a rule of its format, or names another class
   */
  public static TorchFile open(Path path, Set<String> packages, long instructions)
      throws IOException {
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    }
    TorchMeaning meaning = new TorchMeaning(packages);
    Opened opened =
        isZip(path)
            ? ZipContainer.open(path, meaning, instructions)
            : PickleContainer.open(path, meaning, instructions);
    return new TorchFile(path, opened.root, opened.container);
  }

  private static boolean isZip(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer start = ByteBuffer.allocate(2);
      while (start.hasRemaining() && channel.read(start) >= 0) {}
      start.flip();
      int first = start.hasRemaining() ? start.get() & 0xff : -1;
      if (first != 'P' && first != 0x80) {
        throw new CorruptFileException(
            path,
            "byte 0: expected a file of torch.save, which begins with 0x80 or PK, found "
                + (first < 0 ? "an empty file" : String.format(Locale.ROOT, "0x%02x", first)));
      }
      return first == 'P';
    }
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** The object that was saved. */
  public Object root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    container.close();
  }
}
