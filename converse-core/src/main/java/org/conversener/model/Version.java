package org.conversener.model;

/** The version of this library. */
public final class Version {
  /** As in the build file; written into every model. */
  public static final String CONVERSE = "0.1.0-SNAPSHOT";

  private Version() {}
}
