package org.conversener.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command with a console and the options all of them have. Answers with its exit code. */
abstract class Verb implements Callable<Integer> {
  final Console console;

  @Mixin final CommonOptions common;

  Verb(Console console) {
    this.console = console;
    common = new CommonOptions(console);
  }
}
