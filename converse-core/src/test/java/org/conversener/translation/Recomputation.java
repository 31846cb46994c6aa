package org.conversener.translation;

import java.util.Arrays;
import java.util.List;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/** What the decoder says, computed anew over the whole English side each time. */
final class Recomputation {
  private Recomputation() {}

  /** The log-probability of every subword after these, [V]. */
  static double[] next(ConvNetwork network, int[] source, int... english) {
    int[] previous = new int[english.length + 1];
    previous[0] = Symbols.EOS;
    System.arraycopy(english, 0, previous, 1, english.length);
    try (Scope scope = Scope.withoutGradients()) {
      Tensor states =
          network
              .decoder()
              .forward(
                  SubwordBatch.of(List.of(previous), network.parameters().type()),
                  network.encode(List.of(source)),
                  false,
                  null);
      Tensor last = states.select(0, 0).select(0, english.length);
      return Ops.logSoftmax(network.decoder().logits(last), -1).toDoubles();
    }
  }

  /** The log-probability of a whole translation, end-of-sentence included in it. */
  static double logProbability(ConvNetwork network, int[] source, int[] english) {
    double sum = 0;
    for (int t = 0; t < english.length; t++) {
      sum += next(network, source, Arrays.copyOf(english, t))[english[t]];
    }
    return sum;
  }
}
