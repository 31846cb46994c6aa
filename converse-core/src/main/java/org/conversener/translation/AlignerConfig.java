package org.conversener.translation;

/**
 * How words of parallel text are aligned; the defaults are those of fast_align (Dyer, Chahuneau and
 * Smith 2013, <i>A Simple, Fast, and Effective Reparameterization of IBM Model 2</i>).
 *
 * @param passes passes of expectation maximisation over the text, each way
 * @param tension λ: how much a link prefers the diagonal; 0 is IBM model 1 itself
 * @param nullProbability how likely a word comes from no word of the other side
 * @param dirichlet α of the prior on translations, which keeps rare words from explaining
 *     everything; above 0 training is variational, 0 is maximum likelihood
 */
public record AlignerConfig(int passes, double tension, double nullProbability, double dirichlet) {
  /** Five passes, tension 4, null probability 0.08, Dirichlet prior 0.01. */
  public static final AlignerConfig DEFAULT = new AlignerConfig(5, 4, 0.08, 0.01);

  /** Checks the ranges. */
  public AlignerConfig {
    check(passes >= 1, "passes: expected at least 1, found " + passes);
    check(tension >= 0 && tension <= 100, "tension: expected 0 to 100, found " + tension);
    check(
        nullProbability > 0 && nullProbability < 1,
        "nullProbability: expected above 0 to below 1, found " + nullProbability);
    check(dirichlet >= 0 && dirichlet <= 1, "dirichlet: expected 0 to 1, found " + dirichlet);
  }

  private static void check(boolean isFine, String otherwise) {
    if (!isFine) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
