package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Tensor;
import org.conversener.text.Bpe;
import org.conversener.text.Vocabulary;
import org.conversener.training.Limits;
import org.conversener.training.Progress;

/**
 * Draws the attention of some layers towards a statistical alignment of the training pairs (as Chen
 * et al. 2016, <i>Guided Alignment Training for Topic-Aware Neural Machine Translation</i>, do for
 * recurrent translators): beside the loss of the translation stands -log a_ts, summed over all
 * English subwords t that the alignment links to a source subword s.
 *
 * <p>The links are those that {@link WordAligner} finds in both directions between subwords. A
 * subword without a link that stands once on each side in the same spelling, as those of names do,
 * is linked to its twin.
 */
final class AttentionGuide {
  /** Keeps the gradient of a weight that is all but zero finite. */
  private static final double FLOOR = 1e-6;

  /** Fewer passes than an aligner that stands alone: the later ones move few of the sure links. */
  private static final AlignerConfig ALIGNER = new AlignerConfig(3, 4, 0.08, 0.01);

  private final List<int[]> links;
  private final List<Integer> layers;

  /**
   * @param links for each pair and each of its English subwords the place of a source subword, or
   *     -1
   * @param layers the layers that are guided, from 0
   */
  AttentionGuide(List<int[]> links, List<Integer> layers) {
    this.links = List.copyOf(links);
    this.layers = List.copyOf(layers);
  }

  /** Aligns the training pairs; the number of threads changes nothing but the time. */
  static AttentionGuide learn(
      EncodedBitext pairs, Subwords subwords, ConvConfig config, int threads, Progress progress) {
    List<int[]> sources = pairs.sources().stream().map(AttentionGuide::withoutEnd).toList();
    List<int[]> targets = pairs.targets().stream().map(AttentionGuide::withoutEnd).toList();
    WordAligner aligner =
        WordAligner.train(sources, targets, ALIGNER, Limits.NONE, threads, progress).aligner();
    int[] twins = twins(subwords.source(), subwords.target());
    List<int[]> links = new ArrayList<>();
    for (int pair = 0; pair < sources.size(); pair++) {
      links.add(links(aligner, sources.get(pair), targets.get(pair), twins));
    }
    return new AttentionGuide(links, config.guided());
  }

  private static int[] withoutEnd(int[] ids) {
    return Arrays.copyOf(ids, ids.length - 1);
  }

  private static int[] links(WordAligner aligner, int[] source, int[] target, int[] twins) {
    int[] sourceOf = new int[target.length];
    Arrays.fill(sourceOf, -1);
    boolean[] isLinked = new boolean[source.length];
    for (Link link : aligner.align(source, target, Symmetrisation.INTERSECTION)) {
      sourceOf[link.target()] = link.source();
      isLinked[link.source()] = true;
    }
    for (int t = 0; t < target.length; t++) {
      int twin = twins[target[t]];
      if (sourceOf[t] < 0 && twin >= 0 && NameAnchors.only(target, target[t]) == t) {
        int s = NameAnchors.only(source, twin);
        if (s >= 0 && !isLinked[s]) {
          sourceOf[t] = s;
        }
      }
    }
    return sourceOf;
  }

  /** For each English subword the source subword of the same spelling, or -1. */
  private static int[] twins(Vocabulary source, Vocabulary target) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = Symbols.NAMES.size(); id < source.size(); id++) {
      ids.put(source.symbol(id), id);
    }
    int[] twins = new int[target.size()];
    Arrays.fill(twins, -1);
    for (int id = Symbols.NAMES.size(); id < target.size(); id++) {
      String symbol = target.symbol(id);
      // One letter stands for too much to be a twin.
      if (symbol.replace(Bpe.CONTINUATION, "").length() > 1) {
        twins[id] = ids.getOrDefault(symbol, -1);
      }
    }
    return twins;
  }

  /** The links of a training pair: for each English subword a source subword's place, or -1. */
  int[] links(int pair) {
    return links.get(pair).clone();
  }

  /**
   * The loss of a batch, summed over links and averaged over the guided layers.
   *
   * @param attention of all layers, [B, T, S]
   * @param pairs which training pairs the batch holds, B of them
   */
  Tensor loss(List<Tensor> attention, int[] pairs) {
    long target = attention.get(0).size(1);
    long source = attention.get(0).size(2);
    long[] places = places(pairs, target, source);
    DType type = attention.get(0).type();
    if (places.length == 0) {
      return Tensor.full(type, 0);
    }
    Tensor indices = Tensor.of(places, places.length);
    Tensor loss = Tensor.full(type, 0);
    for (int layer : layers) {
      Tensor weights = attention.get(layer).reshape(-1).indexSelect(0, indices); // [links]
      loss = loss.minus(Ops.log(weights.plus(FLOOR)).sum());
    }
    return loss.times(1.0 / layers.size());
  }

  private long[] places(int[] pairs, long target, long source) {
    List<Long> places = new ArrayList<>();
    for (int b = 0; b < pairs.length; b++) {
      int[] sourceOf = links.get(pairs[b]);
      for (int t = 0; t < sourceOf.length; t++) {
        if (sourceOf[t] >= 0) {
          places.add((b * target + t) * source + sourceOf[t]);
        }
      }
    }
    return places.stream().mapToLong(Long::longValue).toArray();
  }
}
