package org.conversener.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.WordVectors;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tagging.TaggerTrainer;
import org.conversener.tagging.Tagging;
import org.conversener.tagging.TrainingReport;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.text.MosesTokenizer;
import org.conversener.text.Sentence;
import org.conversener.training.Progress;

/**
 * How fast a tagger trains, and tags from raw text to tags, beside what the machine's matrix
 * products and its LSTM alone allow, measured in one run: {@code java -cp converse-bench.jar
 * org.conversener.bench.TaggerBenchmark [WIDTH[,WIDTH..] [SECONDS]]}, by default with static
 * vectors of 100 and of 300, each without and with a vector of characters beside them. The text is
 * {@link MadeUpText}; the tagger is that of the profile {@code quick}, saved and opened again
 * before it tags, so that its vectors are mapped.
 *
 * <p>Training counts from the second epoch on, and dev is not counted. Tagging is from a line of
 * text to the tags of its words, cutting into words included: a line alone as a service gets it, 32
 * lines at a time, and 2,048, which is a corpus. Operations are those of the LSTMs and the linear
 * layers; the characters' convolution, computed once for each word of a batch, is not among them.
 */
public final class TaggerBenchmark {
  private static final int TRAIN = 2048;
  private static final int DEV = 64;
  private static final int LINES = 2048;
  private static final int CHARACTERS = 50;

  /** One in so many words has no vector, but of so many frequent ones. */
  private static final int UNKNOWN = 20;

  private static final int FREQUENT = 100;

  /** More than there is time for; the rate stays as it is. */
  private static final int EPOCHS = 100_000;

  private TaggerBenchmark() {}

  /** Runs it and prints a line for each figure. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String widths = arguments.length > 0 ? arguments[0] : "100,300";
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 20;
    Natives.threads(Runtime.getRuntime().availableProcessors());
    Natives.warnings().forEach(warning -> say("warning: " + warning));
    double ceiling = Ceiling.product(DType.FLOAT32);
    say("products of 2048, float32: %.0f GF/s", ceiling / 1e9);
    for (String width : widths.split(",", -1)) {
      int in = Math.min(Integer.parseInt(width), config().reprojection());
      say(
          "bidirectional LSTM alone, %d to 256, 32 sentences of 24 words: forward %.0f GF/s,"
              + " forward and backward %.0f GF/s",
          in,
          Ceiling.lstm(in, config().hidden(), false) / 1e9,
          Ceiling.lstm(in, config().hidden(), true) / 1e9);
      measure(Integer.parseInt(width), false, seconds, ceiling);
      measure(Integer.parseInt(width), true, seconds, ceiling);
    }
  }

  private static void measure(int width, boolean hasCharacters, double seconds, double ceiling)
      throws IOException, InterruptedException {
    MadeUpText text = new MadeUpText(1, 2);
    List<Sentence> train = text.sentences(TRAIN);
    List<EmbeddingSpec> specs = new ArrayList<>(List.of(EmbeddingSpec.parse("static:drawn")));
    if (hasCharacters) {
      specs.add(EmbeddingSpec.parse("char:" + CHARACTERS));
    }
    WordVectors vectors = vectors(text, width);
    Embeddings.Factory embeddings = Embeddings.forTraining(specs, train, path -> vectors);
    TagSet tags = TagSet.of(train);
    String name = "static " + width + (hasCharacters ? ", char " + CHARACTERS : "");
    int in = width + (hasCharacters ? CHARACTERS : 0);
    double each = Arithmetic.tagger(in, config().reprojection(), config().hidden(), tags.size());
    Path folder = Files.createTempDirectory("tagger");
    try (Tagger tagger = new Tagger(config(), tags, embeddings, null)) {
      TrainingReport report =
          TaggerTrainer.train(
              tagger, train, text.sentences(DEV), Progress.silent(), null, seconds / 60);
      report(name + ", training", rate(report, train), 3 * each, ceiling);
      tagger.writeTo(folder);
    }
    List<String> lines = text.sentences(LINES).stream().map(MadeUpText::written).toList();
    try (Tagger tagger = Tagger.readFrom(folder, null)) {
      for (int batch : new int[] {1, 32, LINES}) {
        var unused = tag(tagger, lines, batch, seconds / 4); // until all is compiled
        double rate = tag(tagger, lines, batch, seconds / 2);
        report(name + ", tagging, lines at a time: " + batch, rate, each, ceiling);
      }
    } finally {
      delete(folder);
    }
  }

  /** The profile for a CPU, without an end. */
  private static TaggerConfig config() {
    TaggerConfig c = TaggerConfig.quick();
    return new TaggerConfig(
        c.hidden(),
        c.reprojection(),
        c.embeddingDropout(),
        c.lstmDropout(),
        c.wordDropout(),
        c.carriedDropout(),
        c.emissions(),
        c.carriedAt(),
        c.optimizer(),
        c.learningRate(),
        c.batchSize(),
        c.lossReduction(),
        c.clip(),
        c.annealing(),
        c.annealFactor(),
        EPOCHS,
        0,
        0,
        EPOCHS,
        c.lengthPool(),
        c.maxPaddedWords(),
        c.averagedEpochs(),
        c.seed());
  }

  /** Random vectors of which those of names tell their type a little, so that it is learned. */
  private static WordVectors vectors(MadeUpText text, int width) {
    SplittableRandom random = new SplittableRandom(3);
    List<String> words = new ArrayList<>();
    float[] values = new float[(2 + text.words().size() + text.names().size()) * width];
    List<String> common = Stream.concat(Stream.of(".", ","), text.words().stream()).toList();
    for (String word : Stream.concat(common.stream(), text.names().stream()).toList()) {
      if (random.nextInt(UNKNOWN) > 0 || words.size() < FREQUENT) {
        for (int i = 0; i < width; i++) {
          values[words.size() * width + i] = (float) (random.nextDouble() - 0.5);
        }
        String type = text.typeOf(word);
        if (type != null) {
          values[words.size() * width + MadeUpText.TYPES.indexOf(type)]++;
        }
        words.add(word);
      }
    }
    return new WordVectors(words, Arrays.copyOf(values, words.size() * width), width);
  }

  /** Words a second; in the first epoch, memory is new. */
  private static double rate(TrainingReport report, List<Sentence> train) {
    List<TrainingReport.Epoch> epochs = report.epochs();
    List<TrainingReport.Epoch> warm = epochs.size() > 1 ? epochs.subList(1, epochs.size()) : epochs;
    double seconds = warm.stream().mapToDouble(TrainingReport.Epoch::trainSeconds).sum();
    return warm.size() * (double) train.stream().mapToLong(Sentence::length).sum() / seconds;
  }

  /** Words a second from text to tags, so many lines at a time. */
  private static double tag(Tagger tagger, List<String> lines, int batch, double seconds) {
    MosesTokenizer tokenizer = new MosesTokenizer("en");
    long words = 0;
    long start = System.nanoTime();
    double passed = 0;
    for (int i = 0; passed < seconds; i = (i + batch) % lines.size()) {
      List<Sentence> sentences = new ArrayList<>(batch);
      for (String line : lines.subList(i, Math.min(lines.size(), i + batch))) {
        sentences.add(Sentence.of(tokenizer.tokenize(line)));
      }
      List<Tagging> taggings =
          batch == 1 ? List.of(tagger.tag(sentences.get(0))) : tagger.tagAll(sentences);
      for (Tagging tagging : taggings) {
        words += tagging.tags().size();
      }
      passed = (System.nanoTime() - start) / 1e9;
    }
    return words / passed;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void report(String what, double rate, double operations, double ceiling) {
    say(
        "%s: %,.0f words/s, %.0f GF/s, %.0f %% of the products",
        what, rate, rate * operations / 1e9, 100 * rate * operations / ceiling);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
