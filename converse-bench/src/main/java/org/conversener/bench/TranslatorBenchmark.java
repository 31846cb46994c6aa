package org.conversener.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.conversener.corpus.SentencePair;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.conversener.translation.ConvConfig;
import org.conversener.translation.ConvTrainer;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.DecoderSpeed;
import org.conversener.translation.Decoding;
import org.conversener.translation.Products;

/**
 * How fast a convolutional translator trains and translates, beside what the machine's matrix
 * products allow, measured in one run: {@code java -cp converse-bench.jar
 * org.conversener.bench.TranslatorBenchmark [PRESET[,PRESET..] [PRODUCTS [SECONDS]]]}, by default
 * of {@code iwslt-de-en} and {@code wmt-en-de}.
 *
 * <p>The text is drawn: sentences of 24 words, each a subword, of a vocabulary of 8,000 on both
 * sides. Translations are made to have 28 subwords, so that speeds compare.
 */
public final class TranslatorBenchmark {
  private static final int VOCABULARY = 8000;
  private static final int WORDS = 24;
  private static final int OUTPUT = 28;

  /** Three batches of 4,000 subwords, in which every word of the vocabulary stands. */
  private static final int PAIRS = 480;

  /** More than there is time for; the rate stays as it is. */
  private static final int EPOCHS = 100_000;

  private TranslatorBenchmark() {}

  /** Runs it and prints a line for each figure. */
  public static void main(String[] arguments) throws IOException {
    String presets = arguments.length > 0 ? arguments[0] : "iwslt-de-en,wmt-en-de";
    Products products =
        Products.valueOf(
            (arguments.length > 1 ? arguments[1] : "float32").toUpperCase(Locale.ROOT));
    double seconds = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 60;
    Natives.threads(Runtime.getRuntime().availableProcessors());
    Natives.warnings().forEach(warning -> say("warning: " + warning));
    double ceiling = Ceiling.product(DType.FLOAT32);
    say("products of 2048, float32: %.0f GF/s", ceiling / 1e9);
    say("products of 2048, bfloat16: %.0f GF/s", Ceiling.product(DType.BFLOAT16) / 1e9);
    say("convolution, float32: %.0f GF/s", Ceiling.convolution(DType.FLOAT32) / 1e9);
    for (String preset : presets.split(",", -1)) {
      measure(preset, products, seconds, ceiling);
    }
  }

  private static void measure(String preset, Products products, double seconds, double ceiling)
      throws IOException {
    ConvConfig config = config(ConvConfig.preset(preset), products);
    ConvTrainer.Trained trained =
        ConvTrainer.train(
            pairs(PAIRS, 1),
            pairs(8, 2),
            config,
            new Limits(seconds / 60),
            null,
            false,
            Progress.silent());
    double rate = rate(trained.epochs());
    double each = 3 * Arithmetic.forward(config.shape(), VOCABULARY, WORDS + 1);
    report(preset + " training, " + products, rate, each, ceiling);
    try (ConvTranslator translator = trained.translator()) {
      Decoding decoding = new Decoding(5, 1, 0, 0, OUTPUT, OUTPUT);
      ConvTranslator decoder = translator.with(decoding);
      double ofBeam = 5 * Arithmetic.decoder(config.shape(), VOCABULARY, WORDS + 1);
      report(preset + " beam 5, batch 1", decode(decoder, 1, seconds / 3), ofBeam, ceiling);
      report(preset + " beam 5, batch 32", decode(decoder, 32, seconds / 3), ofBeam, ceiling);
    }
    try (DecoderSpeed speed = new DecoderSpeed(config, VOCABULARY, WORDS, OUTPUT + 1, 5)) {
      double remembering = speed.remembering(seconds / 6);
      double recomputing = speed.recomputing(seconds / 6);
      say(
          "%s batch 1, step by step: %,.0f target tokens/s remembering, %,.0f recomputing, %.1f times",
          preset, remembering, recomputing, remembering / recomputing);
    }
  }

  /** English subwords a second, from the second epoch on: in the first, memory is new. */
  private static double rate(List<ConvTrainer.Epoch> epochs) {
    List<ConvTrainer.Epoch> warm = epochs.size() > 1 ? epochs.subList(1, epochs.size()) : epochs;
    double seconds = warm.stream().mapToDouble(ConvTrainer.Epoch::seconds).sum();
    return warm.stream().mapToLong(ConvTrainer.Epoch::targetSubwords).sum() / seconds;
  }

  private static void report(String what, double rate, double operations, double ceiling) {
    say(
        "%s: %,.0f target tokens/s, %.0f GF/s, %.0f %% of the float32 products",
        what, rate, rate * operations / 1e9, 100 * rate * operations / ceiling);
  }

  /** English subwords a second. */
  private static double decode(ConvTranslator translator, int batch, double seconds) {
    List<List<String>> sentences =
        pairs(batch, 3).stream().map(pair -> List.of(pair.source().split(" ", -1))).toList();
    var unused = repeated(translator, sentences, seconds / 2); // until all is compiled
    return repeated(translator, sentences, seconds) * batch * (OUTPUT + 1);
  }

  /** How many times a second the sentences are translated. */
  private static double repeated(
      ConvTranslator translator, List<List<String>> sentences, double seconds) {
    long times = 0;
    long start = System.nanoTime();
    double passed = 0;
    while (passed < seconds) {
      var unused = translator.translateAll(sentences);
      times++;
      passed = (System.nanoTime() - start) / 1e9;
    }
    return times / passed;
  }

  /** This configuration for drawn words, trained until the time is over. */
  static ConvConfig config(ConvConfig c, Products products) {
    return new ConvConfig(
        c.sourceLanguage(),
        c.sourceUnits(),
        0,
        c.embedding(),
        c.encoder(),
        c.decoder(),
        c.outputEmbedding(),
        c.positions(),
        c.dropout(),
        c.labelSmoothing(),
        c.guidance(),
        c.guidedLayers(),
        c.rate(),
        c.momentum(),
        c.clip(),
        c.maxTokens(),
        c.maxLength(),
        c.maxRatio(),
        EPOCHS,
        c.schedule(),
        EPOCHS,
        EPOCHS,
        c.shrink(),
        c.minimumRate(),
        0,
        0,
        products,
        c.seed());
  }

  /**
   * Words in random order, every one of the vocabulary before any comes again; a word is one
   * character, so that it is one subword without merges.
   */
  static List<SentencePair> pairs(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Iterator<String> sources = words(random.split());
    Iterator<String> targets = words(random.split());
    List<SentencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(new SentencePair(line(sources), line(targets)));
    }
    return pairs;
  }

  private static Iterator<String> words(SplittableRandom random) {
    return Stream.generate(
            () -> {
              List<String> all = new ArrayList<>();
              IntStream.range(0x4E00, 0x4E00 + VOCABULARY)
                  .forEach(word -> all.add(Character.toString(word)));
              Collections.shuffle(all, new Random(random.nextLong()));
              return all;
            })
        .flatMap(List::stream)
        .iterator();
  }

  private static String line(Iterator<String> words) {
    return Stream.generate(words::next).limit(WORDS).collect(Collectors.joining(" "));
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
