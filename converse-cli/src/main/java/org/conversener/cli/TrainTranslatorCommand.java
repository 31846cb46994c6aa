package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.augmentation.Augmentation;
import org.conversener.augmentation.AugmentationConfig;
import org.conversener.augmentation.NameSources;
import org.conversener.corpus.Bitext;
import org.conversener.corpus.BitextReader;
import org.conversener.corpus.Fingerprint;
import org.conversener.corpus.SentencePair;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import org.conversener.text.Sentence;
import org.conversener.translation.ConvConfig;
import org.conversener.translation.ConvTrainer;
import org.conversener.translation.ConvTrainer.Epoch;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.GlossConfig;
import org.conversener.translation.WeightedPairs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code converse train translator}: parallel text in, a translator's directory out. */
@Command(
    name = "translator",
    description = {
      "Train a translator into English from parallel text (source TAB English).",
      "A gloss translator goes word for word and copies what it does not know; it is"
          + " trained in a minute.",
      "A convolutional one tells its perplexity on the validation text after each epoch, and BLEU on"
          + " the first 200 pairs of it (none with tiny); the epoch of the least smoothed loss of it is kept. --config of it may"
          + " set (see --preset for values): bpe, embedding, encoder and decoder (layers such as"
          + " 4*256x3,2*512x3), outputEmbedding, positions, dropout, labelSmoothing, guidance,"
          + " guidedLayers, rate, momentum, clip, maxTokens, maxLength, maxRatio, epochs, schedule"
          + " (FIXED or PLATEAU), annealFrom, patience, shrink, minimumRate, finalShare (of"
          + " --minutes, at a lower rate), bleuSentences, products (FLOAT32 or BFLOAT16)."
    })
final class TrainTranslatorCommand extends Verb {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONV = "conv";
  private static final String GLOSS = "gloss";

  @Option(
      names = "--bitext",
      required = true,
      arity = "1..*",
      paramLabel = "FILE[:WEIGHT]",
      description =
          "Parallel text to learn from, and how often each pair occurs, such as 2 or 0.5.")
  private List<String> bitexts = List.of();

  @Option(
      names = "--valid",
      required = true,
      paramLabel = "FILE",
      description =
          "Parallel text that chooses the epoch (gloss: that is scored); not learned from.")
  private Path valid = Path.of("");

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "conv, convolutional sequence to sequence, or gloss, word for word (default: conv).")
  private String kind = CONV;

  @Option(
      names = "--lexicon",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Gloss only: dictionaries, source TAB English and maybe TAB probability on each line.")
  private List<Path> lexicons = List.of();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Conv only: tiny, small, narrow15, iwslt-de-en, wmt-en-de, wmt-en-fr or wmt-en-ro (default:"
              + " small).")
  private @Nullable String preset;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Conv only: quick, which is --preset small, or paper, which is --preset wmt-en-de.")
  private @Nullable String profile;

  @Option(
      names = "--source-language",
      paramLabel = "CODE",
      description = "Whose tokenisation rules apply: es, de, .. (default: other).")
  private @Nullable String sourceLanguage;

  @Option(
      names = "--source-units",
      paramLabel = "UNITS",
      description =
          "What source words are cut into: bpe, with merges that English shares, own_bpe, with merges"
              + " of its own, words or characters (default: bpe; a gloss translator then leaves"
              + " words whole).")
  private @Nullable String sourceUnits;

  @Option(names = "--bpe", paramLabel = "N", description = "Conv only: the number of merges.")
  private @Nullable Integer bpe;

  @Option(
      names = "--guide-attention",
      paramLabel = "WEIGHT",
      description =
          "Conv only: draw attention towards a statistical alignment of the training pairs, with"
              + " this weight beside the translation's loss, such as 0.2 (default: 0).")
  private @Nullable Double guidance;

  @Option(
      names = "--guided-layers",
      paramLabel = "LAYERS",
      description = "The layers it draws: last, all, or numbers such as 3,6 (default: last).")
  private @Nullable String guidedLayers;

  @Option(
      names = "--window",
      paramLabel = "N",
      description =
          "Conv only: the translator will cut sentences of more than N subwords at punctuation and"
              + " translate each part on its own; 0 for as many as the longest in training has"
              + " (default: 60, or as many as all but a twentieth of those in training have).")
  private @Nullable Integer window;

  @Mixin private final AugmentationArguments augmentation = new AugmentationArguments();

  @Mixin private final TrainingArguments training = new TrainingArguments();

  TrainTranslatorCommand(Console console) {
    super(console);
  }

  /** A {@code --bitext} of the command line. */
  private record Source(Path file, double weight) {
    static Source parse(String text) {
      int colon = text.lastIndexOf(':');
      boolean hasWeight = colon > 0 && text.substring(colon + 1).matches("[0-9]+(\\.[0-9]+)?");
      // A file whose own name ends like that is meant as it stands.
      if (Files.exists(Path.of(text))) {
        return new Source(Path.of(text), 1);
      }
      if (!hasWeight && colon > 0 && Files.exists(Path.of(text.substring(0, colon)))) {
        throw new IllegalArgumentException(
            "--bitext "
                + text
                + ": expected a weight such as 2 or 0.5 after the colon, found \""
                + text.substring(colon + 1)
                + "\"");
      }
      if (!hasWeight) {
        return new Source(Path.of(text), 1);
      }
      return new Source(
          Path.of(text.substring(0, colon)), Double.parseDouble(text.substring(colon + 1)));
    }
  }

  @Override
  public Integer call() throws Exception {
    RunRecord record = new RunRecord(console);
    boolean isGloss = isGloss();
    GlossConfig gloss = isGloss ? glossConfig() : GlossConfig.DEFAULT;
    ConvConfig conv = isGloss ? ConvConfig.preset("small") : convConfig();
    AugmentationConfig augmenting = augmentation.config();
    OutputFolder folder = training.folder();
    Map<String, String> corpora = new LinkedHashMap<>();
    WeightedPairs pairs = new WeightedPairs(isGloss ? gloss.seed() : conv.seed());
    List<SentencePair> read = new ArrayList<>();
    for (int i = 0; i < bitexts.size(); i++) {
      Source source = Source.parse(bitexts.get(i));
      Bitext bitext = read(source.file());
      String role = "bitext." + (i + 1);
      // The role, and not the path, so that the model does not depend on where the file lies.
      pairs.add(role, bitext.pairs(), source.weight());
      read.addAll(bitext.pairs());
      corpora.put(source.weight() == 1 ? role : role + ":" + source.weight(), of(bitext));
      record.path(role, source.file());
    }
    Bitext validation = read(valid);
    corpora.put("valid", of(validation));
    record.path("valid", valid);
    NameSources names = augmentation.read(console, corpora, record);
    training.describe(record);
    if (isGloss) {
      GlossRun run = new GlossRun(console, record, training, folder, gloss);
      run.train(pairs.pairs(), validation.pairs(), lexicons, corpora);
    } else {
      console.startNatives(training.threads());
      boolean isResuming = folder.begin(told(JSON.valueToTree(conv), augmenting, corpora));
      List<SentencePair> learnable =
          augmented(read, pairs.pairs(), names, augmenting, conv.seed(), record);
      trainConv(
          learnable, validation.pairs(), conv, augmenting, folder, isResuming, corpora, record);
    }
    return Failure.DONE;
  }

  private void trainConv(
      List<SentencePair> pairs,
      List<SentencePair> validation,
      ConvConfig config,
      AugmentationConfig augmenting,
      OutputFolder folder,
      boolean isResuming,
      Map<String, String> corpora,
      RunRecord record)
      throws Exception {
    ConvTrainer.Trained trained =
        Writing.out(
            () ->
                ConvTrainer.train(
                    pairs,
                    validation,
                    config,
                    training.limits(),
                    folder.path(),
                    isResuming,
                    console.progress()));
    try (ConvTranslator translator = trained.translator()) {
      ConvTranslator windowed = window == null ? translator : translator.withWindow(window);
      save(trained, windowed, augmenting, folder, corpora, record);
    }
  }

  /** The pairs, and those made from them, if any are asked for. */
  private List<SentencePair> augmented(
      List<SentencePair> read,
      List<SentencePair> pairs,
      NameSources names,
      AugmentationConfig augmenting,
      long seed,
      RunRecord record) {
    if (!augmenting.makesPairs()) {
      return pairs;
    }
    console.progress().begin("names", -1);
    Augmentation.Augmented made = Augmentation.augment(read, pairs, names, augmenting, seed);
    console.sayAll(made.report().notices());
    record.measured("augmentation", made.report().notices());
    return made.pairs();
  }

  private boolean isGloss() {
    boolean isGloss = kind.equals(GLOSS);
    if (!isGloss && !kind.equals(CONV)) {
      throw new IllegalArgumentException("--kind: expected conv or gloss, found " + kind);
    }
    if (isGloss && (preset != null || bpe != null || profile != null)) {
      throw new IllegalArgumentException(
          (preset != null ? "--preset" : bpe != null ? "--bpe" : "--profile")
              + " is for --kind conv; leave it out with gloss");
    }
    if (isGloss && (guidance != null || guidedLayers != null)) {
      throw new IllegalArgumentException(
          "--guide-attention is for --kind conv; a gloss translator is itself an alignment");
    }
    if (window != null) {
      if (isGloss) {
        throw new IllegalArgumentException(
            "--window is for --kind conv; a gloss translator reads word by word");
      }
      ConvTranslator.checkWindow(window);
    }
    if (!isGloss && !lexicons.isEmpty()) {
      throw new IllegalArgumentException("--lexicon is for --kind gloss; leave it out with conv");
    }
    if (isGloss && augmentation.config().makesPairs()) {
      throw new IllegalArgumentException(
          "made pairs (--swap-names, --copy-pairs, --lexicon-pairs, --headline-pairs) are for"
              + " --kind conv; a gloss translator copies names it does not know, and takes a lexicon"
              + " with --lexicon");
    }
    return isGloss;
  }

  private ConvConfig convConfig() throws IOException {
    return training
        .overlay(ConvConfig.preset(presetName()))
        .set("sourceLanguage", sourceLanguage)
        .set("sourceUnits", sourceUnits)
        .set("bpe", bpe)
        .set("guidance", guidance)
        .set("guidedLayers", guidedLayers)
        .build(ConvConfig.class);
  }

  private String presetName() {
    if (profile != null && preset != null) {
      throw new IllegalArgumentException(
          "--profile and --preset exclude each other: a profile stands for a preset");
    }
    return switch (profile == null ? "" : profile) {
      case "" -> preset == null ? "small" : preset;
      case "quick" -> "small";
      case "paper" -> "wmt-en-de";
      default ->
          throw new IllegalArgumentException(
              "--profile: expected quick or paper, found " + profile);
    };
  }

  private GlossConfig glossConfig() throws IOException {
    return training
        .overlay(GlossConfig.DEFAULT)
        .set("sourceLanguage", sourceLanguage)
        .set("sourceUnits", sourceUnits)
        .build(GlossConfig.class);
  }

  private Bitext read(Path file) throws IOException {
    Bitext bitext = BitextReader.read(file);
    console.sayAll(bitext.notices());
    return bitext;
  }

  private static String of(Bitext bitext) {
    return Fingerprint.ofSentences(
        bitext.pairs().stream().map(pair -> Sentence.of(pair.source(), pair.target())).toList());
  }

  /** Everything that decides what becomes of a run, but epochs and minutes. */
  static ObjectNode told(
      ObjectNode fields, AugmentationConfig augmenting, Map<String, String> corpora) {
    ObjectNode told = JSON.createObjectNode().put("verb", "train translator");
    fields.remove("epochs");
    told.set("config", fields);
    if (augmenting.makesPairs()) {
      told.set("augmentation", JSON.valueToTree(augmenting));
    }
    told.set("corpora", JSON.valueToTree(corpora));
    return told;
  }

  private void save(
      ConvTrainer.Trained trained,
      ConvTranslator translator,
      AugmentationConfig augmenting,
      OutputFolder folder,
      Map<String, String> corpora,
      RunRecord record)
      throws Exception {
    Epoch best =
        trained.epochs().stream()
            .min(Comparator.comparingDouble(Epoch::smoothedValidLoss))
            .orElseThrow();
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("valid.loss", best.validLoss());
    scores.put("valid.smoothed_loss", best.smoothedValidLoss());
    scores.put("valid.perplexity", best.validPerplexity());
    if (!Double.isNaN(best.validBleu())) {
      scores.put("valid.bleu", best.validBleu());
    }
    scores.put("train.loss", best.trainLoss());
    scores.put("epoch", (double) best.number());
    scores.put("epochs", (double) trained.epochs().size());
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (Epoch epoch : trained.epochs()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("number", epoch.number());
      line.put("train_loss", epoch.trainLoss());
      line.put("valid_perplexity", epoch.validPerplexity());
      if (!Double.isNaN(epoch.validBleu())) {
        line.put("valid_bleu", epoch.validBleu());
      }
      line.put("rate", epoch.rate());
      line.put("target_subwords", epoch.targetSubwords());
      line.put("ms", Math.round(1e3 * epoch.seconds()));
      epochs.add(line);
    }
    record.measured("epochs", epochs);
    record.measured("notices", trained.notices());
    Provenance provenance = new Provenance(corpora, scores, record.finish());
    var unused =
        Writing.out(() -> Models.save(translator, augmenting, folder.path(), true, provenance));
    console
        .out()
        .printf(
            Locale.ROOT,
            "valid perplexity %.2f (epoch %d of %d)%n",
            best.validPerplexity(),
            best.number(),
            trained.epochs().size());
    console.out().printf("model %s%n", folder.path());
  }
}
