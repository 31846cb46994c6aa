package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Tensor;

/**
 * Sets whole words to zero in training, without scaling the others.
 *
 * <p>Flair 0.4.1 draws one mask [T, 1, 1] and so drops the t-th word of every sentence of a batch
 * at once. Here each word of each sentence is drawn alone: a sentence's loss must not depend on its
 * place in a batch.
 *
 * @param p the probability that a word is dropped
 */
public record WordDropout(double p) {
  /**
   * @throws IllegalArgumentException if p is not in [0, 1)
   */
  public WordDropout {
    checkProbability("word dropout", p);
  }

  /**
   * @param input [B, T, D]
   * @return [B, T, D]; the input itself when not training
   */
  public Tensor forward(Tensor input, boolean isTraining) {
    if (!isTraining || p == 0) {
      return input;
    }
    return input.times(Ops.keepMask(input.type(), p, input.size(0), input.size(1), 1));
  }

  static void checkProbability(String name, double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException(name + ": expected a number in [0, 1), found " + p);
    }
  }
}
