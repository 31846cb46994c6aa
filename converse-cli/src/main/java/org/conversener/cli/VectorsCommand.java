package org.conversener.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Locale;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.WordVectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code converse vectors}: words in, a line each, their vectors out as such files have them. */
@Command(
    name = "vectors",
    description =
        "The vectors of words: reads a word a line, writes 'word number number ..'. A word without"
            + " a vector is written with zeros and counted.")
final class VectorsCommand extends Verb {
  private static final MathContext SIX_DIGITS = new MathContext(6);

  /** Beyond so many decimals a number is written with an exponent. */
  private static final int MOST_DECIMALS = 10;

  @Option(
      names = "--embedding",
      required = true,
      paramLabel = "SPEC",
      description =
          "static:PATH; word vectors as text, plain or gzip, or a fastText model (.bin), whose"
              + " unknown words are composed of their n-grams.")
  private String embedding = "";

  VectorsCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    WordVectors vectors = VectorFiles.readExactly(file(), console);
    float[] values = new float[vectors.width()];
    long words = 0;
    long unknown = 0;
    try (LineReader lines = TextFiles.opened(console.in(), "<stdin>")) {
      for (String word = lines.next(); word != null; word = lines.next()) {
        words++;
        unknown += vectors.copy(word, values, 0) ? 0 : 1;
        console.out().print(line(word, values));
        if (!lines.isReady()) {
          console.out().flush();
        }
      }
    }
    if (unknown > 0) {
      console.say(
          String.format(
              Locale.ROOT,
              "%,d of %,d words have no vector; their numbers are zeros",
              unknown,
              words));
    }
    return Failure.DONE;
  }

  private Path file() {
    EmbeddingSpec spec = EmbeddingSpec.parse(embedding);
    Path file = spec.path();
    if (file == null || spec.kind() != EmbeddingSpec.Kind.STATIC) {
      throw new IllegalArgumentException(
          "--embedding "
              + embedding
              + ": these vectors are no file's, but come out of training or depend on the words"
              + " around; expected static:PATH");
    }
    if (spec.has(EmbeddingSpec.Option.TUNED)) {
      throw new IllegalArgumentException(
          "--embedding "
              + embedding
              + ": vectors are tuned in the training of a tagger; leave out :tuned");
    }
    return file;
  }

  private static String line(String word, float[] values) {
    StringBuilder line = new StringBuilder(word);
    for (float value : values) {
      line.append(' ').append(number(value));
    }
    return line.append('\n').toString();
  }

  /** Six significant digits, whatever the locale. */
  private static String number(float value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
    return rounded.scale() > MOST_DECIMALS ? rounded.toString() : rounded.toPlainString();
  }
}
