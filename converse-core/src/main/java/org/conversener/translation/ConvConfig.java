package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
 * @param guidance weight of the loss that draws attention towards a statistical alignment of the
 *     training pairs; 0 for none, as fairseq
 * @param guidedLayers the decoder layers it draws: {@code last}, {@code all}, or numbers from 1
 *     parted by commas
 * @param rate learning rate
 * @param momentum Nesterov momentum
 * @param clip largest norm of the gradient of one target subword's mean loss
 * @param maxTokens largest sentences × longest side of a batch
 * @param maxLength longest side of a training pair in subwords; longer ones are left out and
 *     counted
 * @param maxRatio the longer side has at most {@code maxRatio} times the subwords of the shorter
 *     one and five more, which short pairs need; others are left out and counted
 * @param epochs passes over the data
 * @param schedule when the rate shrinks
 * @param annealFrom {@code FIXED}: first epoch, from 1, at which the rate shrinks
 * @param patience {@code PLATEAU}: so many epochs in a row may have no lower validation loss
 * @param shrink factor of the rate, each time it shrinks
 * @param minimumRate training ends when the rate is not above this
 * @param finalShare share of {@code --minutes} at the end that runs at a rate shrunk once
 * @param bleuSentences so many validation sentences are translated after each epoch for their BLEU
 * @param products the kind of number in which matrices are multiplied
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
    double guidance,
    String guidedLayers,
    double rate,
    double momentum,
    double clip,
    int maxTokens,
    int maxLength,
    double maxRatio,
    int epochs,
    Schedule schedule,
    int annealFrom,
    int patience,
    double shrink,
    double minimumRate,
    double finalShare,
    int bleuSentences,
    Products products,
    long seed) {

  /** When the learning rate shrinks (fairseq {@code optim/lr_scheduler}). */
  public enum Schedule {
    /** From an epoch on, after every epoch. */
    FIXED,
    /** After every epoch, or several in a row, without a lower validation loss. */
    PLATEAU
  }

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
    check(
        guidance >= 0 && guidance < Double.POSITIVE_INFINITY,
        "guidance: expected a weight from 0 on, found " + guidance);
    var unusedLayers = layers(guidedLayers, ConvShape.parseLayers(decoder).size());
    check(rate > 0, "rate: expected a positive number, found " + rate);
    check(momentum >= 0 && momentum < 1, "momentum: expected 0 to below 1, found " + momentum);
    check(clip > 0, "clip: expected a positive number, found " + clip);
    check(maxTokens >= 1, "maxTokens: expected at least 1, found " + maxTokens);
    check(
        maxLength >= 1 && maxLength <= positions - 3,
        "maxLength: expected 1 to positions - 3 = " + (positions - 3) + ", found " + maxLength);
    check(maxRatio >= 1, "maxRatio: expected at least 1, found " + maxRatio);
    check(epochs >= 1, "epochs: expected at least 1, found " + epochs);
    check(patience >= 0, "patience: expected at least 0, found " + patience);
    check(minimumRate >= 0, "minimumRate: expected at least 0, found " + minimumRate);
    check(bleuSentences >= 0, "bleuSentences: expected at least 0, found " + bleuSentences);
    check(
        schedule == Schedule.FIXED || shrink < 1,
        "shrink: expected below 1 with the schedule PLATEAU, found " + shrink);
    check(shrink > 0 && shrink <= 1, "shrink: expected above 0 to 1, found " + shrink);
    check(
        finalShare >= 0 && finalShare < 1,
        "finalShare: expected 0 to below 1, found " + finalShare);
  }

  /** The guided decoder layers, from 0; none if there is no guidance. */
  List<Integer> guided() {
    return guidance == 0 ? List.of() : layers(guidedLayers, shape().decoder().size());
  }

  private static List<Integer> layers(String text, int count) {
    if (text.equals("all")) {
      return IntStream.range(0, count).boxed().toList();
    }
    if (text.equals("last")) {
      return List.of(count - 1);
    }
    List<Integer> layers = new ArrayList<>();
    for (String number : text.split(",", -1)) {
      // At most nine digits, so that the number cannot overflow.
      int layer = number.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(number) : 0;
      check(
          layer >= 1 && layer <= count && !layers.contains(layer - 1),
          "guidedLayers: expected last, all, or numbers from 1 to "
              + count
              + " parted by commas, found \""
              + text
              + "\"");
      layers.add(layer - 1);
    }
    return layers;
  }

  private static void check(boolean isFine, String otherwise) {
    if (!isFine) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The names {@link #preset} knows. */
  public static final List<String> PRESETS =
      List.of("tiny", "small", "narrow15", "iwslt-de-en", "wmt-en-de", "wmt-en-fr", "wmt-en-ro");

  /**
   * A named configuration. {@code tiny} is for the demo world; {@code small} and {@code narrow15}
   * (as many layers of attention as the paper's translator) for two cores and a few hundred
   * thousand pairs; the others are fairseq's of that name, with the recipe it gives for each
   * (REFERENCE 1.1, 1.6, 1.8).
   */
  public static ConvConfig preset(String name) {
    return switch (name) {
      case "tiny" -> of(1000, 128, "3*128x3", "4*128x3", 128, 0.1, 0.25, 600, 200, 175, 3);
      case "small" -> of(8000, 256, "4*256x3", "6*256x3", 256, 0.1, 0.25, 2000, 200, 175, 3);
      case "narrow15" -> of(8000, 256, "6*256x3", "15*256x3", 256, 0.1, 0.25, 2000, 200, 175, 3);
      case "iwslt-de-en" ->
          of(10000, 256, "4*256x3", "3*256x3", 256, 0.2, 0.25, 4000, 200, 175, 1.5);
      case "wmt-en-de" -> of(40000, 768, WMT_EN_DE, WMT_EN_DE, 512, 0.2, 0.5, 4000, 50, 250, 1.5);
      case "wmt-en-fr" -> of(40000, 768, WMT_EN_FR, WMT_EN_FR, 512, 0.1, 0.5, 3000, 50, 250, 1.5);
      case "wmt-en-ro" -> of(40000, 512, "20*512x3", "20*512x3", 512, 0.2, 0.5, 4000, 50, 250, 1.5);
      default ->
          throw new IllegalArgumentException(
              "preset: expected one of " + PRESETS + ", found \"" + name + "\"");
    };
  }

  /** Epochs of a falling rate that fit between those of each preset and {@code minimumRate}. */
  private static final int ANNEALED = 4;

  private static final String WMT_EN_DE = "9*512x3,4*1024x3,2*2048x1";
  private static final String WMT_EN_FR = "6*512x3,4*768x3,3*1024x3,1*2048x1,1*4096x1";

  private static ConvConfig of(
      int bpe,
      int width,
      String encoder,
      String decoder,
      int out,
      double dropout,
      double rate,
      int tokens,
      int annealFrom,
      int maxLength,
      double maxRatio) {
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
        0,
        "last",
        rate,
        0.99,
        0.1,
        tokens,
        maxLength,
        maxRatio,
        annealFrom + ANNEALED,
        Schedule.FIXED,
        annealFrom,
        0,
        0.1,
        1e-5,
        0.15,
        bpe <= 1000 ? 0 : 200,
        Products.FLOAT32,
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
