package org.conversener.bench;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.TokenFeatures;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.text.Sentence;
import org.conversener.text.WordPiece;

/**
 * How fast a BERT of the base size gives the features of words, beside what the machine's matrix
 * products allow, measured in one run: {@code java -cp converse-bench.jar
 * org.conversener.bench.BertBenchmark [PRODUCTS[,PRODUCTS] [SECONDS]]}, by default of {@code
 * float32} and {@code bfloat16}.
 *
 * <p>The network is drawn ({@link DrawnBert}) and the text is {@link MadeUpText}, of which no
 * sentence is read twice: what is remembered does not count. Sentences are given alone and 32 at a
 * time. Pieces count with the two that stand around each sentence.
 */
public final class BertBenchmark {
  /** More than there is time for. */
  private static final int SENTENCES = 20_000;

  private BertBenchmark() {}

  /** Runs it and prints a line for each figure. */
  public static void main(String[] arguments) throws IOException {
    String kinds = arguments.length > 0 ? arguments[0] : "float32,bfloat16";
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 30;
    Natives.threads(Runtime.getRuntime().availableProcessors());
    Natives.warnings().forEach(warning -> say("warning: " + warning));
    MadeUpText text = new MadeUpText(1, 2);
    try (DrawnBert bert = DrawnBert.base(text)) {
      for (String kind : kinds.split(",", -1)) {
        DType products = DType.valueOf(kind.toUpperCase(Locale.ROOT));
        double ceiling = Ceiling.product(products);
        say("products of 2048, %s: %.0f GF/s", kind, ceiling / 1e9);
        measure(bert, products, text, seconds, ceiling);
      }
    }
  }

  private static void measure(
      DrawnBert bert, DType products, MadeUpText text, double seconds, double ceiling)
      throws IOException {
    String spec = "bert:" + bert.folder() + (products == DType.BFLOAT16 ? ":bfloat16" : "");
    Embeddings.Factory factory =
        Embeddings.forTraining(
            List.of(EmbeddingSpec.parse(spec)),
            List.of(),
            path -> {
              throw new IOException(path + ": no word vectors are measured");
            });
    try (Parameters none = new Parameters(1, DType.FLOAT32)) {
      TokenFeatures features = factory.create(none);
      for (int batch : new int[] {1, 32}) {
        Iterator<Sentence> sentences = text.sentences(SENTENCES).iterator();
        var unused = read(features, sentences, bert, batch, seconds / 4); // until all is compiled
        Rate rate = read(features, sentences, bert, batch, seconds / 2);
        double each =
            Arithmetic.bert(DrawnBert.LAYERS, DrawnBert.WIDTH, DrawnBert.INNER, rate.length());
        say(
            "BERT base, %s, sentences at a time: %d: %,.0f pieces/s (%,.0f words/s), %.0f GF/s,"
                + " %.0f %% of the products",
            products.toString().toLowerCase(Locale.ROOT),
            batch,
            rate.pieces(),
            rate.words(),
            rate.pieces() * each / 1e9,
            100 * rate.pieces() * each / ceiling);
      }
      features.release();
    }
  }

  /**
   * What was read.
   *
   * @param pieces a second
   * @param words a second
   * @param length pieces of a sentence on average, as a piece sees it
   */
  private record Rate(double pieces, double words, double length) {}

  private static Rate read(
      TokenFeatures features,
      Iterator<Sentence> sentences,
      DrawnBert bert,
      int batch,
      double seconds) {
    WordPiece pieces = bert.pieces();
    long pieceCount = 0;
    long wordCount = 0;
    double seen = 0;
    double passed = 0;
    while (passed < seconds && sentences.hasNext()) {
      List<Sentence> some = Stream.generate(sentences::next).limit(batch).toList();
      long start = System.nanoTime();
      try (Scope scope = Scope.withoutGradients()) {
        var unused = features.forward(some, false);
      }
      passed += (System.nanoTime() - start) / 1e9;
      for (Sentence sentence : some) {
        int length =
            2 + sentence.words().stream().mapToInt(word -> pieces.numbers(word).length).sum();
        pieceCount += length;
        wordCount += sentence.length();
        seen += (double) length * length;
      }
    }
    return new Rate(pieceCount / passed, wordCount / passed, seen / pieceCount);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
