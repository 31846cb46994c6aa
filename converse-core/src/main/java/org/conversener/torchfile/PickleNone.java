package org.conversener.torchfile;

/** Python's {@code None}. */
public enum PickleNone {
  /** The only one. */
  NONE;

  @Override
  public String toString() {
    return "None";
  }
}
