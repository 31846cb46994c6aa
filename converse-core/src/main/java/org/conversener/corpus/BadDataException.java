package org.conversener.corpus;

/** A file that exists but cannot be read as what it should be; the message names file and line. */
public final class BadDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String where;
  private final long line;

  /**
   * @param where the file as the user named it
   * @param line the line, counted from 1
   * @param message what was found, what was expected, and what to do
   */
  public BadDataException(String where, long line, String message) {
    super(where + ":" + line + ": " + message);
    this.where = where;
    this.line = line;
  }

  /** The file as the user named it. */
  public String where() {
    return where;
  }

  /** The line, counted from 1. */
  public long line() {
    return line;
  }
}
