package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.training.Limits;
import org.conversener.training.Progress;

/**
 * Finds which words of a sentence and of its English translation belong together: IBM model 1 with
 * a prior for the diagonal, learned in both directions from parallel text, their alignments joined.
 * Words are numbers from 0; what they stand for, words or subwords, is the caller's affair.
 * Immutable.
 */
public final class WordAligner {
  private final IbmModel1 toTarget;
  private final IbmModel1 toSource;

  private WordAligner(IbmModel1 toTarget, IbmModel1 toSource) {
    this.toTarget = toTarget;
    this.toSource = toSource;
  }

  /**
   * A pass over the text.
   *
   * @param isToTarget whether English words are explained by source words, or the other way round
   * @param number from 1
   * @param loss mean negative log-likelihood of a word before the pass, in nats
   */
  public record Pass(boolean isToTarget, int number, double loss) {}

  /** An aligner and how it was learned. */
  public record Trained(WordAligner aligner, List<Pass> passes) {
    /** Copies the list. */
    public Trained {
      passes = List.copyOf(passes);
    }
  }

  /**
   * Learns from parallel text; the number of threads changes nothing but the time.
   *
   * @param sources for each pair the numbers of the source words, at least one
   * @param targets for each pair the numbers of the English words, at least one
   * @throws IllegalArgumentException if there is no pair, or a side of one has no word
   */
  public static Trained train(
      List<int[]> sources,
      List<int[]> targets,
      AlignerConfig config,
      Limits limits,
      int threads,
      Progress progress) {
    if (sources.isEmpty() || sources.size() != targets.size()) {
      throw new IllegalArgumentException(
          "expected pairs of sentences, found "
              + sources.size()
              + " source and "
              + targets.size()
              + " English sentences");
    }
    int[][] source = checked(sources);
    int[][] target = checked(targets);
    double seconds = Math.min(60 * limits.minutes(), 1e9);
    long end = System.nanoTime() + (long) (1e9 * seconds);
    List<Pass> passes = new ArrayList<>();
    progress.begin("align", 2L * config.passes());
    try (Workers workers = new Workers(threads)) {
      // One after the other, so that the memory of the first is free for the second.
      IbmModel1 toTarget =
          learn(
              true,
              new IbmModel1Trainer(source, target, config, workers),
              config,
              end,
              passes,
              progress);
      IbmModel1 toSource =
          learn(
              false,
              new IbmModel1Trainer(target, source, config, workers),
              config,
              end,
              passes,
              progress);
      return new Trained(new WordAligner(toTarget, toSource), passes);
    }
  }

  private static int[][] checked(List<int[]> sentences) {
    for (int pair = 0; pair < sentences.size(); pair++) {
      if (sentences.get(pair).length == 0) {
        throw new IllegalArgumentException("pair " + pair + " (from 0) has a side without words");
      }
    }
    return sentences.toArray(int[][]::new);
  }

  private static IbmModel1 learn(
      boolean isToTarget,
      IbmModel1Trainer trainer,
      AlignerConfig config,
      long end,
      List<Pass> passes,
      Progress progress) {
    for (int number = 1; number <= config.passes(); number++) {
      if (number > 1 && System.nanoTime() > end) {
        break;
      }
      double loss = -trainer.pass() / trainer.outputTokens();
      passes.add(new Pass(isToTarget, number, loss));
      progress.step(passes.size(), String.format(java.util.Locale.ROOT, "loss %.3f", loss));
    }
    return trainer.model();
  }

  /**
   * The links of a pair, by source word and then by English word. Words that were never seen
   * together are not linked.
   */
  public List<Link> align(int[] source, int[] target, Symmetrisation symmetrisation) {
    Directions both = directions(source, target);
    return symmetrisation.join(both.sourceOf, both.targetOf);
  }

  /**
   * The alignments of the two directions.
   *
   * @param sourceOf for each English word the place of the source word it comes from, or -1
   * @param targetOf for each source word the place of the English word it comes from, or -1
   */
  record Directions(int[] sourceOf, int[] targetOf) {}

  /** Both alignments of a pair. */
  Directions directions(int[] source, int[] target) {
    return new Directions(toTarget.align(source, target), toSource.align(target, source));
  }
}
