package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conversener.augmentation.AugmentationConfig;
import org.conversener.augmentation.NameSources;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.Fingerprint;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.LexiconReader;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is made from parallel text so that a translator learns to carry names over. */
final class AugmentationArguments {
  /** Less probable entries are left out: another translation of theirs is likelier. */
  static final double LEAST_PROBABILITY = 0.5;

  @Option(
      names = "--swap-names",
      paramLabel = "SHARE",
      description =
          "Add pairs with other names: so many for each pair that has names (default: 0).")
  private @Nullable Double swapNames;

  @Option(
      names = "--copy-pairs",
      paramLabel = "N",
      description = "Add so many pairs of nothing but names (default: 0).")
  private @Nullable Integer copyPairs;

  @Option(
      names = "--lexicon-pairs",
      paramLabel = "N",
      description = "Add so many entries of --name-lexicon as pairs (default: 0).")
  private @Nullable Integer lexiconPairs;

  @Option(
      names = "--made-up",
      paramLabel = "SHARE",
      description = "Share of the names put in that do not exist (default: 0.25).")
  private @Nullable Double madeUp;

  @Option(
      names = "--upper-case",
      paramLabel = "SHARE",
      description = "Share of the pairs made whose names are in upper case (default: 0.05).")
  private @Nullable Double upperCase;

  @Option(
      names = "--min-name-count",
      paramLabel = "N",
      description = "Put in names that stand on both sides of so many pairs (default: 1).")
  private @Nullable Integer minNameCount;

  @Option(
      names = "--source-names",
      description = "Also put in rare names that only source sides show.")
  private boolean sourceNames;

  @Option(
      names = "--headline-pairs",
      paramLabel = "SHARE",
      description =
          "Add copies of pairs in capitals on both sides: so many for each pair (default: 0).")
  private @Nullable Double headlinePairs;

  @Option(
      names = "--name-lexicon",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Names in both languages, source TAB English; a third column is a probability, and"
              + " entries below 0.5 are left out. Entries whose sides are no names are not put in.")
  private List<Path> lexicons = List.of();

  @Option(
      names = "--names",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Names that both languages write alike, one a line.")
  private List<Path> lists = List.of();

  /**
   * The config.
   *
   * @throws IllegalArgumentException if a value is out of its range, or does nothing without others
   */
  AugmentationConfig config() {
    AugmentationConfig config =
        new ConfigOverlay(AugmentationConfig.OFF)
            .set("swapNames", swapNames)
            .set("copyPairs", copyPairs)
            .set("lexiconPairs", lexiconPairs)
            .set("madeUp", madeUp)
            .set("upperCase", upperCase)
            .set("minNameCount", minNameCount)
            .set("sourceNames", sourceNames)
            .set("headlinePairs", headlinePairs)
            .build(AugmentationConfig.class);
    boolean hasOthers = madeUp != null || upperCase != null || minNameCount != null || sourceNames;
    hasOthers |= !lexicons.isEmpty() || !lists.isEmpty();
    if (hasOthers && !config.makesNames()) {
      throw new IllegalArgumentException(
          "options about names do nothing without --swap-names, --copy-pairs or --lexicon-pairs");
    }
    if (config.lexiconPairs() > 0 && lexicons.isEmpty()) {
      throw new IllegalArgumentException("--lexicon-pairs needs --name-lexicon");
    }
    return config;
  }

  /** Reads the files; {@code corpora} and {@code record} learn which they were. */
  NameSources read(Console console, Map<String, String> corpora, RunRecord record)
      throws IOException {
    List<Lexicon> readLexicons = new ArrayList<>();
    for (Path file : lexicons) {
      Lexicon lexicon = LexiconReader.read(file, LEAST_PROBABILITY);
      console.sayAll(lexicon.notices());
      readLexicons.add(lexicon);
      String role = "name-lexicon." + readLexicons.size();
      corpora.put(
          role,
          Fingerprint.ofSentences(
              lexicon.pairs().stream()
                  .map(entry -> Sentence.of(entry.source(), entry.target()))
                  .toList()));
      record.path(role, file);
    }
    List<List<String>> readLists = new ArrayList<>();
    for (Path file : lists) {
      List<String> names = names(file);
      readLists.add(names);
      String role = "names." + readLists.size();
      corpora.put(role, Fingerprint.ofSentences(names.stream().map(Sentence::of).toList()));
      record.path(role, file);
    }
    return new NameSources(readLexicons, readLists);
  }

  private static List<String> names(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    try (LineReader lines = TextFiles.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          names.add(line.strip());
        }
      }
    }
    if (names.isEmpty()) {
      throw new BadDataException(file.toString(), 1, "the file holds no name; expected one a line");
    }
    return names;
  }
}
