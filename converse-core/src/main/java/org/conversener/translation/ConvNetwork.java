package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Encoder and decoder together, over subword indices.
 *
 * <p>Shapes: B batch, S source subwords, T English subwords, V vocabulary, L layers.
 */
final class ConvNetwork implements AutoCloseable {
  private final Parameters parameters;
  private final ConvEncoder encoder;
  private final ConvDecoder decoder;

  ConvNetwork(
      Parameters parameters,
      ConvShape shape,
      int sourceVocabulary,
      int targetVocabulary,
      double dropout) {
    this.parameters = parameters;
    encoder = new ConvEncoder(parameters.group("encoder"), shape, sourceVocabulary, dropout);
    decoder = new ConvDecoder(parameters.group("decoder"), shape, targetVocabulary, dropout);
  }

  Parameters parameters() {
    return parameters;
  }

  ConvDecoder decoder() {
    return decoder;
  }

  /** Encodes sentences of equal length for inference: B of them, [B, S, E]. */
  ConvEncoder.Encoded encode(List<int[]> sources) {
    return encoder.forward(SubwordBatch.of(sources, parameters.type()), false);
  }

  /**
   * The smoothed cross entropy of a batch, summed over its English subwords.
   *
   * @param sources subwords with end-of-sentence
   * @param targets subwords with end-of-sentence
   */
  Tensor loss(List<int[]> sources, List<int[]> targets, double smoothing, boolean isTraining) {
    return loss(sources, targets, smoothing, isTraining, null);
  }

  /**
   * As above.
   *
   * @param attention receives the attention of each layer, [B, T, S]; null if not wanted
   */
  Tensor loss(
      List<int[]> sources,
      List<int[]> targets,
      double smoothing,
      boolean isTraining,
      @Nullable List<Tensor> attention) {
    Predicted predicted = predict(sources, targets, isTraining, attention);
    return decoder.loss(predicted.states, predicted.right, smoothing);
  }

  /** As {@link #loss(List, List, double, boolean)} without dropout, with several smoothings. */
  double[] losses(List<int[]> sources, List<int[]> targets, double... smoothings) {
    try (Scope scope = Scope.withoutGradients()) {
      Predicted predicted = predict(sources, targets, false, null);
      return Arrays.stream(smoothings)
          .map(s -> decoder.loss(predicted.states, predicted.right, s).item())
          .toArray();
    }
  }

  /**
   * What the output layer is given, and what is right.
   *
   * @param states of the N subwords of all targets, [N, out]
   * @param right their numbers, [N]
   */
  private record Predicted(Tensor states, Tensor right) {}

  private Predicted predict(
      List<int[]> sources,
      List<int[]> targets,
      boolean isTraining,
      @Nullable List<Tensor> attention) {
    DType type = parameters.type();
    SubwordBatch previous =
        SubwordBatch.of(targets.stream().map(ConvNetwork::shifted).toList(), type);
    ConvEncoder.Encoded encoded = encoder.forward(SubwordBatch.of(sources, type), isTraining);
    Tensor states = decoder.forward(previous, encoded, isTraining, attention); // [B, T, out]
    long longest = states.size(1);
    int count = targets.stream().mapToInt(t -> t.length).sum();
    long[] places = new long[count];
    long[] right = new long[count];
    int next = 0;
    for (int b = 0; b < targets.size(); b++) {
      int[] target = targets.get(b);
      for (int t = 0; t < target.length; t++, next++) {
        places[next] = b * longest + t;
        right[next] = target[t];
      }
    }
    // Padding never reaches the output layer, the most expensive one.
    Tensor real =
        states.reshape(-1, states.size(2)).indexSelect(0, Tensor.of(places, count)); // [N, out]
    return new Predicted(real, Tensor.of(right, count));
  }

  /**
   * The attention of every layer while these subwords are predicted one by one.
   *
   * @param source subwords with end-of-sentence, S
   * @param target subwords with end-of-sentence, T
   * @return [L][T·S] in row-major order: row t is a distribution over the source
   */
  float[][] attention(int[] source, int[] target) {
    try (Scope scope = Scope.withoutGradients()) {
      List<Tensor> layers = new ArrayList<>();
      SubwordBatch previous = SubwordBatch.of(List.of(shifted(target)), parameters.type());
      var unused = decoder.forward(previous, encode(List.of(source)), false, layers);
      return layers.stream().map(Tensor::toFloats).toArray(float[][]::new);
    }
  }

  /** What stands before each subword: end-of-sentence first, the last one left out. */
  static int[] shifted(int[] target) {
    int[] previous = new int[target.length];
    previous[0] = Symbols.EOS;
    System.arraycopy(target, 0, previous, 1, target.length - 1);
    return previous;
  }

  /** Computes all effective weights once; call before inference. */
  void fold() {
    encoder.fold();
    decoder.fold();
  }

  /** Call before the parameters change again. */
  void unfold() {
    encoder.unfold();
    decoder.unfold();
  }

  @Override
  public void close() {
    unfold();
    parameters.close();
  }
}
