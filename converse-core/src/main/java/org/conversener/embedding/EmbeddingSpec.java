package org.conversener.embedding;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a user writes after {@code --embedding}: {@code static:PATH[:tuned]}, {@code random:DIM},
 * {@code char:DIM}, {@code bert:DIR[:bfloat16]} or {@code charlm:DIR[:characters|:pooled]}.
 *
 * @param kind which features
 * @param path the file of the vectors of {@link Kind#STATIC}, or the directory of a BERT or of a
 *     language model; null for the others
 * @param isTuned whether learning changes the vectors; for {@link Kind#STATIC} only
 * @param width the width; 0 where the file or the directory says it
 */
public record EmbeddingSpec(Kind kind, @Nullable Path path, boolean isTuned, int width) {
  /** The kinds of features. */
  public enum Kind {
    /** Pretrained word vectors. */
    STATIC,
    /** Frozen random word vectors. */
    RANDOM,
    /** A convolution over the characters of a word. */
    CHAR,
    /** A frozen BERT. */
    BERT,
    /** A frozen BERT that multiplies matrices in bfloat16, which some processors do faster. */
    BERT_BFLOAT16,
    /** A character language model's states at the spaces beside a word, as Flair. */
    CHARLM,
    /** The same states a step earlier, at the word's own last or first character. */
    CHARLM_CHARACTERS,
    /** The states at the spaces and, beside them, their minimum over a word's occurrences. */
    CHARLM_POOLED;

    /** Whether a language model's directory is needed. */
    public boolean isLanguageModel() {
      return this == CHARLM || this == CHARLM_CHARACTERS || this == CHARLM_POOLED;
    }
  }

  private static final String TUNED = ":tuned";
  private static final String BFLOAT16 = ":bfloat16";
  private static final String CHARACTERS = ":characters";
  private static final String POOLED = ":pooled";
  private static final int WIDEST = 1 << 16;

  /**
   * Reads a specification.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static EmbeddingSpec parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    return switch (kind) {
      case "static" -> {
        boolean isTuned = rest.endsWith(TUNED);
        String path = isTuned ? rest.substring(0, rest.length() - TUNED.length()) : rest;
        if (path.isEmpty()) {
          throw failure(text, "static:PATH needs the path of a file of word vectors");
        }
        yield new EmbeddingSpec(Kind.STATIC, Path.of(path), isTuned, 0);
      }
      case "random" -> new EmbeddingSpec(Kind.RANDOM, null, false, width(text, rest));
      case "char" -> new EmbeddingSpec(Kind.CHAR, null, false, width(text, rest));
      case "bert" -> {
        boolean isNarrow = rest.endsWith(BFLOAT16);
        String path = isNarrow ? rest.substring(0, rest.length() - BFLOAT16.length()) : rest;
        if (path.isEmpty()) {
          throw failure(text, "bert:DIR needs a directory with config.json and model.safetensors");
        }
        yield new EmbeddingSpec(isNarrow ? Kind.BERT_BFLOAT16 : Kind.BERT, Path.of(path), false, 0);
      }
      case "charlm" -> {
        Kind variant =
            rest.endsWith(CHARACTERS)
                ? Kind.CHARLM_CHARACTERS
                : rest.endsWith(POOLED) ? Kind.CHARLM_POOLED : Kind.CHARLM;
        String path = variant == Kind.CHARLM ? rest : rest.substring(0, rest.lastIndexOf(':'));
        if (path.isEmpty()) {
          throw failure(text, "charlm:DIR needs the directory of a character language model");
        }
        yield new EmbeddingSpec(variant, Path.of(path), false, 0);
      }
      default -> throw failure(text, "unknown kind \"" + kind + "\"");
    };
  }

  /**
   * The file or the directory.
   *
   * @throws IllegalStateException if this kind has none
   */
  Path place() {
    if (path == null) {
      throw new IllegalStateException("there is no path in " + this);
    }
    return path;
  }

  private static int width(String text, String number) {
    if (!number.matches("[0-9]{1,9}")) {
      throw failure(text, "expected a whole number after the colon, found \"" + number + "\"");
    }
    return checkedWidth(text, Integer.parseInt(number));
  }

  static int checkedWidth(String text, int width) {
    if (width < 1 || width > WIDEST) {
      throw failure(text, "expected a width of 1 to " + WIDEST + ", found " + width);
    }
    return width;
  }

  private static IllegalArgumentException failure(String text, String problem) {
    return new IllegalArgumentException(
        "embedding \""
            + text
            + "\": "
            + problem
            + " (valid: static:PATH[:tuned], random:DIM, char:DIM, bert:DIR[:bfloat16],"
            + " charlm:DIR[:characters|:pooled])");
  }
}
