package org.conversener.tensor;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a model is not what it should be: cut off, altered, or never of this format. */
public final class CorruptFileException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is wrong, with the file's name before it. */
  public CorruptFileException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
