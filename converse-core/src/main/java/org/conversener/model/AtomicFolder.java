package org.conversener.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that appears as a whole or not at all: it is filled beside its goal and then moved
 * there. What was there before is moved aside first and deleted last; a process killed between the
 * two moves leaves it, complete, in {@code .NAME.old-*} beside the goal.
 */
final class AtomicFolder {
  private AtomicFolder() {}

  /** Fills a directory. */
  interface Filler {
    void fill(Path folder) throws IOException;
  }

  /**
   * Makes a directory.
   *
   * @throws IllegalArgumentException if there is something already and it shall not, or must not,
   *     be overwritten
   */
  static void create(Path out, boolean isOverwriting, Filler filler) throws IOException {
    Path goal = realPlace(out);
    check(goal, isOverwriting);
    Path parent = goal.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(out + ": a model cannot be a root directory");
    }
    String name = String.valueOf(goal.getFileName());
    Path temporary = temporary(parent, name);
    try {
      // The system makes temporary folders private; a model is as open as any other folder.
      Path folder = Files.createDirectory(temporary.resolve("model"));
      filler.fill(folder);
      // Again, for filling may have taken hours.
      check(goal, isOverwriting);
      if (isEmptyFolder(goal)) {
        Files.delete(goal);
      }
      if (Files.exists(goal, LinkOption.NOFOLLOW_LINKS)) {
        replace(goal, folder, parent, name);
      } else {
        move(folder, goal);
      }
    } finally {
      deleteAll(temporary);
    }
  }

  private static Path temporary(Path parent, String name) throws IOException {
    try {
      return Files.createTempDirectory(parent, "." + name + ".new-");
    } catch (AccessDeniedException e) {
      // The user knows the model's directory, not the temporary one beside it.
      throw new AccessDeniedException(
          parent.resolve(name).toString(), null, "no permission to write into " + parent);
    }
  }

  /** Where a directory is or will be, without links; the folder around it is made if missing. */
  static Path realPlace(Path out) throws IOException {
    if (Files.exists(out)) {
      return out.toRealPath();
    }
    Path place = out.toAbsolutePath().normalize();
    Path parent = place.getParent();
    return parent == null
        ? place
        : Files.createDirectories(parent).toRealPath().resolve(place.getFileName());
  }

  private static void check(Path out, boolean isOverwriting) throws IOException {
    if (!Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(out)) {
      throw new IllegalArgumentException(
          out + " is not a directory; name another place for the model");
    }
    if (isEmptyFolder(out)) {
      return;
    }
    if (!isOverwriting) {
      throw new IllegalArgumentException(
          out
              + " is not empty; name another directory, or allow it to be overwritten (--overwrite)");
    }
    try (Stream<Path> entries = Files.list(out)) {
      // Protects a home directory that was named by mistake.
      if (entries.noneMatch(entry -> ModelDirectory.isOfModel(entry))) {
        throw new IllegalArgumentException(
            out + " holds no model, so it is not overwritten; name another directory, or empty it");
      }
    }
  }

  private static void replace(Path goal, Path folder, Path parent, String name) throws IOException {
    Path aside = Files.createTempDirectory(parent, "." + name + ".old-");
    Path old = aside.resolve("model");
    move(goal, old);
    try {
      move(folder, goal);
    } catch (IOException e) {
      move(old, goal);
      Files.delete(aside);
      throw e;
    }
    deleteAll(aside);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException | NotDirectoryException e) {
      throw new FileSystemException(to.toString(), null, "appeared while the model was written");
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
