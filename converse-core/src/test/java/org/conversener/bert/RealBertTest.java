package org.conversener.bert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.WordPiece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a trained English BERT knows and a random one does not: run with {@code
 * -Dconverse.bert=DIR}, where DIR was made by {@code converse import bert}.
 */
@EnabledIfSystemProperty(named = "converse.bert", matches = ".+")
class RealBertTest {
  private static final Path DIRECTORY = Path.of(System.getProperty("converse.bert", ""));

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squaresOfA += a[i] * a[i];
      squaresOfB += b[i] * b[i];
    }
    return product / Math.sqrt(squaresOfA * squaresOfB);
  }

  private static float[] vector(Bert bert, String text, String word) {
    List<String> words = words(text);
    int place = words.indexOf(word);
    return Arrays.copyOfRange(bert.rows(words), place * bert.width(), (place + 1) * bert.width());
  }

  @Test
  void aWordsVectorIsThatOfItsMeaning() throws IOException {
    Bert bert = Bert.open(DIRECTORY, DType.FLOAT32);
    float[] river = vector(bert, "We sat on the bank of the river and fished .", "bank");
    float[] stream = vector(bert, "The muddy bank of the stream was covered with reeds .", "bank");
    float[] money = vector(bert, "She put her savings into a bank account last week .", "bank");
    float[] loan = vector(bert, "The bank refused to lend him any more money .", "bank");
    bert.close();
    List<Double> alike = List.of(cosine(river, stream), cosine(money, loan));
    List<Double> unlike =
        List.of(
            cosine(river, money), cosine(river, loan), cosine(stream, money), cosine(stream, loan));
    assertThat(alike).as("against %s", unlike).allMatch(c -> c > max(unlike) + 0.03);
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  @Test
  void maskedWordsAreGuessed() throws IOException {
    assertThat(guesses("Paris is the capital of [MASK] .")).startsWith("France");
    assertThat(guesses("The [MASK] barked at the cat and wagged its tail .").subList(0, 3))
        .containsAnyOf("dog", "dogs");
    assertThat(guesses("He plays the [MASK] in an orchestra .").subList(0, 5))
        .containsAnyOf("violin", "piano", "trumpet", "cello", "flute");
  }

  /** The likeliest pieces at the mask, by the head for masked words. */
  private static List<String> guesses(String text) throws IOException {
    BertConfig config = BertSettings.read(DIRECTORY);
    List<String> pieces = BertFiles.readPieces(DIRECTORY.resolve(BertFiles.VOCABULARY));
    WordPiece wordPiece = new WordPiece(pieces, config.tokenizer());
    Path file = DIRECTORY.resolve(BertFiles.WEIGHTS);
    List<Long> numbers = new ArrayList<>(List.of((long) wordPiece.number(WordPiece.START)));
    int mask = 0;
    for (String word : words(text)) {
      if (word.equals("[MASK]")) {
        mask = numbers.size();
        numbers.add((long) wordPiece.number(word));
      } else {
        Arrays.stream(wordPiece.numbers(word)).forEach(piece -> numbers.add((long) piece));
      }
    }
    numbers.add((long) wordPiece.number(WordPiece.END));
    try (Scope scope = Scope.withoutGradients();
        BertEncoder encoder = BertEncoder.read(file, config, DType.FLOAT32, DType.FLOAT32)) {
      Map<String, Tensor> all = Safetensors.read(file);
      long[] window = numbers.stream().mapToLong(Long::longValue).toArray();
      Tensor states = encoder.forward(List.of(window));
      Tensor last = states.narrow(0, mask, 1).narrow(1, 0, config.hidden());
      String head = "cls.predictions.transform.";
      Tensor hidden =
          Ops.layerNorm(
              Ops.gelu(
                  Ops.linear(last, get(all, head + "dense.weight"), get(all, head + "dense.bias"))),
              get(all, head + "LayerNorm.weight"),
              get(all, head + "LayerNorm.bias"),
              config.epsilon());
      Tensor scores =
          Ops.linear(
              hidden,
              get(all, "bert.embeddings.word_embeddings.weight"),
              get(all, "cls.predictions.bias"));
      long[] best = Ops.top(scores, 10).indices().toLongs();
      return Arrays.stream(best).mapToObj(i -> pieces.get((int) i)).toList();
    }
  }

  private static Tensor get(Map<String, Tensor> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }
}
