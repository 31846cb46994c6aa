package org.conversener.translation;

/**
 * Everything that decides what a gloss translator becomes, beside its data.
 *
 * @param sourceLanguage the language whose tokenisation rules apply: es, de, or another code
 * @param sourceUnits whether the source has words ({@code BPE}, which are not cut further here) or
 *     characters, in which words have yet to be found
 * @param epochs passes of expectation maximisation over the data, each way
 * @param tension how much a link prefers the diagonal ({@link AlignerConfig})
 * @param nullProbability how likely a word has no counterpart
 * @param dirichlet prior of the translations of a word; 0 for none
 * @param maxLength longest side of a training pair in tokens; longer ones are left out and counted
 * @param maxRatio the longer side has at most {@code maxRatio} times the words of the shorter one
 *     and five more, which short pairs need; others are left out and counted
 * @param copyVotes how many votes a word with a capital or a digit has for staying as it is, beside
 *     those of its verbatim occurrences; a sure link has two votes
 * @param lexiconVotes how many votes an entry of a lexicon has, times its probability if it has one
 * @param seed decides which pairs a fractional weight takes; nothing else is random
 */
public record GlossConfig(
    String sourceLanguage,
    SourceUnits sourceUnits,
    int epochs,
    double tension,
    double nullProbability,
    double dirichlet,
    int maxLength,
    double maxRatio,
    double copyVotes,
    double lexiconVotes,
    long seed) {
  /** The defaults, for words of a language without rules of its own. */
  public static final GlossConfig DEFAULT =
      new GlossConfig(
          "other",
          SourceUnits.BPE,
          AlignerConfig.DEFAULT.passes(),
          AlignerConfig.DEFAULT.tension(),
          AlignerConfig.DEFAULT.nullProbability(),
          AlignerConfig.DEFAULT.dirichlet(),
          175,
          3,
          3,
          8,
          1);

  /** Checks the ranges. */
  public GlossConfig {
    check(epochs >= 1, "epochs: expected at least 1, found " + epochs);
    var unused = new AlignerConfig(epochs, tension, nullProbability, dirichlet);
    check(maxLength >= 1, "maxLength: expected at least 1, found " + maxLength);
    check(maxRatio >= 1, "maxRatio: expected at least 1, found " + maxRatio);
    check(copyVotes >= 0, "copyVotes: expected at least 0, found " + copyVotes);
    check(lexiconVotes > 0, "lexiconVotes: expected above 0, found " + lexiconVotes);
  }

  private static void check(boolean isFine, String otherwise) {
    if (!isFine) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The part that concerns alignment. */
  public AlignerConfig aligner() {
    return new AlignerConfig(epochs, tension, nullProbability, dirichlet);
  }

  GlossConfig with(String language, SourceUnits units) {
    return new GlossConfig(
        language,
        units,
        epochs,
        tension,
        nullProbability,
        dirichlet,
        maxLength,
        maxRatio,
        copyVotes,
        lexiconVotes,
        seed);
  }
}
