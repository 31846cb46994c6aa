package org.conversener.flair;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.conversener.tensor.Tensor;
import org.conversener.torchfile.TorchTensor;

/**
 * The tensors of a model. Each is taken once, with the shape it must have, and in the end none may
 * be left: what Converse has no place for would change what the model says.
 */
final class FlairWeights {
  /** Weights of the classes in a loss; of no use but in training. */
  private static final String LOSS = "loss_function.";

  private final FlairFile file;
  private final TreeSet<String> left;
  private long bytes;

  FlairWeights(FlairFile file) {
    this.file = file;
    left = new TreeSet<>(file.tensors().keySet());
  }

  boolean has(String name) {
    return file.tensors().containsKey(name);
  }

  /** The sizes of a tensor. */
  long[] shape(String name) throws IOException {
    return found(name).shape();
  }

  /** The sizes of a table. */
  long[] tableShape(String name) throws IOException {
    long[] shape = shape(name);
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
      throw file.bad(
          "tensor " + name + ": expected a table, found shape " + Arrays.toString(shape));
    }
    return shape;
  }

  /** The numbers of a tensor, in row-major order. */
  float[] take(String name, long... shape) throws IOException {
    TorchTensor tensor = found(name);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw file.bad(
          "tensor "
              + name
              + ": expected shape "
              + Arrays.toString(shape)
              + ", found "
              + Arrays.toString(tensor.shape()));
    }
    bytes += tensor.bytes();
    if (!left.remove(name) || bytes > file.size()) {
      // Else a small file of tensors over the same numbers could become large in memory.
      throw file.bad("tensor " + name + ": its numbers are those of other tensors, too");
    }
    float[] values = tensor.toFloats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw file.bad("tensor " + name + ": expected finite numbers, found " + value);
      }
    }
    return values;
  }

  /**
   * Puts torch's LSTM where ours has its tensors; gates are i, f, g, o in both.
   *
   * @param from torch's name before {@code weight_ih}
   * @param suffix what follows it, such as {@code _l0_reverse}
   * @param to the name of ours, with a dot
   */
  void putLstm(
      Map<String, Tensor> target, String from, String suffix, String to, long in, long hidden)
      throws IOException {
    float[] input = take(from + "weight_ih" + suffix, 4 * hidden, in);
    float[] state = take(from + "weight_hh" + suffix, 4 * hidden, hidden);
    float[] bias = take(from + "bias_ih" + suffix, 4 * hidden);
    float[] other = take(from + "bias_hh" + suffix, 4 * hidden);
    for (int i = 0; i < bias.length; i++) {
      bias[i] += other[i];
    }
    target.put(to + "input_weight", Tensor.of(input, 4 * hidden, in));
    target.put(to + "state_weight", Tensor.of(state, 4 * hidden, hidden));
    target.put(to + "bias", Tensor.of(bias, 4 * hidden));
  }

  /** Fails if there is a tensor that nothing took. */
  void checkNoneIsLeft() throws IOException {
    left.removeIf(name -> name.startsWith(LOSS));
    if (!left.isEmpty()) {
      throw file.bad(
          "tensor "
              + left.first()
              + ": Converse's network has no such part, so this model cannot be imported"
              + (left.size() == 1 ? "" : "; nor has it " + (left.size() - 1) + " others"));
    }
  }

  private TorchTensor found(String name) throws IOException {
    TorchTensor tensor = file.tensors().get(name);
    if (tensor == null) {
      throw file.bad("the tensor " + name + " is missing");
    }
    return tensor;
  }
}
