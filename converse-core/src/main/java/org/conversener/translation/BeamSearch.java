package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * Searches the best English subwords for one sentence (fairseq {@code sequence_generator.py} at
 * v0.6.2): of beam·V continuations the best 2·beam are looked at; one that ends the sentence counts
 * only among the first {@code beam}; the search ends when {@code beam} hypotheses have ended, or at
 * the longest output, where all that live are ended. A sentence is always decoded alone, so that
 * its translation cannot depend on others.
 */
final class BeamSearch {
  private final ConvNetwork network;
  private final Decoding decoding;
  private final int positions;

  BeamSearch(ConvNetwork network, Decoding decoding, int positions) {
    this.network = network;
    this.decoding = decoding;
    this.positions = positions;
  }

  /**
   * A finished translation.
   *
   * @param ids English subwords, end-of-sentence last
   * @param score the sum of log-probabilities divided by length^penalty
   */
  record Hypothesis(int[] ids, double score) {}

  private record Live(int[] ids, double logProbability) {}

  /** All finished hypotheses, best first; at least one. */
  List<Hypothesis> search(int[] source) {
    // The last usable position is positions - 1, and the first is 2.
    int longest =
        Math.min(
            (int) (decoding.lengthFactor() * source.length) + decoding.lengthExtra(),
            positions - Symbols.PAD - 2);
    List<Hypothesis> finished = new ArrayList<>();
    try (Scope scope = Scope.withoutGradients()) {
      DecoderState state = new DecoderState(network.decoder(), network.encode(source));
      List<Live> live = List.of(new Live(new int[0], 0));
      for (int step = 0; finished.size() < decoding.beam(); step++) {
        Tensor logs = logProbabilities(state, live);
        if (step == longest) {
          endAll(live, logs, finished);
          break;
        }
        live = advance(state, live, logs, finished);
        if (live.isEmpty()) {
          break;
        }
      }
    }
    finished.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
    return finished;
  }

  /** [R, V]: the log-probability of each hypothesis with each continuation. */
  private Tensor logProbabilities(DecoderState state, List<Live> live) {
    long[] last = new long[live.size()];
    double[] sums = new double[live.size()];
    for (int row = 0; row < last.length; row++) {
      int[] ids = live.get(row).ids;
      last[row] = ids.length == 0 ? Symbols.EOS : ids[ids.length - 1];
      sums[row] = live.get(row).logProbability;
    }
    Tensor logs = Ops.logSoftmax(state.step(Tensor.of(last, last.length)), -1);
    Tensor penalties = penalties((int) logs.size(1)).as(logs.type());
    return logs.plus(penalties).plus(Tensor.of(sums, last.length, 1).as(logs.type()));
  }

  private Tensor penalties(int vocabulary) {
    float[] penalties = new float[vocabulary];
    penalties[Symbols.UNUSED] = Float.NEGATIVE_INFINITY;
    penalties[Symbols.PAD] = Float.NEGATIVE_INFINITY;
    penalties[Symbols.UNKNOWN] = (float) -decoding.unknownPenalty();
    return Tensor.of(penalties, vocabulary);
  }

  private List<Live> advance(
      DecoderState state, List<Live> live, Tensor logs, List<Hypothesis> finished) {
    int vocabulary = (int) logs.size(1);
    int beam = decoding.beam();
    long wanted = Math.min(2L * beam, logs.count() - 2L * live.size());
    Ops.Top top = Ops.top(logs.reshape(-1), wanted);
    double[] scores = top.values().toDoubles();
    long[] indices = top.indices().toLongs();
    List<Live> next = new ArrayList<>();
    List<Long> parents = new ArrayList<>();
    for (int rank = 0; rank < indices.length && next.size() < beam; rank++) {
      if (Double.isNaN(scores[rank])) {
        throw new ArithmeticException(
            "the translator's scores are not numbers: its weights are broken");
      }
      Live parent = live.get((int) (indices[rank] / vocabulary));
      int id = (int) (indices[rank] % vocabulary);
      int[] ids = appended(parent.ids, id);
      if (id != Symbols.EOS) {
        next.add(new Live(ids, scores[rank]));
        parents.add(indices[rank] / vocabulary);
      } else if (rank < beam && ids.length > 1 && finished.size() < beam) {
        finished.add(finish(ids, scores[rank]));
      }
    }
    if (finished.size() < beam && !next.isEmpty()) {
      long[] rows = parents.stream().mapToLong(Long::longValue).toArray();
      state.select(Tensor.of(rows, rows.length));
    }
    return next;
  }

  private void endAll(List<Live> live, Tensor logs, List<Hypothesis> finished) {
    double[] ends = logs.select(1, Symbols.EOS).toDoubles();
    for (int row = 0; row < live.size() && finished.size() < decoding.beam(); row++) {
      finished.add(finish(appended(live.get(row).ids, Symbols.EOS), ends[row]));
    }
  }

  private Hypothesis finish(int[] ids, double logProbability) {
    return new Hypothesis(ids, logProbability / Math.pow(ids.length, decoding.lengthPenalty()));
  }

  private static int[] appended(int[] ids, int id) {
    int[] longer = Arrays.copyOf(ids, ids.length + 1);
    longer[ids.length] = id;
    return longer;
  }
}
