package org.conversener.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code converse import} alone: help. */
@Command(name = "import", description = "Import a model of another system.")
final class ImportCommand extends Verb {
  @Spec private @Nullable CommandSpec spec;

  ImportCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    throw ConverseCommand.missingVerb(spec);
  }
}
