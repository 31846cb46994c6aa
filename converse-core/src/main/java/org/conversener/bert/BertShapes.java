package org.conversener.bert;

import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensorbundle.BundleTensor;
import org.conversener.tensorbundle.TensorBundle;
import org.conversener.text.BasicTokenizer;

/** What the shapes of a network's tensors tell of it. */
final class BertShapes {
  private static final String EMBEDDINGS = "bert.embeddings.";
  private static final String LAYER = "bert.encoder.layer.";

  /** The width of a head in every BERT that Google published. */
  private static final int HEAD = 64;

  private static final double EPSILON = 1e-12;

  private BertShapes() {}

  /**
   * The config of a bundle.
   *
   * @throws CorruptFileException if a tensor that tells of it is missing
   */
  static BertConfig config(TensorBundle bundle, BasicTokenizer tokenizer)
      throws CorruptFileException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (BundleTensor tensor : bundle.tensors().values()) {
      String name = TensorFlowNames.translate(tensor.name());
      if (name != null) {
        shapes.put(name, tensor.sizes());
      }
    }
    int layers = 0;
    while (shapes.containsKey(LAYER + layers + ".output.dense.weight")) {
      layers++;
    }
    if (layers == 0) {
      throw new CorruptFileException(
          bundle.index(), "expected the tensors of a BERT (bert/encoder/layer_0/..), found none");
    }
    long[] words = matrix(bundle, shapes, EMBEDDINGS + "word_embeddings.weight");
    int hidden = (int) words[1];
    if (hidden % HEAD != 0) {
      throw new CorruptFileException(
          bundle.index(),
          "a width of "
              + hidden
              + " is no multiple of "
              + HEAD
              + ", so its heads are not known; put its bert_config.json beside it");
    }
    try {
      return new BertConfig(
          (int) words[0],
          hidden,
          layers,
          hidden / HEAD,
          (int) matrix(bundle, shapes, LAYER + "0.output.dense.weight")[0],
          (int) matrix(bundle, shapes, EMBEDDINGS + "position_embeddings.weight")[0],
          (int) matrix(bundle, shapes, EMBEDDINGS + "token_type_embeddings.weight")[0],
          EPSILON,
          tokenizer);
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(bundle.index(), String.valueOf(e.getMessage()));
    }
  }

  /** The sizes in TensorFlow's order, so of kernels [in, out]. */
  private static long[] matrix(TensorBundle bundle, Map<String, long[]> shapes, String name)
      throws CorruptFileException {
    long[] shape = shapes.get(name);
    if (shape == null || shape.length != 2) {
      throw new CorruptFileException(bundle.index(), "the tensor " + name + " is missing");
    }
    return shape;
  }
}
