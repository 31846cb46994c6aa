package org.conversener.embedding;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a user writes after {@code --embedding}: {@code static:PATH[:tuned]}, {@code random:DIM},
 * {@code char:DIM}, {@code bert:DIR[:bfloat16]} or {@code
 * charlm:DIR[:characters][:pooled][:bfloat16]}.
 *
 * @param kind which features
 * @param path the file of the vectors of {@link Kind#STATIC}, or the directory of a BERT or of a
 *     language model; null for the others
 * @param width the width; 0 where the file or the directory says it
 * @param options what is asked for beside
 */
public record EmbeddingSpec(Kind kind, @Nullable Path path, int width, Set<Option> options) {
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
    /** A character language model's states at the spaces beside a word, as Flair. */
    CHARLM;

    private Set<Option> options() {
      return switch (this) {
        case STATIC -> Set.of(Option.TUNED);
        case RANDOM, CHAR -> Set.of();
        case BERT -> Set.of(Option.BFLOAT16);
        case CHARLM -> Set.of(Option.CHARACTERS, Option.POOLED, Option.BFLOAT16);
      };
    }
  }

  /** What may be asked for. */
  public enum Option {
    /** Learning changes the vectors. */
    TUNED,
    /** States are taken a step earlier, at the word's own last or first character. */
    CHARACTERS,
    /** Beside the states stands their minimum over a word's occurrences. */
    POOLED,
    /** Matrices are multiplied in bfloat16, which some processors do faster. */
    BFLOAT16;

    private String suffix() {
      return ":" + name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int WIDEST = 1 << 16;

  /** With a copy of the options. */
  public EmbeddingSpec {
    options = Set.copyOf(options);
  }

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
      case "static" ->
          withPath(text, Kind.STATIC, rest, "static:PATH needs the path of a file of word vectors");
      case "random" -> new EmbeddingSpec(Kind.RANDOM, null, width(text, rest), Set.of());
      case "char" -> new EmbeddingSpec(Kind.CHAR, null, width(text, rest), Set.of());
      case "bert" ->
          withPath(
              text,
              Kind.BERT,
              rest,
              "bert:DIR needs a directory with config.json and model.safetensors");
      case "charlm" ->
          withPath(
              text,
              Kind.CHARLM,
              rest,
              "charlm:DIR needs the directory of a character language model");
      default -> throw failure(text, "unknown kind \"" + kind + "\"");
    };
  }

  /** Options stand behind the path, which may hold colons too. */
  private static EmbeddingSpec withPath(String text, Kind kind, String rest, String problem) {
    Set<Option> found = EnumSet.noneOf(Option.class);
    String path = rest;
    for (Option last = last(kind, path); last != null; last = last(kind, path)) {
      if (!found.add(last)) {
        throw failure(text, "twice " + last.suffix());
      }
      path = path.substring(0, path.length() - last.suffix().length());
    }
    if (path.isEmpty()) {
      throw failure(text, problem);
    }
    return new EmbeddingSpec(kind, Path.of(path), 0, found);
  }

  private static @Nullable Option last(Kind kind, String path) {
    for (Option option : kind.options()) {
      if (path.endsWith(option.suffix())) {
        return option;
      }
    }
    return null;
  }

  /** Options as {@link #parse} reads them, in the order of their names. */
  static String suffix(Collection<Option> options) {
    return new TreeSet<>(options).stream().map(Option::suffix).collect(Collectors.joining());
  }

  /** As {@link #parse} reads it; the same in every run, which a set's own order is not. */
  @Override
  public String toString() {
    String rest = path == null ? Integer.toString(width) : path.toString();
    return kind.name().toLowerCase(Locale.ROOT) + ":" + rest + suffix(options);
  }

  /** Whether it is asked for. */
  public boolean has(Option option) {
    return options.contains(option);
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
            + " charlm:DIR[:characters][:pooled][:bfloat16])");
  }
}
