package org.conversener.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.CharlmConfig;
import org.conversener.embedding.CharlmFeatures;
import org.conversener.embedding.CharlmText;
import org.conversener.embedding.CharlmTrainer;
import org.conversener.embedding.TokenFeatures;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.text.Sentence;
import org.conversener.training.Limits;
import org.conversener.training.Progress;

/**
 * How fast a character language model trains and reads, beside what the machine's matrix products
 * allow, measured in one run: {@code java -cp converse-bench.jar
 * org.conversener.bench.CharlmBenchmark [HIDDEN[,HIDDEN..] [SECONDS]]}, by default of 256, 1024 and
 * 2048. The text is drawn from 26 letters and the space.
 */
public final class CharlmBenchmark {
  private static final int LINES = 40_000;
  private static final int WORDS = 20;

  private CharlmBenchmark() {}

  /** Runs it and prints a line for each figure. */
  public static void main(String[] arguments) throws IOException {
    String sizes = arguments.length > 0 ? arguments[0] : "256,1024,2048";
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 30;
    Natives.threads(Runtime.getRuntime().availableProcessors());
    Natives.warnings().forEach(warning -> say("warning: " + warning));
    double ceiling = Ceiling.product(DType.FLOAT32);
    say("products of 2048, float32: %.0f GF/s", ceiling / 1e9);
    for (String size : sizes.split(",", -1)) {
      measure(Integer.parseInt(size), seconds, ceiling);
    }
  }

  private static void measure(int hidden, double seconds, double ceiling) throws IOException {
    CharlmConfig config = config(hidden);
    List<String> lines = lines(LINES);
    CharlmText text = new CharlmText(lines.subList(100, LINES), lines.subList(0, 100));
    CharlmTrainer.Trained trained =
        CharlmTrainer.train(text, config, new Limits(seconds / 60), null, false, Progress.silent());
    try (CharacterLanguageModel model = trained.model()) {
      double step = 2.0 * 4 * hidden * (config.embedding() + hidden);
      double output = 2.0 * hidden * model.vocabulary().size();
      report(
          "hidden " + hidden + " training",
          trained.best().charactersPerSecond(),
          3 * (step + output),
          ceiling);
      for (DType products : List.of(DType.FLOAT32, DType.BFLOAT16)) {
        report(
            "hidden " + hidden + " reading, " + products.name().toLowerCase(Locale.ROOT),
            read(model, products, lines, seconds / 3),
            step,
            ceiling);
      }
    }
  }

  /** Flair's recipe; validation is at the end alone. */
  private static CharlmConfig config(int hidden) {
    CharlmConfig c = CharlmConfig.paper();
    return new CharlmConfig(
        c.direction(),
        hidden,
        c.embedding(),
        c.dropout(),
        c.rate(),
        c.annealingFactor(),
        c.patience(),
        c.minimumRate(),
        c.clip(),
        c.batch(),
        c.sequence(),
        1,
        c.epochs(),
        c.lowerCased(),
        c.upperCased(),
        c.minimumCount(),
        c.heldOut(),
        c.finalShare(),
        c.seed());
  }

  /** Characters a second, sentences of like length 32 at a time. */
  private static double read(
      CharacterLanguageModel model, DType products, List<String> lines, double seconds) {
    List<Sentence> batch = new ArrayList<>();
    long characters = 0;
    for (String line : lines.subList(0, 32)) {
      batch.add(new Sentence(List.of(line.split(" ", -1)), List.of()));
      characters += line.length();
    }
    try (Parameters none = new Parameters(1, DType.FLOAT32)) {
      TokenFeatures features = new CharlmFeatures(none, model, true, products, "charlm-0");
      long times = 0;
      long start = System.nanoTime();
      double passed = 0;
      while (passed < seconds) {
        try (Scope scope = Scope.withoutGradients()) {
          var unused = features.forward(batch, false);
        }
        times++;
        passed = (System.nanoTime() - start) / 1e9;
      }
      return times * characters / passed;
    }
  }

  private static List<String> lines(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = 0; w < WORDS; w++) {
        line.append(w == 0 ? "" : " ");
        for (int c = random.nextInt(2, 9); c > 0; c--) {
          line.append((char) ('a' + random.nextInt(26)));
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static void report(String what, double rate, double operations, double ceiling) {
    say(
        "%s: %,.0f characters/s, %.0f GF/s, %.0f %% of the products",
        what, rate, rate * operations / 1e9, 100 * rate * operations / ceiling);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
