package org.conversener.tensor;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer over a large vocabulary and its cross entropy with label smoothing, {@code
 * (1-ε)·(-log p_y) + ε/V · Σ_v -log p_v}, in one operation.
 *
 * <p>Scores of all positions and all of the vocabulary at once are the largest tensors of a
 * translator's training; autograd passes over them some eight times. Here they are computed block
 * by block, each block's gradient at once while it is in the cache, and then forgotten: memory does
 * not grow with the number of positions.
 *
 * <p>Shapes: N positions, D width, V vocabulary.
 */
public final class SoftmaxLoss {
  private static final long BLOCK = 512;

  private SoftmaxLoss() {}

  /**
   * The loss summed over positions, a scalar.
   *
   * @param states [N, D]
   * @param weight [V, D]
   * @param bias [V]
   * @param targets [N], the right classes
   * @param products the type in which matrices are multiplied
   */
  public static Tensor of(
      Tensor states, Tensor weight, Tensor bias, Tensor targets, double smoothing, DType products) {
    if (states.dimensions() != 2
        || targets.dimensions() != 1
        || states.size(0) != targets.size(0)
        || states.size(1) != weight.size(1)
        || weight.size(0) != bias.size(0)) {
      throw new IllegalArgumentException(
          "softmax loss: expected states [N, D], weight [V, D], bias [V] and targets [N], found "
              + states
              + ", "
              + weight
              + ", "
              + bias
              + " and "
              + targets);
    }
    boolean wantsGradient = GradMode.is_enabled();
    Tensor stateGradient = null;
    Tensor weightGradient = null;
    Tensor biasGradient = null;
    double loss = 0;
    try (AutoGradMode mode = new AutoGradMode(false)) {
      if (wantsGradient) {
        stateGradient = Tensor.zeros(states.type(), states.shape());
        weightGradient = Tensor.zeros(states.type(), weight.shape());
        biasGradient = Tensor.zeros(states.type(), bias.shape());
      }
      Tensor multiplied = weight.as(products);
      for (long start = 0; start < states.size(0); start += BLOCK) {
        try (Scope block = Scope.withoutGradients()) {
          long count = Math.min(BLOCK, states.size(0) - start);
          Tensor x = states.narrow(0, start, count);
          Tensor right = targets.narrow(0, start, count).unsqueeze(1); // [n, 1]
          var logs = torch.log_softmax(Ops.linear(x, multiplied, bias, products).raw(), 1);
          loss -= (1 - smoothing) * new Tensor(logs.gather(1, right.raw())).sum().item();
          double share = smoothing / weight.size(0);
          if (smoothing > 0) {
            loss -= share * new Tensor(logs).sum().item();
          }
          if (stateGradient == null || weightGradient == null || biasGradient == null) {
            continue;
          }
          // The gradient of the scores: p - (1-ε)·[v = y] - ε/V.
          var gradient = logs.exp_();
          var unused =
              gradient.scatter_add_(
                  1, right.raw(), Tensor.full(states.type(), smoothing - 1, count, 1).raw());
          if (smoothing > 0) {
            unused = gradient.sub_(new Scalar(share));
          }
          Tensor narrow = new Tensor(gradient).as(products);
          stateGradient
              .narrow(0, start, count)
              .copyFrom(narrow.matmul(multiplied).as(states.type()));
          weightGradient.addInPlace(
              narrow.transpose(0, 1).matmul(x.as(products)).as(states.type()), 1);
          biasGradient.addInPlace(new Tensor(gradient).sum(0), 1);
        }
      }
    }
    Tensor value = Tensor.full(states.type(), loss);
    if (stateGradient == null || weightGradient == null || biasGradient == null) {
      return value;
    }
    // A sum whose gradient is the one computed, moved to the right value.
    Tensor carrier =
        states
            .times(stateGradient)
            .sum()
            .plus(weight.times(weightGradient).sum())
            .plus(bias.times(biasGradient).sum());
    return value.plus(carrier.minus(carrier.detach()));
  }
}
