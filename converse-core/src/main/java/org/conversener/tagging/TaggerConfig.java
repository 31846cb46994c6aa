package org.conversener.tagging;

import org.conversener.training.PlateauSchedule;

/**
 * Everything that decides what a tagger is and how it is trained.
 *
 * @param hidden width of the LSTM in each direction, d (paper: 256)
 * @param reprojection a linear layer on the embeddings, of their width but at most this; 0 for none
 *     (Flair's {@code embedding2nn} has no limit)
 * @param embeddingDropout locked dropout on the embeddings (paper: 0.1)
 * @param lstmDropout locked dropout on the output of the BiLSTM (paper: 0.05)
 * @param wordDropout the share of words set to zero in training (Flair: 0.05; REFERENCE 4.10: 0)
 * @param carriedDropout locked dropout on carried features that stand beside the BiLSTM's output
 *     (paper: none)
 * @param emissions what the CRF reads of the linear layer
 * @param carriedAt where carried features enter, if there are any
 * @param optimizer the rule that changes the parameters
 * @param learningRate the rate of the first epoch
 * @param batchSize sentences in a step
 * @param lossReduction whether a step follows the sum of its sentences' losses or their mean
 * @param clip the largest norm of a step's gradient (Flair: 5)
 * @param annealing what makes the learning rate fall
 * @param annealFactor what the rate is then multiplied with
 * @param annealPatience how many epochs in a row may be no better before the rate falls
 * @param minimumRate training ends when the rate is below this
 * @param stopPatience training ends after so many epochs in a row without a better dev F1; 0 never
 * @param epochs at most so many epochs
 * @param lengthPool how many batches are sorted by length together, to save padding; 1 for none
 * @param maxPaddedWords a step is computed in parts of at most so many words, padding included; its
 *     result is the same but for the random numbers drawn and rounding, and one very long sentence
 *     does not multiply the memory of its batch
 * @param averagedEpochs the tagger is a moving average of its parameters over about so many epochs
 *     ({@link org.conversener.training.MovingAverage}), on dev and in the end; 0 for none
 * @param seed of the initial parameters, the order of the sentences and dropout
 */
public record TaggerConfig(
    int hidden,
    int reprojection,
    double embeddingDropout,
    double lstmDropout,
    double wordDropout,
    double carriedDropout,
    Emissions emissions,
    CarriedAt carriedAt,
    Rule optimizer,
    double learningRate,
    int batchSize,
    Reduction lossReduction,
    double clip,
    Annealing annealing,
    double annealFactor,
    int annealPatience,
    double minimumRate,
    int stopPatience,
    int epochs,
    int lengthPool,
    int maxPaddedWords,
    double averagedEpochs,
    long seed) {

  /** What the CRF reads of the linear layer. */
  public enum Emissions {
    /** Its scores as they are. */
    LINEAR,
    /** Their softmax over the tags: the paper's eq. 12 read literally (REFERENCE 4.3). */
    SOFTMAX
  }

  /** Where carried features enter. */
  public enum CarriedAt {
    /** Beside the output of the BiLSTM (eq. 11). */
    OUTPUT,
    /** Beside the embeddings (Table 5). */
    INPUT
  }

  /** The rules by which parameters change. */
  public enum Rule {
    /** Plain stochastic gradient descent, as the paper. */
    SGD,
    /** Adam (Kingma and Ba 2015). */
    ADAM
  }

  /** How the losses of a step's sentences become one. */
  public enum Reduction {
    /** Added (Flair 0.4.1). */
    SUM,
    /** Averaged (Flair 0.4.2). */
    MEAN
  }

  /** The figure that must get better lest the rate fall, if it hangs on one. */
  public enum Annealing {
    /** Entity F1 on dev. */
    DEV_F1,
    /** The mean loss of a training sentence (the paper; Flair 0.4.1's default). */
    TRAIN_LOSS,
    /**
     * None: the rate falls in a straight line, epoch by epoch, so that it would be zero after the
     * last. {@code annealFactor}, {@code annealPatience} and {@code minimumRate} do nothing.
     */
    LINEAR
  }

  /**
   * @throws IllegalArgumentException if a field is out of its range, with its name
   */
  public TaggerConfig {
    require(hidden >= 1, "hidden", "at least 1", hidden);
    require(reprojection >= 0, "reprojection", "at least 0", reprojection);
    requireShare("embeddingDropout", embeddingDropout);
    requireShare("lstmDropout", lstmDropout);
    requireShare("wordDropout", wordDropout);
    requireShare("carriedDropout", carriedDropout);
    require(positive(learningRate), "learningRate", "a number above 0", learningRate);
    require(batchSize >= 1, "batchSize", "at least 1", batchSize);
    require(clip > 0, "clip", "above 0", clip);
    require(annealFactor > 0 && annealFactor < 1, "annealFactor", "between 0 and 1", annealFactor);
    require(annealPatience >= 0, "annealPatience", "at least 0", annealPatience);
    require(minimumRate >= 0, "minimumRate", "at least 0", minimumRate);
    require(stopPatience >= 0, "stopPatience", "at least 0", stopPatience);
    require(epochs >= 1, "epochs", "at least 1", epochs);
    require(lengthPool >= 1, "lengthPool", "at least 1", lengthPool);
    require(maxPaddedWords >= 1, "maxPaddedWords", "at least 1", maxPaddedWords);
    require(
        averagedEpochs == 0 || positive(averagedEpochs),
        "averagedEpochs",
        "a number of at least 0",
        averagedEpochs);
  }

  /**
   * REFERENCE 4.10: what the paper says, and Flair 0.4.1 where it is silent; over word vectors, as
   * in its main tables.
   */
  public static TaggerConfig paper() {
    return paper(0);
  }

  /** The same over character language models: embeddings are projected to as many numbers. */
  public static TaggerConfig paperOverLanguageModels() {
    return paper(Integer.MAX_VALUE);
  }

  private static TaggerConfig paper(int reprojection) {
    return new TaggerConfig(
        256,
        reprojection,
        0.1,
        0.05,
        0,
        0,
        Emissions.LINEAR,
        CarriedAt.OUTPUT,
        Rule.SGD,
        0.1,
        32,
        Reduction.SUM,
        5,
        Annealing.TRAIN_LOSS,
        0.5,
        3,
        1e-4,
        0,
        150,
        1,
        16_384,
        0,
        1);
  }

  /**
   * For a CPU: at most 30 epochs, the rate halved after 2 without a better dev F1, an end after 6.
   * Chosen on dev after training on 500 sentences of CoNLL-2002 Spanish for one minute (about 15
   * epochs), one seed each: Adam reached an F1 of 69, plain gradient descent at 0.1 one of 50; with
   * Adam, dropout 0.3 was better than 0.5.
   */
  public static TaggerConfig quick() {
    return new TaggerConfig(
        256,
        256,
        0.3,
        0.3,
        0.05,
        0,
        Emissions.LINEAR,
        CarriedAt.OUTPUT,
        Rule.ADAM,
        0.003,
        32,
        Reduction.MEAN,
        5,
        Annealing.DEV_F1,
        0.5,
        1,
        1e-5,
        6,
        30,
        8,
        16_384,
        0,
        1);
  }

  /** The same with another seed. */
  public TaggerConfig withSeed(long other) {
    return new TaggerConfig(
        hidden,
        reprojection,
        embeddingDropout,
        lstmDropout,
        wordDropout,
        carriedDropout,
        emissions,
        carriedAt,
        optimizer,
        learningRate,
        batchSize,
        lossReduction,
        clip,
        annealing,
        annealFactor,
        annealPatience,
        minimumRate,
        stopPatience,
        epochs,
        lengthPool,
        maxPaddedWords,
        averagedEpochs,
        other);
  }

  /** The schedule of the learning rate, at its start. */
  PlateauSchedule schedule() {
    boolean isLoss = annealing == Annealing.TRAIN_LOSS;
    return new PlateauSchedule(
        new PlateauSchedule.Settings(
            isLoss ? PlateauSchedule.Goal.MIN : PlateauSchedule.Goal.MAX,
            annealFactor,
            annealPatience,
            isLoss ? 1e-4 : 0,
            minimumRate),
        learningRate);
  }

  private static boolean positive(double value) {
    return value > 0 && !Double.isInfinite(value);
  }

  private static void requireShare(String name, double value) {
    require(value >= 0 && value < 1, name, "a number in [0, 1)", value);
  }

  private static void require(boolean isMet, String name, String expected, Object found) {
    if (!isMet) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", found " + found);
    }
  }
}
