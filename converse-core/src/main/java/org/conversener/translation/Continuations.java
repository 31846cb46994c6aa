package org.conversener.translation;

import java.util.List;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Tensor;
import org.conversener.tensor.TopOfRows;

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
  private final TopOfRows best;

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
    best = new TopOfRows(logits, perRow);
  }

  /** Adds the best continuations of a row of the batch, as those of {@code rowOfSentence}. */
  void addBest(int row, int rowOfSentence, List<Beam.Candidate> candidates) {
    double normaliser = checked(normalisers[row]);
    for (int rank = 0; rank < perRow; rank++) {
      int id = best.column(row, rank);
      if (id != Symbols.UNUSED && id != Symbols.PAD) {
        double logProbability = checked(best.value(row, rank) - normaliser);
        candidates.add(new Beam.Candidate(rowOfSentence, id, logProbability));
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
