package org.conversener.bench;

import java.util.List;
import org.conversener.translation.ConvShape;
import org.conversener.translation.ConvShape.Layer;

/**
 * How many floating-point operations a network needs, a multiplication and its addition being two:
 * those of its matrix products, by which its speed compares with the machine's.
 */
final class Arithmetic {
  private Arithmetic() {}

  /** One forward pass over a pair with so many subwords on each side, for one English subword. */
  static double forward(ConvShape shape, int vocabulary, int subwords) {
    return encoder(shape) + decoder(shape, vocabulary, subwords);
  }

  /** The encoder, for one source subword. */
  private static double encoder(ConvShape shape) {
    List<Layer> layers = shape.encoder();
    double sum = linear(shape.embedding(), layers.get(0).width());
    sum += linear(layers.get(layers.size() - 1).width(), shape.embedding());
    return sum + convolutions(layers);
  }

  /** The decoder, for one English subword that sees so many source subwords. */
  static double decoder(ConvShape shape, int vocabulary, int subwords) {
    List<Layer> layers = shape.decoder();
    double sum = linear(shape.embedding(), layers.get(0).width());
    for (Layer layer : layers) {
      sum += linear(layer.width(), shape.embedding());
      sum += linear(shape.embedding(), layer.width());
      sum += 2 * linear(shape.embedding(), subwords);
    }
    sum += linear(layers.get(layers.size() - 1).width(), shape.outputEmbedding());
    return sum + convolutions(layers) + linear(shape.outputEmbedding(), vocabulary);
  }

  private static double convolutions(List<Layer> layers) {
    double sum = 0;
    int in = layers.get(0).width();
    for (Layer layer : layers) {
      sum += linear((double) layer.kernel() * in, 2.0 * layer.width());
      if (in != layer.width()) {
        sum += linear(in, layer.width());
      }
      in = layer.width();
    }
    return sum;
  }

  /**
   * A tagger, for one word, characters aside.
   *
   * @param in width of the embeddings
   * @param reprojection the most that they are projected to
   * @param hidden width of the LSTM in each direction
   */
  static double tagger(int in, int reprojection, int hidden, int tags) {
    int projected = Math.min(in, reprojection);
    return linear(in, projected)
        + bidirectionalLstm(projected, hidden)
        + linear(2.0 * hidden, tags);
  }

  /** Two LSTMs, for one step. */
  static double bidirectionalLstm(int in, int hidden) {
    return 2 * linear((double) in + hidden, 4.0 * hidden);
  }

  /**
   * BERT's encoder, for one piece.
   *
   * @param hidden its width
   * @param inner the width of the feed-forward part
   * @param pieces how many pieces it attends to
   */
  static double bert(int layers, int hidden, int inner, double pieces) {
    double feedForward = 2 * linear(hidden, inner);
    return layers * (4 * linear(hidden, hidden) + feedForward + 2 * linear(hidden, pieces));
  }

  private static double linear(double in, double out) {
    return 2 * in * out;
  }
}
