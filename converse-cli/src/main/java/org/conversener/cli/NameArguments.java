package org.conversener.cli;

import org.conversener.translation.ConvTranslator;
import org.conversener.translation.Translator;
import picocli.CommandLine.Option;

/** Whether names that a translation lost are put into it. */
final class NameArguments {
  @Option(
      names = "--no-keep-names",
      description =
          "Leave translations as they are. Otherwise a name that English should write alike, but"
              + " the translator lost, replaces the English word that attends to it.")
  private boolean isOff;

  /** The translator as it is wanted; it shares the weights of the one given. */
  Translator applied(Translator translator) {
    return isOff && translator instanceof ConvTranslator conv
        ? conv.withoutKeptNames()
        : translator;
  }
}
