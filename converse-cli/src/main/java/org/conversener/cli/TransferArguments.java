package org.conversener.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.transfer.TransferOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a tagger carries over, from whom, and how. */
final class TransferArguments {
  @Option(
      names = "--translator",
      paramLabel = "DIR",
      description = "The translator whose attention carries; needs --teacher.")
  private @Nullable Path translator;

  @Option(
      names = "--teacher",
      paramLabel = "DIR",
      description = "The English tagger whose features are carried; needs --translator.")
  private @Nullable Path teacher;

  @Mixin private final AttentionArguments attention = new AttentionArguments();

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description = "first, last, a number from 1, mean, or mix, learned (default: last).")
  private @Nullable String layer;

  @Option(
      names = "--carried-control",
      paramLabel = "CONTROL",
      description = "none, shuffled, uniform, random-teacher or untranslated (default: none).")
  private @Nullable String control;

  @Option(
      names = "--carried-at",
      paramLabel = "PLACE",
      description = "output, beside the BiLSTM's output, or input (default: output).")
  private @Nullable String carriedAt;

  /** Where a tagger's carried features come from. */
  record Sources(Path translator, Path teacher, Path store, TransferOptions options) {}

  /** Where carried features enter, or null if nothing was said. */
  @Nullable String carriedAt() {
    return carriedAt;
  }

  /**
   * What was asked for; null for a tagger that carries nothing.
   *
   * @param store the folder of the knowledge stores
   * @throws IllegalArgumentException if options are given that need others
   */
  @Nullable Sources sources(Path store) {
    Map<String, String> given = new LinkedHashMap<>(attention.given());
    if (layer != null) {
      given.put("layer", layer);
    }
    if (control != null) {
      given.put("carried-control", control);
    }
    if (translator != null && teacher != null) {
      return new Sources(translator, teacher, store, TransferOptions.fromMap(given));
    }
    if (translator != null || teacher != null) {
      throw new IllegalArgumentException("--translator and --teacher need each other");
    }
    if (carriedAt != null) {
      given.put("carried-at", carriedAt);
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "--"
              + String.join(", --", given.keySet())
              + ": there is nothing to carry without --translator and --teacher");
    }
    return null;
  }
}
