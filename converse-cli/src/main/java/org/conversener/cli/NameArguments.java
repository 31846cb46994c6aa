package org.conversener.cli;

import org.conversener.translation.ConvTranslator;
import org.conversener.translation.Translator;
import picocli.CommandLine.Option;

/** What a translator does with the words that it knows: names it lost, sentences in capitals. */
final class NameArguments {
  @Option(
      names = "--no-keep-names",
      description =
          "Leave translations as they are. Otherwise a name that English should write alike, but"
              + " the translator lost, replaces the English word that attends to it.")
  private boolean leavesNames;

  @Option(
      names = "--no-recase",
      description =
          "Translate sentences in capitals as they are written. Otherwise each of their words is"
              + " read as parallel text mostly writes it.")
  private boolean leavesCapitals;

  /** The translator as it is wanted; it shares the weights of the one given. */
  Translator applied(Translator translator) {
    if (!(translator instanceof ConvTranslator conv)) {
      return translator;
    }
    ConvTranslator wanted = leavesNames ? conv.withoutKeptNames() : conv;
    return leavesCapitals ? wanted.withoutRecasing() : wanted;
  }
}
