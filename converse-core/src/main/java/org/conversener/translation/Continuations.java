package org.conversener.translation;

import java.util.List;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Tensor;

/**
 * What may follow each hypothesis of a step: of every row the best subwords with their
 * log-probabilities. Padding and the unused symbol never follow; the unknown subword pays its
 * penalty.
 *
 * <p>Shapes: R rows, V vocabulary.
 */
final class Continuations {
  private final Tensor logits; // [R, V], the unknown subword's penalty taken off
  private final double[] normalisers; // log Σ exp of each row
  private final int perRow;
  private final double[] values; // [R, perRow], best first
  private final long[] ids;

  /** Reads the scores of a step, [R, V], before the softmax. */
  Continuations(Tensor logits, Decoding decoding) {
    normalisers = Ops.logSumExp(logits, -1).toDoubles();
    if (decoding.unknownPenalty() != 0) {
      logits
          .narrow(1, Symbols.UNKNOWN, 1)
          .addInPlace(Tensor.full(logits.type(), 1, 1), -decoding.unknownPenalty());
    }
    this.logits = logits;
    // Two of the best may be symbols that never follow.
    perRow = (int) Math.min(2L * decoding.beam() + 2, logits.size(1));
    Ops.Top top = Ops.topOfLongRows(logits, perRow);
    values = top.values().toDoubles();
    ids = top.indices().toLongs();
  }

  /** Adds the best continuations of a row of the batch, as those of {@code rowOfSentence}. */
  void addBest(int row, int rowOfSentence, List<Beam.Candidate> candidates) {
    for (int i = row * perRow; i < (row + 1) * perRow; i++) {
      if (ids[i] != Symbols.UNUSED && ids[i] != Symbols.PAD) {
        candidates.add(
            new Beam.Candidate(rowOfSentence, (int) ids[i], checked(values[i] - normalisers[row])));
      }
    }
  }

  /** The log-probability of one subword in a row. */
  double logProbability(int row, int id) {
    return checked(logits.select(0, row).select(0, id).item() - normalisers[row]);
  }

  private static double checked(double value) {
    if (Double.isNaN(value)) {
      throw new ArithmeticException(
          "the translator's scores are not numbers: its weights are broken");
    }
    return value;
  }
}
