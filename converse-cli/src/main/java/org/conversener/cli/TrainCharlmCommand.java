package org.conversener.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.corpus.Fingerprint;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.CharlmConfig;
import org.conversener.embedding.CharlmSplit;
import org.conversener.embedding.CharlmText;
import org.conversener.embedding.CharlmTrainer;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code converse train charlm}: plain text in, a character language model's directory out. */
@Command(
    name = "charlm",
    description = {
      "Train a character language model from plain text, one sentence a line.",
      "A tagger reads it with --embedding charlm:DIR, best one of either direction."
    })
final class TrainCharlmCommand extends Verb {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--text",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Text to learn from, tokenised as the tagger's sentences are; may be .gz.")
  private List<Path> texts = List.of();

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description =
          "Text that chooses the weights; not learned from (default: the share heldOut of --text).")
  private @Nullable Path valid;

  @Option(
      names = "--direction",
      required = true,
      paramLabel = "DIRECTION",
      description = "forward or backward: in which order it reads.")
  private String direction = "";

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "The width of its state and of the features.")
  private @Nullable Integer hidden;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "quick, for a CPU, or paper (default: quick).")
  private String profile = "quick";

  @Mixin private final TrainingArguments training = new TrainingArguments();

  TrainCharlmCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    RunRecord record = new RunRecord(console);
    CharlmConfig config = config();
    OutputFolder folder = training.folder();
    Map<String, String> corpora = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      List<String> read = read(texts.get(i));
      // The role, and not the path, so that the model does not depend on where the file lies.
      String role = "text." + (i + 1);
      corpora.put(role, Fingerprint.ofLines(read));
      record.path(role, texts.get(i));
      lines.addAll(read);
    }
    CharlmText text;
    if (valid == null) {
      text = CharlmText.heldOut(lines, config.heldOut(), config.seed());
    } else {
      text = new CharlmText(lines, read(valid));
      corpora.put("valid", Fingerprint.ofLines(text.valid()));
      record.path("valid", valid);
    }
    training.describe(record);
    console.startNatives(training.threads());
    boolean isResuming = folder.begin(told(config, corpora));
    CharlmTrainer.Trained trained =
        Writing.out(
            () ->
                CharlmTrainer.train(
                    text,
                    config,
                    training.limits(),
                    folder.path(),
                    isResuming,
                    console.progress()));
    try (CharacterLanguageModel model = trained.model()) {
      save(trained, model, folder, corpora, record);
    }
    return Failure.DONE;
  }

  private CharlmConfig config() throws IOException {
    CharlmConfig base =
        switch (profile) {
          case "quick" -> CharlmConfig.quick();
          case "paper" -> CharlmConfig.paper();
          default ->
              throw new IllegalArgumentException(
                  "--profile: expected quick or paper, found " + profile);
        };
    CharlmConfig config =
        training
            .overlay(base)
            .set("direction", direction)
            .set("hidden", hidden)
            .build(CharlmConfig.class);
    if (valid != null && config.heldOut() != base.heldOut()) {
      throw new IllegalArgumentException(
          "heldOut: a share of --text is held out only where there is no --valid");
    }
    return config;
  }

  /** The lines that are not blank. */
  private static List<String> read(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    try (LineReader lines = TextFiles.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          found.add(line);
        }
      }
    }
    return found;
  }

  /** Everything that decides what becomes of a run, but epochs and minutes. */
  private static ObjectNode told(CharlmConfig config, Map<String, String> corpora) {
    ObjectNode told = JSON.createObjectNode().put("verb", "train charlm");
    ObjectNode fields = JSON.valueToTree(config);
    fields.remove("epochs");
    told.set("config", fields);
    told.set("corpora", JSON.valueToTree(corpora));
    return told;
  }

  private void save(
      CharlmTrainer.Trained trained,
      CharacterLanguageModel model,
      OutputFolder folder,
      Map<String, String> corpora,
      RunRecord record)
      throws Exception {
    CharlmSplit best = trained.best();
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("valid.loss", best.validLoss());
    scores.put("valid.perplexity", best.validPerplexity());
    scores.put("train.loss", best.trainLoss());
    scores.put("epoch", (double) best.epoch());
    scores.put("split", (double) best.number());
    scores.put("splits", (double) trained.splits().size());
    record.measured("splits", trained.splits());
    record.measured("notices", trained.notices());
    Provenance provenance = new Provenance(corpora, scores, record.finish());
    var unused = Writing.out(() -> Models.save(model, folder.path(), true, provenance));
    console
        .out()
        .printf(
            Locale.ROOT,
            "valid perplexity %.3f a character (epoch %d split %d)%n",
            best.validPerplexity(),
            best.epoch(),
            best.number());
    console.out().printf("model %s%n", folder.path());
  }
}
