package org.conversener.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command with a console and the options all of them have. Answers with its exit code. */
public abstract class Verb implements Callable<Integer> {
  /** Where it reads from and writes to. */
  protected final Console console;

  /** Read by picocli. */
  @Mixin protected final CommonOptions common;

  /** A verb on a console. */
  protected Verb(Console console) {
    this.console = console;
    common = new CommonOptions(console);
  }
}
