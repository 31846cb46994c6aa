package org.conversener.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.conversener.bert.Bert;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Scope;

/**
 * How many words a second a frozen BERT reads, in single precision and in bfloat16: {@code java -cp
 * converse-bench.jar org.conversener.bench.BertBenchmark DIR [SECONDS]}, where DIR was made by
 * {@code converse import bert}. Sentences are drawn from common English words, 3 to 60 of them, 22
 * in the mean; each word is one piece.
 */
public final class BertBenchmark {
  private static final List<String> WORDS =
      List.of("the", "a", "house", "said", "of", "in", "year", "and", "new", "people", "was", ".");

  private static final int PORTION = 2_000;

  private BertBenchmark() {}

  /** Runs it and prints a line for each figure. */
  public static void main(String[] arguments) throws IOException {
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 30;
    Natives.threads(Runtime.getRuntime().availableProcessors());
    Natives.warnings().forEach(warning -> say("warning: " + warning));
    say("products of 2048, float32: %.0f GF/s", Ceiling.product(DType.FLOAT32) / 1e9);
    for (DType products : List.of(DType.FLOAT32, DType.BFLOAT16)) {
      try (Bert bert = Bert.open(Path.of(arguments[0]), products)) {
        say("%s: %,.0f words/s", products, wordsPerSecond(bert, seconds));
      }
    }
  }

  private static double wordsPerSecond(Bert bert, double seconds) {
    SplittableRandom random = new SplittableRandom(1);
    read(bert, portion(random)); // to warm up
    long words = 0;
    long start = System.nanoTime();
    double passed = 0;
    while (passed < seconds) {
      words += read(bert, portion(random));
      passed = (System.nanoTime() - start) / 1e9;
    }
    return words / passed;
  }

  private static long read(Bert bert, List<List<String>> sentences) {
    try (Scope scope = Scope.withoutGradients()) {
      return bert.rowsOfAll(sentences).size(0);
    }
  }

  private static List<List<String>> portion(SplittableRandom random) {
    List<List<String>> sentences = new ArrayList<>();
    for (int count = 0; count < PORTION; ) {
      // Many short ones and few long ones, as in news.
      double u = random.nextDouble();
      int length = 3 + (int) (57 * u * u);
      List<String> words = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        words.add(WORDS.get(random.nextInt(WORDS.size())));
      }
      sentences.add(words);
      count += length;
    }
    return sentences;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
