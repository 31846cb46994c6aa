package org.conversener.corpus;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a file whole or not at all: into a temporary file of the same directory, then moved.
 *
 * <p>After a crash or a full disk the old content still stands under the name. A target that is not
 * a regular file, such as a pipe, is written directly.
 */
public final class AtomicFile {
  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface BytesWriter {
    /** Writes everything; must not close the stream. */
    void write(OutputStream out) throws IOException;
  }

  /** Writes the text of a file. */
  @FunctionalInterface
  public interface TextWriter {
    /** Writes everything; must not close the writer. */
    void write(Writer out) throws IOException;
  }

  private AtomicFile() {}

  /** Writes text in UTF-8, compressed if the name ends in {@code .gz}. */
  public static void writeText(Path file, TextWriter text) throws IOException {
    boolean isGzip = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    write(
        file,
        out -> {
          GZIPOutputStream gzip = isGzip ? new GZIPOutputStream(out, 1 << 16) : null;
          Writer writer = new OutputStreamWriter(gzip == null ? out : gzip, StandardCharsets.UTF_8);
          text.write(writer);
          writer.flush();
          if (gzip != null) {
            gzip.finish();
          }
        });
  }

  /**
   * Writes bytes.
   *
   * @throws NoSuchFileException if the directory of the file does not exist
   */
  public static void write(Path file, BytesWriter content) throws IOException {
    // A link stays a link: the file it points to is replaced.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
        content.write(out);
      }
      return;
    }
    Path parent = target.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no directory " + parent + "; make it first");
    }
    // Not Files.createTempFile: its files are readable by their owner only.
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel = channel(temporary, target);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.write(out);
        out.flush();
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static FileChannel channel(Path temporary, Path target) throws IOException {
    try {
      return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      // The user knows the file, not the temporary one beside it.
      throw new AccessDeniedException(
          target.toString(), null, "no permission to write into " + target.getParent());
    }
  }
}
