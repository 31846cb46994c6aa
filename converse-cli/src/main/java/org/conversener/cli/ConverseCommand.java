package org.conversener.cli;

import org.conversener.model.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code converse} alone: help and version. */
@Command(
    name = "converse",
    version = "converse " + Version.CONVERSE,
    description = "Named-entity taggers for languages with little labelled text.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 2 wrong usage, 65 bad data, 66 input missing, 70 defect in Converse,",
      "74 could not write, 130 interrupted. Progress goes to stderr, results to stdout."
    })
final class ConverseCommand extends Verb {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--version", versionHelp = true, description = "Print the version.")
  @SuppressWarnings("UnusedVariable") // For picocli only.
  private boolean isVersionWanted;

  ConverseCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    throw missingVerb(spec);
  }

  /** What is said where a verb is lacking. */
  static ParameterException missingVerb(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the specification");
    }
    CommandLine line = spec.commandLine();
    return new ParameterException(
        line, "expected a command, one of " + String.join(", ", line.getSubcommands().keySet()));
  }
}
