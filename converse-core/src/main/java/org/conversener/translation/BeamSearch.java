package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * Searches the best English subwords of several sentences at once, which must be equally long: so
 * nothing is padded, and a sentence's translation is the same, to the last bit, whatever it is
 * searched beside. Its matrix products see to that ({@link org.conversener.tensor.SteadyLinear})
 * once the network is folded.
 *
 * <p>The attention of every layer is recorded while the subwords are predicted; the same numbers as
 * {@link ConvNetwork#attention} over the finished translation.
 *
 * <p>Shapes: B sentences, K rows of each (the beam), S source subwords, V vocabulary, L layers.
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
   * @param attention [L][T·S] in row-major order: row t is what was read while subword t was
   *     predicted
   */
  record Hypothesis(int[] ids, double score, float[][] attention) {}

  /** What was read in one step: [L][B][K][S] in row-major order. */
  private record Step(float[] attention, int sentences) {}

  /** A place in the batch: a sentence that is searched. */
  private static final class Slot {
    final Beam beam;
    final int[] source;
    final List<Integer> places = new ArrayList<>(); // in the batch, step by step

    Slot(Beam beam, int[] source) {
      this.beam = beam;
      this.source = source;
    }

    boolean isSearched() {
      return !beam.isDone();
    }
  }

  /** All finished hypotheses of one sentence, best first; at least one. */
  List<Hypothesis> search(int[] source) {
    return search(List.of(source), List.of(new int[0]), decoding.beam()).get(0);
  }

  /**
   * The best finished hypotheses of sentences of equal length, best first; at least one of each.
   *
   * @param prefixes the subwords with which the translation of each sentence starts; empty for none
   * @param count how many hypotheses of each are wanted
   */
  List<List<Hypothesis>> search(List<int[]> sources, List<int[]> prefixes, int count) {
    int longest = decoding.longest(sources.get(0).length, positions);
    List<Slot> searched = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      searched.add(new Slot(new Beam(decoding, prefixes.get(i), longest), sources.get(i)));
    }
    List<Slot> slots = new ArrayList<>(searched);
    List<Step> history = new ArrayList<>();
    try (Scope scope = Scope.withoutGradients();
        DecoderState state =
            new DecoderState(
                network.decoder(), network.encode(slots.stream().map(s -> s.source).toList()))) {
      while (slots.stream().anyMatch(Slot::isSearched)) {
        try (Scope step = Scope.withoutGradients()) {
          history.add(step(state, slots));
          slots = reordered(state, slots);
        }
      }
    }
    return searched.stream().map(slot -> hypotheses(slot, count, history)).toList();
  }

  private Step step(DecoderState state, List<Slot> slots) {
    int rows = decoding.beam();
    long[] last = new long[slots.size() * rows];
    java.util.Arrays.fill(last, Symbols.EOS);
    for (int b = 0; b < slots.size(); b++) {
      slots.get(b).places.add(b);
      List<Beam.Node> live = slots.get(b).beam.live();
      for (int row = 0; row < live.size(); row++) {
        last[b * rows + row] = live.get(row).id();
      }
    }
    List<Tensor> layers = new ArrayList<>();
    Tensor logits = state.step(Tensor.of(last, last.length), layers); // [R, V]
    advance(slots, new Continuations(logits, decoding));
    return new Step(
        Tensor.stack(0, layers.toArray(Tensor[]::new)).toFloats(), slots.size()); // [L, B, K, S]
  }

  private void advance(List<Slot> slots, Continuations continuations) {
    for (int b = 0; b < slots.size(); b++) {
      Beam beam = slots.get(b).beam;
      if (beam.isDone()) {
        continue;
      }
      int first = b * decoding.beam();
      int forced = beam.forced();
      List<Beam.Candidate> candidates = new ArrayList<>();
      for (int row = 0; row < beam.live().size(); row++) {
        if (forced < 0) {
          continuations.addBest(first + row, row, candidates);
        } else {
          candidates.add(
              new Beam.Candidate(row, forced, continuations.logProbability(first + row, forced)));
        }
      }
      beam.advance(candidates);
    }
  }

  /** Drops sentences that are done, and puts rows in order. */
  private List<Slot> reordered(DecoderState state, List<Slot> slots) {
    int rows = decoding.beam();
    List<Integer> kept = new ArrayList<>();
    for (int b = 0; b < slots.size(); b++) {
      if (slots.get(b).isSearched()) {
        kept.add(b);
      }
    }
    if (kept.isEmpty()) {
      return slots;
    }
    List<Slot> next = new ArrayList<>();
    long[] selected = new long[kept.size() * rows];
    for (int k = 0; k < kept.size(); k++) {
      int b = kept.get(k);
      next.add(slots.get(b));
      List<Beam.Node> live = slots.get(b).beam.live();
      for (int row = 0; row < rows; row++) {
        int parent = row < live.size() ? live.get(row).row() : 0;
        selected[k * rows + row] = (long) b * rows + parent;
      }
    }
    state.select(selected);
    if (next.size() < slots.size()) {
      state.selectSentences(kept.stream().mapToLong(Integer::longValue).toArray());
    }
    return next;
  }

  private List<Hypothesis> hypotheses(Slot slot, int count, List<Step> history) {
    List<Hypothesis> hypotheses = new ArrayList<>();
    Beam beam = slot.beam;
    for (Beam.Node node : beam.best().stream().limit(count).toList()) {
      hypotheses.add(
          new Hypothesis(node.ids(), beam.score(node), attention(slot, node.rows(), history)));
    }
    return hypotheses;
  }

  private float[][] attention(Slot slot, int[] rows, List<Step> history) {
    int length = slot.source.length;
    int layers = network.decoder().layers().size();
    float[][] attention = new float[layers][rows.length * length];
    for (int t = 0; t < rows.length; t++) {
      Step step = history.get(t);
      for (int layer = 0; layer < layers; layer++) {
        int place = layer * step.sentences + slot.places.get(t);
        System.arraycopy(
            step.attention,
            (place * decoding.beam() + rows[t]) * length,
            attention[layer],
            t * length,
            length);
      }
    }
    return attention;
  }
}
