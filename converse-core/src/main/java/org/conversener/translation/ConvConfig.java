package org.conversener.translation;

import java.util.List;

/**
 * Everything that decides what a convolutional translator becomes, beside its data. The recipe's
 * defaults are fairseq's for fconv (REFERENCE 1.6).
 *
 * @param sourceLanguage the language whose tokenisation rules apply: es, de, or another code
 * @param sourceUnits what source words are cut into
 * @param bpe number of merges
 * @param embedding width of embeddings
 * @param encoder layers as {@link ConvShape#parseLayers} reads them
 * @param decoder layers as {@link ConvShape#parseLayers} reads them
 * @param outputEmbedding width of the layer before the output
 * @param positions rows of the position tables
 * @param dropout dropout everywhere
 * @param labelSmoothing share of the loss spread over all subwords
 * @param rate learning rate
 * @param momentum Nesterov momentum
 * @param clip largest norm of the gradient of one target subword's mean loss
 * @param maxTokens largest sentences × longest side of a batch
 * @param maxLength longest side of a training pair in subwords; longer ones are left out and
 *     counted
 * @param maxRatio largest ratio of the longer to the shorter side; others are left out and counted
 * @param epochs passes over the data
 * @param annealFrom first epoch, from 1, at which the rate shrinks
 * @param shrink factor of the rate from then on, each epoch
 * @param finalShare share of {@code --minutes} at the end that runs at a rate shrunk once
 * @param seed where all randomness comes from
 */
public record ConvConfig(
    String sourceLanguage,
    SourceUnits sourceUnits,
    int bpe,
    int embedding,
    String encoder,
    String decoder,
    int outputEmbedding,
    int positions,
    double dropout,
    double labelSmoothing,
    double rate,
    double momentum,
    double clip,
    int maxTokens,
    int maxLength,
    double maxRatio,
    int epochs,
    int annealFrom,
    double shrink,
    double finalShare,
    long seed) {

  /** Checks the ranges. */
  public ConvConfig {
    var unused =
        new ConvShape(
            embedding,
            ConvShape.parseLayers(encoder),
            ConvShape.parseLayers(decoder),
            outputEmbedding,
            positions);
    check(bpe >= 0, "bpe: expected at least 0 merges, found " + bpe);
    check(dropout >= 0 && dropout < 1, "dropout: expected 0 to below 1, found " + dropout);
    check(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "labelSmoothing: expected 0 to below 1, found " + labelSmoothing);
    check(rate > 0, "rate: expected a positive number, found " + rate);
    check(momentum >= 0 && momentum < 1, "momentum: expected 0 to below 1, found " + momentum);
    check(clip > 0, "clip: expected a positive number, found " + clip);
    check(maxTokens >= 1, "maxTokens: expected at least 1, found " + maxTokens);
    check(
        maxLength >= 1 && maxLength <= positions - 3,
        "maxLength: expected 1 to positions - 3 = " + (positions - 3) + ", found " + maxLength);
    check(maxRatio >= 1, "maxRatio: expected at least 1, found " + maxRatio);
    check(epochs >= 1, "epochs: expected at least 1, found " + epochs);
    check(shrink > 0 && shrink <= 1, "shrink: expected above 0 to 1, found " + shrink);
    check(
        finalShare >= 0 && finalShare < 1,
        "finalShare: expected 0 to below 1, found " + finalShare);
  }

  private static void check(boolean isFine, String otherwise) {
    if (!isFine) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The names {@link #preset} knows. */
  public static final List<String> PRESETS = List.of("tiny", "small", "iwslt-de-en");

  /**
   * A named configuration: {@code tiny} for the demo world, {@code small} for two cores and a few
   * hundred thousand pairs, {@code iwslt-de-en} as fairseq's fconv_iwslt_de_en (REFERENCE 1.1).
   */
  public static ConvConfig preset(String name) {
    return switch (name) {
      case "tiny" -> of(1000, 128, "3*128x3", "4*128x3", 128, 0.1, 600, 200);
      case "small" -> of(8000, 256, "4*256x3", "6*256x3", 256, 0.1, 2000, 200);
      case "iwslt-de-en" -> of(10000, 256, "4*256x3", "3*256x3", 256, 0.2, 4000, 200);
      default ->
          throw new IllegalArgumentException(
              "preset: expected one of " + PRESETS + ", found \"" + name + "\"");
    };
  }

  private static ConvConfig of(
      int bpe,
      int width,
      String encoder,
      String decoder,
      int out,
      double dropout,
      int tokens,
      int annealFrom) {
    return new ConvConfig(
        "other",
        SourceUnits.BPE,
        bpe,
        width,
        encoder,
        decoder,
        out,
        1024,
        dropout,
        0.1,
        0.25,
        0.99,
        0.1,
        tokens,
        175,
        3,
        200,
        annealFrom,
        0.1,
        0.15,
        1);
  }

  /** The network's shape. */
  public ConvShape shape() {
    return new ConvShape(
        embedding,
        ConvShape.parseLayers(encoder),
        ConvShape.parseLayers(decoder),
        outputEmbedding,
        positions);
  }
}
