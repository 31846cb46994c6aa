package org.conversener.cli;

import picocli.CommandLine.Option;

/** What every verb understands. */
final class CommonOptions {
  private final Console console;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this text.")
  @SuppressWarnings("UnusedVariable") // For picocli only.
  private boolean isHelpWanted;

  CommonOptions(Console console) {
    this.console = console;
  }

  @Option(names = "--verbose", description = "Print the stack trace of a failure.")
  void verbose(boolean isVerbose) {
    console.verbose(isVerbose);
  }
}
