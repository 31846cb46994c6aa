package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a convolutional translator.
 *
 * @param embedding width of the embeddings on both sides
 * @param encoder the encoder's layers, first to last
 * @param decoder the decoder's layers, first to last; each has attention
 * @param outputEmbedding width of the layer before the output vocabulary
 * @param positions rows of the position tables; two fewer subwords can be read
 */
public record ConvShape(
    int embedding, List<Layer> encoder, List<Layer> decoder, int outputEmbedding, int positions) {

  /** A convolution of {@code kernel} words and {@code width} outputs after its gate. */
  public record Layer(int width, int kernel) {
    /** Checks that both are positive. */
    public Layer {
      if (width < 1 || kernel < 1) {
        throw new IllegalArgumentException(
            "a layer needs a positive width and kernel, found (" + width + ", " + kernel + ")");
      }
    }

    @Override
    public String toString() {
      return width + "x" + kernel;
    }
  }

  /** Checks that nothing is empty. */
  public ConvShape {
    encoder = List.copyOf(encoder);
    decoder = List.copyOf(decoder);
    if (encoder.isEmpty() || decoder.isEmpty()) {
      throw new IllegalArgumentException("encoder and decoder need at least one layer each");
    }
    if (embedding < 1 || outputEmbedding < 1 || positions < 4) {
      throw new IllegalArgumentException(
          "embedding, output embedding and positions must be positive (positions at least 4), found "
              + embedding
              + ", "
              + outputEmbedding
              + ", "
              + positions);
    }
  }

  /** Layers written as {@code 9*512x3,4*1024x3}: count, width and kernel. */
  public static List<Layer> parseLayers(String text) {
    List<Layer> layers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.strip().matches("([1-9][0-9]{0,3}\\*)?[1-9][0-9]{0,5}x[1-9][0-9]?")) {
        throw new IllegalArgumentException(
            "layers: expected COUNT*WIDTHxKERNEL separated by commas, such as 9*512x3,2*2048x1; found \""
                + part
                + "\"");
      }
      String[] countAndLayer = part.strip().split("\\*", -1);
      String[] layer = countAndLayer[countAndLayer.length - 1].split("x", -1);
      int count = countAndLayer.length == 1 ? 1 : Integer.parseInt(countAndLayer[0]);
      for (int i = 0; i < count; i++) {
        layers.add(new Layer(Integer.parseInt(layer[0]), Integer.parseInt(layer[1])));
      }
    }
    return layers;
  }

  /** {@code count} equal layers. */
  public static List<Layer> repeat(int count, int width, int kernel) {
    return java.util.Collections.nCopies(count, new Layer(width, kernel));
  }
}
