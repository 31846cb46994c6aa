package org.conversener.cli;

import org.conversener.translation.Decoding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How translations are searched, under fairseq's names; only translators that search take them. */
final class DecodingArguments {
  @Option(names = "--beam", paramLabel = "N", description = "Hypotheses kept (default: 5).")
  private @Nullable Integer beam;

  @Option(
      names = "--lenpen",
      paramLabel = "X",
      description = "Exponent of the length that divides a score (default: 1).")
  private @Nullable Double lengthPenalty;

  @Option(
      names = "--unkpen",
      paramLabel = "X",
      description = "Taken from the log-probability of the unknown subword (default: 0).")
  private @Nullable Double unknownPenalty;

  @Option(
      names = "--min-len",
      paramLabel = "N",
      description = "The fewest subwords of a translation (default: 1).")
  private @Nullable Integer shortest;

  @Option(
      names = "--max-len-a",
      paramLabel = "A",
      description = "The most subwords of a translation are A times the source's, plus B (1.3).")
  private @Nullable Double lengthFactor;

  @Option(names = "--max-len-b", paramLabel = "B", description = "See --max-len-a (10).")
  private @Nullable Integer lengthExtra;

  /** The options given, and defaults for the others. */
  Decoding decoding() {
    Decoding usual = Decoding.DEFAULT;
    return new Decoding(
        beam == null ? usual.beam() : beam,
        lengthPenalty == null ? usual.lengthPenalty() : lengthPenalty,
        unknownPenalty == null ? usual.unknownPenalty() : unknownPenalty,
        lengthFactor == null ? usual.lengthFactor() : lengthFactor,
        lengthExtra == null ? usual.lengthExtra() : lengthExtra,
        shortest == null ? usual.shortest() : shortest);
  }

  /** Whether any was given. */
  boolean isGiven() {
    return beam != null
        || lengthPenalty != null
        || unknownPenalty != null
        || shortest != null
        || lengthFactor != null
        || lengthExtra != null;
  }
}
