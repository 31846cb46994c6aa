package org.conversener.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How attention becomes attention between words: the choices that translation and transfer share.
 */
final class AttentionArguments {
  private final Map<String, String> given = new LinkedHashMap<>();

  @Option(
      names = "--source-pooling",
      paramLabel = "HOW",
      description = "Rows of a source word's subwords: sum or mean (default: sum).")
  void sourcePooling(@Nullable String value) {
    put("source-pooling", value);
  }

  @Option(
      names = "--target-pooling",
      paramLabel = "HOW",
      description = "Columns of an English word's subwords: mean or sum (default: mean).")
  void targetPooling(@Nullable String value) {
    put("target-pooling", value);
  }

  @Option(
      names = "--eos",
      paramLabel = "HOW",
      description = "Attention on end-of-sentence: drop or renormalise (default: drop).")
  void eos(@Nullable String value) {
    put("eos", value);
  }

  @Option(
      names = "--shift",
      paramLabel = "N",
      description = "Attention of a word's own prediction, 0, or of the next, 1 (default: 0).")
  void shift(@Nullable String value) {
    put("shift", value);
  }

  @Option(
      names = "--normalise",
      paramLabel = "HOW",
      description = "columns, as the softmax gave them, or rows (default: columns).")
  void normalise(@Nullable String value) {
    put("normalise", value);
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  /** What was given, by name. */
  Map<String, String> given() {
    return given;
  }
}
