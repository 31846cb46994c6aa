package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Bpe;
import org.jspecify.annotations.Nullable;

/**
 * A convolutional translator that fairseq trained (0.5 to 0.10), as a {@link ConvTranslator}. The
 * checkpoint is read without running anything of it.
 */
public final class FairseqImport {
  private static final int LONGEST_OF_IWSLT = 176;
  private static final int LONGEST = 251;

  private FairseqImport() {}

  /**
   * What is imported.
   *
   * @param checkpoint fairseq's checkpoint
   * @param sourceDictionary fairseq's dictionary of the source
   * @param targetDictionary fairseq's dictionary of English
   * @param codes the merges the source was cut by, or null if it was not cut
   * @param sourceLanguage whose tokenisation rules apply; null: what the checkpoint says
   * @param longest the number of subwords of the longest source sentence in training, with
   *     end-of-sentence; null: what fairseq's recipes left in
   */
  public record Source(
      Path checkpoint,
      Path sourceDictionary,
      Path targetDictionary,
      @Nullable Path codes,
      @Nullable String sourceLanguage,
      @Nullable Integer longest) {}

  /**
   * A translator that was imported.
   *
   * @param translator the translator
   * @param notices what a person should know
   * @param settings fairseq's options, those that are a text, a number or a truth value
   */
  public record Imported(
      ConvTranslator translator, List<String> notices, Map<String, Object> settings)
      implements AutoCloseable {
    @Override
    public void close() {
      translator.close();
    }
  }

  /**
   * Reads a translator.
   *
   * @throws CorruptFileException if the checkpoint is damaged, hostile, of another architecture, or
   *     not of these dictionaries
   * @throws org.conversener.corpus.BadDataException if a line of a dictionary is malformed
   * @throws IllegalArgumentException if the dictionaries hold parts of words and there are no codes
   */
  public static Imported read(Source source) throws IOException {
    List<String> notices = new ArrayList<>();
    FairseqDictionary sources = FairseqDictionary.read(source.sourceDictionary());
    FairseqDictionary targets = FairseqDictionary.read(source.targetDictionary());
    Bpe bpe = bpe(source.codes(), sources, targets, notices);
    try (FairseqCheckpoint checkpoint = FairseqCheckpoint.open(source.checkpoint())) {
      FairseqSettings settings = checkpoint.settings();
      FairseqArchitecture architecture = FairseqArchitecture.of(source.checkpoint(), settings);
      int positions = FairseqWeights.positions(checkpoint);
      int longest = longest(source.longest(), architecture, positions, notices);
      ConvConfig config = config(source, settings, architecture, positions, longest, bpe);
      FairseqWeights weights =
          new FairseqWeights(
              checkpoint, config.shape(), sources.vocabulary().size(), targets.vocabulary().size());
      tell(checkpoint, weights, sources, targets, notices);
      Subwords subwords =
          new Subwords(
              config.sourceUnits(),
              config.sourceLanguage(),
              bpe,
              sources.vocabulary(),
              targets.vocabulary());
      ConvNetwork network = ConvTranslator.network(config, subwords);
      try {
        weights.fill(network.parameters());
        ConvTranslator translator =
            new ConvTranslator(
                config, subwords, network, SourceLengths.upTo(longest), KnownWords.all(null));
        return new Imported(translator, List.copyOf(notices), settings.scalars());
      } catch (IOException | RuntimeException e) {
        network.close();
        throw e;
      }
    }
  }

  private static Bpe bpe(
      @Nullable Path codes,
      FairseqDictionary sources,
      FairseqDictionary targets,
      List<String> notices)
      throws IOException {
    String piece = sources.subword();
    if (codes == null) {
      if (piece != null) {
        throw new IllegalArgumentException(
            sources.file()
                + ":"
                + sources.subwordLine()
                + ": \""
                + piece
                + "\" is a part of a word, so the model reads byte-pair subwords; name the file of"
                + " its merges with --bpe-codes");
      }
      return Bpe.of(List.of());
    }
    if (piece == null && targets.subword() == null) {
      notices.add(
          "neither dictionary holds a part of a word (ending in @@); are these merges of this"
              + " model?");
    }
    List<String> lines = new ArrayList<>();
    try (LineReader reader = TextFiles.open(codes)) {
      for (String line = reader.next(); line != null; line = reader.next()) {
        lines.add(line);
      }
    }
    try {
      return Bpe.fromLines(lines);
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(codes, String.valueOf(e.getMessage()));
    }
  }

  private static int longest(
      @Nullable Integer told,
      FairseqArchitecture architecture,
      int positions,
      List<String> notices) {
    int most = positions - 2;
    if (told != null) {
      if (told < 2 || told > most) {
        throw new IllegalArgumentException(
            "--longest: expected 2 to "
                + most
                + ", which the model has positions for; found "
                + told);
      }
      return told;
    }
    int usual = architecture.name().equals("fconv_iwslt_de_en") ? LONGEST_OF_IWSLT : LONGEST;
    int longest = Math.min(usual, most);
    notices.add(
        "sentences of more than "
            + longest
            + " subwords are translated in parts, as fairseq's recipe trains on no longer ones;"
            + " --longest says otherwise");
    return longest;
  }

  private static ConvConfig config(
      Source source,
      FairseqSettings settings,
      FairseqArchitecture architecture,
      int positions,
      int longest,
      Bpe bpe)
      throws IOException {
    ConvConfig recipe = ConvConfig.preset("iwslt-de-en");
    String language = source.sourceLanguage();
    return new ConvConfig(
        language == null ? settings.text("source_lang", "other") : language,
        source.codes() == null ? SourceUnits.WORDS : SourceUnits.BPE,
        bpe.merges().size(),
        architecture.embedding(),
        text(architecture.encoder()),
        text(architecture.decoder()),
        architecture.outputEmbedding(),
        positions,
        architecture.dropout(),
        recipe.labelSmoothing(),
        recipe.guidance(),
        recipe.guidedLayers(),
        recipe.rate(),
        recipe.momentum(),
        recipe.clip(),
        recipe.maxTokens(),
        longest - 1,
        recipe.maxRatio(),
        recipe.epochs(),
        recipe.schedule(),
        recipe.annealFrom(),
        recipe.patience(),
        recipe.shrink(),
        recipe.minimumRate(),
        recipe.finalShare(),
        recipe.bleuSentences(),
        recipe.products(),
        recipe.seed());
  }

  /** Layers as {@link ConvShape#parseLayers} reads them. */
  private static String text(List<ConvShape.Layer> layers) {
    List<String> parts = new ArrayList<>();
    for (int from = 0, to = 0; from < layers.size(); from = to) {
      while (to < layers.size() && layers.get(to).equals(layers.get(from))) {
        to++;
      }
      parts.add((to - from == 1 ? "" : to - from + "*") + layers.get(from));
    }
    return String.join(",", parts);
  }

  private static void tell(
      FairseqCheckpoint checkpoint,
      FairseqWeights weights,
      FairseqDictionary sources,
      FairseqDictionary targets,
      List<String> notices)
      throws IOException {
    String language = checkpoint.settings().text("target_lang", "en");
    if (!language.equals("en")) {
      notices.add(
          "the model translates into \""
              + language
              + "\"; a teacher must read that language, and Converse takes it for English");
    }
    if (FairseqWeights.isUneven(checkpoint)) {
      notices.add("source and target have positions for different lengths; the shorter applies");
    }
    if (weights.isOld()) {
      notices.add(
          "the decoder's gains are of before version 2, one for each place of the kernel; they were"
              + " turned into one for each output");
    }
    tell("source", TokenStyle.of(sources.vocabulary()), notices);
    tell("target", TokenStyle.of(targets.vocabulary()), notices);
  }

  private static void tell(String side, TokenStyle style, List<String> notices) {
    if (style.isEscaped() || style.hasCutHyphens()) {
      notices.add(
          "the "
              + side
              + " dictionary holds "
              + (style.isEscaped() ? "entities such as &apos;" : "")
              + (style.isEscaped() && style.hasCutHyphens() ? " and " : "")
              + (style.hasCutHyphens() ? "hyphens cut as @-@" : "")
              + ", so tokens are written like that for the model");
    }
  }
}
