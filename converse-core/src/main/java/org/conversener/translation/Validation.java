package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.corpus.SentencePair;
import org.conversener.evaluation.Bleu;
import org.conversener.text.MosesDetokenizer;
import org.conversener.training.TokenBatches;

/** What a translator in training makes of the validation pairs. */
final class Validation {
  private final EncodedBitext encoded;
  private final TokenBatches batches;
  private final List<SentencePair> translated;
  private final SourceUnits units;
  private final double smoothing;

  /**
   * Means of the loss of a target subword, in nats.
   *
   * @param smoothed what is trained for: with smoothed labels, and never below the other
   * @param logLikelihood the negative log-likelihood, of which perplexity is the exponential
   */
  record Loss(double smoothed, double logLikelihood) {}

  /**
   * @param pairs those of which the first are translated
   * @param encoded the same pairs, without those that training would leave out
   */
  Validation(
      List<SentencePair> pairs, EncodedBitext encoded, TokenBatches batches, ConvConfig config) {
    this.encoded = encoded;
    this.batches = batches;
    this.units = config.sourceUnits();
    this.smoothing = config.labelSmoothing();
    this.translated =
        pairs.stream()
            .filter(pair -> !units.words(pair.source()).isEmpty() && !pair.target().isBlank())
            .limit(config.bleuSentences())
            .toList();
  }

  Loss loss(ConvNetwork network) {
    double smoothed = 0;
    double logLikelihood = 0;
    long subwords = 0;
    for (int[] batch : batches.epoch(0)) {
      List<int[]> targets = encoded.targets(batch);
      double[] losses = network.losses(encoded.sources(batch), targets, smoothing, 0);
      smoothed += losses[0];
      logLikelihood += losses[1];
      subwords += targets.stream().mapToInt(t -> t.length).sum();
    }
    return new Loss(smoothed / subwords, logLikelihood / subwords);
  }

  /** BLEU of the first pairs in percent; NaN if none is wanted. */
  double bleu(ConvTranslator translator) {
    if (translated.isEmpty()) {
      return Double.NaN;
    }
    List<List<String>> sources =
        translated.stream().map(pair -> units.words(pair.source())).toList();
    MosesDetokenizer detokenizer = new MosesDetokenizer("en");
    List<String> hypotheses = new ArrayList<>();
    for (Translation translation : translator.translateAll(sources)) {
      hypotheses.add(detokenizer.detokenize(translation.target()));
    }
    List<String> references = translated.stream().map(SentencePair::target).toList();
    return Bleu.score(hypotheses, List.of(references)).score();
  }
}
