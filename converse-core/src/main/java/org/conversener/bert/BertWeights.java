package org.conversener.bert;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file in the names of Hugging Face's BERT, with {@code bert.} before them or
 * without, and with the older {@code gamma} and {@code beta} of layer normalisation. Others, such
 * as those of a head, are left alone.
 */
final class BertWeights {
  private final Path file;
  private final Map<String, Tensor> tensors;
  private final DType type;

  BertWeights(Path file, Map<String, Tensor> tensors, DType type) {
    this.file = file;
    this.tensors = tensors;
    this.type = type;
  }

  /** A map {@code y = x·Wᵀ + b}: W [out, in], b [out]. */
  record Dense(Tensor weight, Tensor bias) {}

  /**
   * A tensor in the network's type; belongs to the scope the file was read in.
   *
   * @throws CorruptFileException if it is missing or of another shape
   */
  Tensor get(String name, long... shape) throws CorruptFileException {
    Tensor found = find(name);
    if (found == null) {
      throw new CorruptFileException(file, "the tensor " + name + " is missing");
    }
    if (!Arrays.equals(found.shape(), shape)) {
      throw new CorruptFileException(
          file,
          "tensor "
              + name
              + ": expected the shape "
              + Arrays.toString(shape)
              + " of config.json, found "
              + Arrays.toString(found.shape()));
    }
    if (found.type() == DType.INT64 || found.type() == DType.BOOL) {
      throw new CorruptFileException(
          file, "tensor " + name + ": expected fractions, found " + found.type());
    }
    return found.as(type);
  }

  /** Weight and bias of a linear map. */
  Dense dense(String name, int in, int out) throws CorruptFileException {
    return new Dense(get(name + ".weight", out, in), get(name + ".bias", out));
  }

  /** Gain and bias of a layer normalisation. */
  Dense norm(String name, int width) throws CorruptFileException {
    boolean isOld = find(name + ".weight") == null && find(name + ".gamma") != null;
    return new Dense(
        get(name + (isOld ? ".gamma" : ".weight"), width),
        get(name + (isOld ? ".beta" : ".bias"), width));
  }

  private @Nullable Tensor find(String name) {
    Tensor found = tensors.get("bert." + name);
    return found == null ? tensors.get(name) : found;
  }
}
