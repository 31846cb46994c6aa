package org.conversener.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code converse train} alone: help. */
@Command(
    name = "train",
    description = "Train a translator, a character language model or a tagger.")
final class TrainCommand extends Verb {
  @Spec private @Nullable CommandSpec spec;

  TrainCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    throw ConverseCommand.missingVerb(spec);
  }
}
