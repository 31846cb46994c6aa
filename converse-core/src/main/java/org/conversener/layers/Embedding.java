package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Tensor;

/** A learned vector for each index. */
public final class Embedding {
  private final Tensor table;
  private final int pad;

  /**
   * Vectors drawn from a normal distribution.
   *
   * @param pad the index of padding, whose vector is and stays zero; -1 for none
   */
  public Embedding(Parameters parameters, int size, int width, double deviation, int pad) {
    this.table = parameters.normal("weight", deviation, size, width);
    this.pad = pad;
    if (pad >= size) {
      throw new IllegalArgumentException("padding " + pad + " is not among the " + size + " rows");
    }
  }

  /** The table, [V, D]. */
  public Tensor table() {
    return table;
  }

  /**
   * @param indices integers of any shape [..]
   * @return [.., D]; zero at padding
   */
  public Tensor forward(Tensor indices) {
    Tensor rows = Ops.embedding(table, indices);
    return pad < 0 ? rows : rows.maskedFill(indices.isEqualTo(pad).unsqueeze(-1), 0);
  }
}
