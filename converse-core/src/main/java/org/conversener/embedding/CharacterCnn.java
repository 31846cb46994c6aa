package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.conversener.layers.Embedding;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.SteadyLinear;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * A vector of a word's spelling (Ma and Hovy 2016): each character (code point) has a learned
 * vector, a convolution reads three at a time, and each of its D outputs is the maximum over the
 * word. Zeros stand before the first and after the last character; longer words in the batch change
 * nothing.
 *
 * <p>Characters that training never showed share one vector. That it be learned, a rare character
 * is read as unknown with probability {@value #UNKNOWN_SHARE} in training. Of a word of more than
 * {@value #LONGEST} characters the first and the last half of as many are read.
 *
 * <p>B batch, T words of the longest sentence, U different words of the batch, L characters of the
 * longest of them, D width of characters and words.
 */
public final class CharacterCnn implements TokenFeatures {
  private static final int LONGEST = 64;
  private static final double UNKNOWN_SHARE = 0.1;

  private final int width;
  private final DType type;
  private final Alphabet alphabet;
  private final Embedding characters;
  private final Tensor weight;
  private final Tensor bias;
  private final SpelledWords remembered = new SpelledWords();

  /** New, untrained. */
  public CharacterCnn(Parameters parameters, int width, Alphabet alphabet) {
    this.width = EmbeddingSpec.checkedWidth("char", width);
    this.type = parameters.type();
    this.alphabet = alphabet;
    characters =
        new Embedding(
            parameters.group("characters"),
            alphabet.size(),
            width,
            1 / Math.sqrt(width),
            Alphabet.PAD);
    double bound = 1 / Math.sqrt(3.0 * width);
    weight = parameters.uniform("weight", bound, width, width, 3);
    bias = parameters.uniform("bias", bound, width);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    Map<String, Integer> words = new LinkedHashMap<>();
    long[] places = Batches.indices(batch, 0, word -> placeOf(word, words));
    Tensor spelled = spelled(words, isTraining); // U x D
    Tensor padding = Tensor.zeros(type, 1, width);
    return Ops.embedding(
        Tensor.concat(0, padding, spelled),
        Tensor.of(places, batch.size(), Batches.longest(batch))); // B x T x D
  }

  /** The row of a word, from 1; row 0 is padding. */
  private static int placeOf(String word, Map<String, Integer> words) {
    Integer place = words.putIfAbsent(word, words.size() + 1);
    return place == null ? words.size() : place;
  }

  private Tensor spelled(Map<String, Integer> words, boolean isTraining) {
    List<String> all = List.copyOf(words.keySet());
    if (isTraining || Scope.recordsGradients() || type != DType.FLOAT32) {
      return spell(all, isTraining, windows -> Ops.linear(windows, matrix(), bias));
    }
    long version = characters.table().version() + weight.version() + bias.version();
    float[] rows = remembered.of(all, width, version, this::steadyMatrix, this::spellAlone);
    return Tensor.of(rows, all.size(), width);
  }

  /** D x 3D, the first character first. */
  private Tensor matrix() {
    return weight.transpose(1, 2).reshape(width, -1);
  }

  private SteadyLinear steadyMatrix() {
    try (Scope scope = Scope.withoutGradients()) {
      return SteadyLinear.forManyRows(matrix().contiguous().owned(), bias, type);
    }
  }

  private float[] spellAlone(List<String> words, SteadyLinear layer) {
    try (Scope scope = Scope.withoutGradients()) {
      return spell(words, false, layer::forward).toFloats();
    }
  }

  /** U x D. */
  private Tensor spell(List<String> words, boolean isTraining, UnaryOperator<Tensor> convolution) {
    long[][] numbers = words.stream().map(this::numbers).toArray(long[][]::new);
    int longest = 1;
    for (long[] word : numbers) {
      longest = Math.max(longest, word.length);
    }
    long[] flat = new long[numbers.length * longest]; // Alphabet.PAD is 0
    for (int u = 0; u < numbers.length; u++) {
      System.arraycopy(numbers[u], 0, flat, u * longest, numbers[u].length);
    }
    if (isTraining) {
      forgetSome(flat);
    }
    Tensor indices = Tensor.of(flat, numbers.length, longest);
    Tensor vectors = characters.forward(indices); // U x L x D
    Tensor isPadding = indices.isEqualTo(Alphabet.PAD).unsqueeze(2); // U x L x 1
    return convolution
        .apply(Ops.windows(vectors, 3, 1, 1)) // U x L x 3D to U x L x D
        .maskedFill(isPadding, -1e30)
        .max(1);
  }

  private long[] numbers(String word) {
    int[] points = word.codePoints().toArray();
    int length = Math.min(points.length, LONGEST);
    long[] numbers = new long[length];
    for (int i = 0; i < length; i++) {
      boolean isInTail = i >= LONGEST / 2 && points.length > LONGEST;
      numbers[i] = alphabet.number(points[isInTail ? points.length - length + i : i]);
    }
    return numbers;
  }

  /** Turns some rare characters into the unknown one; drawn from the step's generator. */
  private void forgetSome(long[] numbers) {
    float[] isKept = null;
    for (int i = 0; i < numbers.length; i++) {
      if (alphabet.isRare((int) numbers[i])) {
        if (isKept == null) {
          isKept = Ops.keepMask(DType.FLOAT32, UNKNOWN_SHARE, numbers.length).toFloats();
        }
        if (isKept[i] == 0) {
          numbers[i] = Alphabet.UNKNOWN;
        }
      }
    }
  }

  @Override
  public void release() {
    remembered.close();
  }

  @Override
  public String describe() {
    return "char:" + width;
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    alphabet.write(directory);
  }
}
