package org.conversener.cli;

import java.util.List;
import org.conversener.augmentation.SentenceCopies;
import org.conversener.augmentation.SentenceCopiesConfig;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What copies of its sentences a tagger learns from, so that it also reads translations. */
final class CopiesArguments {
  @Option(
      names = "--swap-mentions",
      paramLabel = "SHARE",
      description =
          "Also learn from copies with other entities of the same types: so many for each sentence"
              + " that has entities (default: 0).")
  private @Nullable Double swapMentions;

  @Option(
      names = "--made-up-mentions",
      paramLabel = "SHARE",
      description = "Share of the entities put in that do not exist (default: 0.25).")
  private @Nullable Double madeUp;

  @Option(
      names = "--noisy-copies",
      paramLabel = "SHARE",
      description =
          "Also learn from copies that lack, repeat and swap words, as translations do: so many for"
              + " each sentence (default: 0).")
  private @Nullable Double noisyCopies;

  @Option(
      names = "--lower-case-copies",
      paramLabel = "SHARE",
      description = "Also learn from copies in lower case: so many for each sentence (default: 0).")
  private @Nullable Double lowerCase;

  @Option(
      names = "--upper-case-copies",
      paramLabel = "SHARE",
      description =
          "Also learn from copies in upper case, as headlines are: so many for each sentence"
              + " (default: 0).")
  private @Nullable Double upperCase;

  /**
   * The config.
   *
   * @throws IllegalArgumentException if a value is out of its range, or does nothing without others
   */
  SentenceCopiesConfig config() {
    SentenceCopiesConfig config =
        new ConfigOverlay(SentenceCopiesConfig.OFF)
            .set("swapMentions", swapMentions)
            .set("noisyCopies", noisyCopies)
            .set("lowerCase", lowerCase)
            .set("upperCase", upperCase)
            .set("madeUp", madeUp)
            .build(SentenceCopiesConfig.class);
    if (madeUp != null && config.swapMentions() == 0) {
      throw new IllegalArgumentException("--made-up-mentions does nothing without --swap-mentions");
    }
    return config;
  }

  /** The sentences and their copies, by the run's seed. */
  static List<Sentence> add(
      List<Sentence> train, SentenceCopiesConfig config, long seed, Console console) {
    if (!config.makesCopies()) {
      return train;
    }
    SentenceCopies.Made made = SentenceCopies.make(train, config, seed);
    console.say(made.notice());
    return made.sentences();
  }
}
