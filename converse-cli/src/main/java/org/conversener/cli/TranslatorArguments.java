package org.conversener.cli;

import org.conversener.translation.ConvTranslator;
import org.conversener.translation.Translator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a translator reads a sentence, and what it does with the words that it knows. */
final class TranslatorArguments {
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

  @Option(
      names = "--window",
      paramLabel = "N",
      description =
          "Cut sentences of more than N subwords at punctuation, and translate each part on its"
              + " own; 0 for as many as the longest sentence in training had (default: as the"
              + " translator says).")
  private @Nullable Integer window;

  /** The translator as it is wanted; it shares the weights of the one given. */
  Translator applied(Translator translator) {
    if (!(translator instanceof ConvTranslator conv)) {
      if (window != null) {
        throw new IllegalArgumentException(
            "--window is for translators that search; the gloss translator reads word by word");
      }
      return translator;
    }
    ConvTranslator wanted = leavesNames ? conv.withoutKeptNames() : conv;
    wanted = leavesCapitals ? wanted.withoutRecasing() : wanted;
    return window == null ? wanted : wanted.withWindow(window);
  }
}
