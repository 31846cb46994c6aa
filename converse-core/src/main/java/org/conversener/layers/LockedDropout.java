package org.conversener.layers;

import org.conversener.tensor.Ops;
import org.conversener.tensor.Tensor;

/**
 * Dropout with one mask for all steps of a sequence (Gal and Ghahramani 2016; Flair's {@code
 * LockedDropout}): a feature is dropped in the whole sentence or nowhere in it. Kept features are
 * scaled by 1/(1-p).
 *
 * @param p the probability that a feature is dropped
 */
public record LockedDropout(double p) {
  /**
   * @throws IllegalArgumentException if p is not in [0, 1)
   */
  public LockedDropout {
    WordDropout.checkProbability("locked dropout", p);
  }

  /**
   * @param input [B, T, D]
   * @return [B, T, D]; the input itself when not training
   */
  public Tensor forward(Tensor input, boolean isTraining) {
    if (!isTraining || p == 0) {
      return input;
    }
    Tensor mask = Ops.keepMask(input.type(), p, input.size(0), 1, input.size(2));
    return input.times(mask.times(1 / (1 - p)));
  }
}
