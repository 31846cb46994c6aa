package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.corpus.SentencePair;
import org.conversener.tensor.DivergedException;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Optimizer;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.training.Checkpoint;
import org.conversener.training.Limits;
import org.conversener.training.PlateauSchedule;
import org.conversener.training.Progress;
import org.conversener.training.TokenBatches;
import org.jspecify.annotations.Nullable;

/**
 * Trains a convolutional translator as fairseq does (REFERENCE 1.6): batches by tokens, label
 * smoothing, gradients divided by target tokens and clipped, Nesterov momentum, a rate that is
 * constant and then shrinks. The weights with the lowest smoothed validation loss are kept.
 */
public final class ConvTrainer {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String BEST = "checkpoint.best.safetensors";
  private static final double CHECKPOINT_SECONDS = 120;
  private static final int BATCH_MULTIPLE = 8;

  /**
   * One pass over the data, or what a time limit left of it.
   *
   * @param number from 1
   * @param trainLoss mean smoothed loss of a target subword, in nats
   * @param validLoss mean negative log-likelihood of a target subword, in nats
   * @param validBleu BLEU of the first validation sentences in percent; NaN if none was wanted
   * @param rate learning rate at its end
   * @param targetSubwords subwords learned from
   * @param seconds time in training, without validation
   * @param smoothedValidLoss mean smoothed loss of a target subword of the validation pairs, in
   *     nats, by which the best epoch is chosen and {@code plateau} goes, as in fairseq (REFERENCE
   *     1.6)
   */
  public record Epoch(
      int number,
      double trainLoss,
      double validLoss,
      double validBleu,
      double rate,
      long targetSubwords,
      double seconds,
      double smoothedValidLoss) {
    /** The exponential of the validation pairs' negative log-likelihood. */
    public double validPerplexity() {
      return Math.exp(validLoss);
    }
  }

  /** A finished run: the translator with the best weights, and how it went. */
  public record Trained(ConvTranslator translator, List<Epoch> epochs, List<String> notices) {}

  private final ConvConfig config;
  private final Progress progress;
  private final Subwords subwords;
  private final EncodedBitext train;
  private final Validation validation;
  private final SourceLengths lengths;
  private final @Nullable AttentionGuide guide;
  private final @Nullable KeptNames names;
  private final ConvNetwork network;
  private final Optimizer optimizer;
  private final @Nullable Path folder;
  private final Limits limits;
  private final TokenBatches batches;
  private final PlateauSchedule plateau;
  private final List<Epoch> epochs = new ArrayList<>();
  private double elapsedBefore;
  private final long start;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private long step;
  private final EpochTally tally = new EpochTally();
  // Where a time limit stopped the present epoch; 0 if it is whole.
  private int stoppedAt;

  private ConvTrainer(
      ConvConfig config,
      Subwords subwords,
      EncodedBitext train,
      List<SentencePair> validPairs,
      EncodedBitext valid,
      @Nullable AttentionGuide guide,
      @Nullable KeptNames names,
      Limits limits,
      @Nullable Path folder,
      Progress progress,
      long start) {
    this.start = start;
    this.config = config;
    this.progress = progress;
    this.subwords = subwords;
    this.train = train;
    this.guide = guide;
    this.names = names;
    lengths = SourceLengths.of(train.sources());
    this.limits = limits;
    this.folder = folder;
    network = ConvTranslator.network(config, subwords);
    optimizer = Optimizer.nag(network.parameters(), config.rate(), config.momentum());
    batches = batches(train, config.maxTokens());
    validation = new Validation(validPairs, valid, batches(valid, config.maxTokens()), config);
    plateau =
        new PlateauSchedule(
            new PlateauSchedule.Settings(
                PlateauSchedule.Goal.MIN,
                Math.min(config.shrink(), 1 - 1e-9),
                config.patience(),
                1e-4,
                config.minimumRate()),
            config.rate());
  }

  private TokenBatches batches(EncodedBitext bitext, int maxTokens) {
    return new TokenBatches(
        bitext.sources().size(),
        i -> bitext.targets().get(i).length,
        i -> bitext.sources().get(i).length,
        maxTokens,
        BATCH_MULTIPLE,
        config.seed());
  }

  /**
   * Trains from parallel text. The limit in minutes counts from here, with subwords and alignment;
   * one batch is learned from even so, and what was learned is validated after it.
   *
   * @param folder where checkpoints are kept, so that the same call with {@code resume} goes on
   *     after an interruption, or with more epochs or minutes after the end; null to keep none
   * @throws IllegalArgumentException if nothing usable is left of the training or validation pairs
   */
  public static Trained train(
      List<SentencePair> pairs,
      List<SentencePair> validPairs,
      ConvConfig config,
      Limits limits,
      @Nullable Path folder,
      boolean resume,
      Progress progress)
      throws IOException {
    long start = System.nanoTime();
    progress.begin("subwords", -1);
    Subwords subwords = EncodedBitext.learnSubwords(pairs, config);
    EncodedBitext train = EncodedBitext.encode(pairs, subwords, config);
    EncodedBitext valid = EncodedBitext.encode(validPairs, subwords, config);
    List<String> notices = new ArrayList<>();
    notices.add(describe("training", train, pairs.size()));
    notices.add(describe("validation", valid, validPairs.size()));
    notices.add(
        subwords.source().size() + " source and " + subwords.target().size() + " English subwords");
    notices.forEach(progress::say);
    if (train.sources().isEmpty() || valid.sources().isEmpty()) {
      throw new IllegalArgumentException("no usable pair is left: " + String.join("; ", notices));
    }
    AttentionGuide guide =
        config.guidance() == 0
            ? null
            : AttentionGuide.learn(train, subwords, config, Natives.threads(), progress);
    KeptNames names =
        config.sourceUnits().hasSubwords() ? KeptNames.learn(pairs, config.sourceLanguage()) : null;
    ConvTrainer trainer =
        new ConvTrainer(
            config,
            subwords,
            train,
            validPairs,
            valid,
            guide,
            names,
            limits,
            folder,
            progress,
            start);
    progress.say(trainer.network.parameters().count() + " parameters");
    try (Optimizer optimizer = trainer.optimizer) {
      trainer.run(resume);
    }
    return new Trained(
        new ConvTranslator(
            config, subwords, trainer.network, trainer.lengths, KnownWords.all(names)),
        List.copyOf(trainer.epochs),
        List.copyOf(notices));
  }

  private static String describe(String name, EncodedBitext bitext, int all) {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d pairs (left out: %d empty, %d too long, %d too uneven)",
        name,
        bitext.sources().size(),
        all,
        bitext.empty(),
        bitext.tooLong(),
        bitext.tooUneven());
  }

  private void run(boolean resume) throws IOException {
    int firstEpoch = 1;
    int firstBatch = 0;
    Map<String, Tensor> best = new LinkedHashMap<>();
    if (resume && folder != null && Files.exists(folder.resolve(CHECKPOINT))) {
      Map<String, String> state =
          Checkpoint.restore(folder.resolve(CHECKPOINT), network.parameters(), optimizer);
      firstEpoch = Integer.parseInt(state.getOrDefault("epoch", "1"));
      firstBatch = Integer.parseInt(state.getOrDefault("batch", "0"));
      step = Long.parseLong(state.getOrDefault("step", "0"));
      elapsedBefore = Double.parseDouble(state.getOrDefault("elapsed", "0"));
      bestLoss = Double.parseDouble(state.getOrDefault("bestLoss", "Infinity"));
      tally.restore(state);
      epochs.addAll(EpochLog.read(state.getOrDefault("history", "")));
      plateau.restore(state);
      if (bestLoss < Double.POSITIVE_INFINITY) {
        try (Scope scope = Scope.withoutGradients()) {
          Safetensors.read(folder.resolve(BEST)).forEach((name, t) -> best.put(name, t.owned()));
        }
      }
      progress.say("resumed in epoch " + firstEpoch + " after " + firstBatch + " batches");
    }
    for (int epoch = firstEpoch; mayTrain(epoch); epoch++) {
      Epoch done = epoch(epoch, epoch == firstEpoch ? firstBatch : 0);
      progress.say(
          String.format(
              Locale.ROOT,
              "epoch %d: training loss %.3f, validation perplexity %.2f%s, rate %.5f, %,d subwords/s",
              epoch,
              done.trainLoss,
              done.validPerplexity(),
              Double.isNaN(done.validBleu)
                  ? ""
                  : String.format(Locale.ROOT, ", BLEU %.2f", done.validBleu),
              done.rate,
              Math.round(done.targetSubwords / Math.max(1e-9, done.seconds))));
      if (done.smoothedValidLoss < bestLoss) {
        bestLoss = done.smoothedValidLoss;
        remember(best);
      }
      // A resumed run has now ended the epoch that its time limit had cut short. What that had
      // reached is told still if it is the best, for the best weights are its own.
      int number = epoch;
      epochs.removeIf(before -> before.number == number && before.smoothedValidLoss > bestLoss);
      epochs.add(done);
      if (stoppedAt == 0) {
        var unused = plateau.next(done.smoothedValidLoss);
        save(epoch + 1, 0);
      } else {
        save(epoch, stoppedAt);
      }
    }
    if (best.isEmpty()) {
      throw new DivergedException("the validation loss was never a finite number: lower the rate");
    }
    network.parameters().load(best);
    best.values().forEach(Tensor::close);
  }

  private Epoch epoch(int epoch, int firstBatch) throws IOException {
    List<int[]> order = batches.epoch(epoch);
    tally.start();
    long lastSaved = System.nanoTime();
    progress.begin("epoch " + epoch, order.size());
    int b = firstBatch;
    for (; b < order.size() && (b == firstBatch || !outOfTime()); b++) {
      optimizer.rate(rateAt(epoch));
      List<int[]> sources = train.sources(order.get(b));
      List<int[]> targets = train.targets(order.get(b));
      int tokens = targets.stream().mapToInt(t -> t.length).sum();
      Randomness.seed(config.seed(), step++);
      try (Scope scope = Scope.open()) {
        List<Tensor> attention = new ArrayList<>();
        Tensor batchLoss =
            network.loss(
                sources, targets, config.labelSmoothing(), true, guide == null ? null : attention);
        tally.add(batchLoss.item(), tokens);
        Tensor whole =
            guide == null
                ? batchLoss
                : batchLoss.plus(guide.loss(attention, order.get(b)).times(config.guidance()));
        whole.backward();
        var unused = optimizer.step(1.0 / tokens, config.clip());
      }
      if (b % 10 == 0) {
        progress.step(b + 1, String.format(Locale.ROOT, "loss %.3f", tally.loss()));
      }
      if ((System.nanoTime() - lastSaved) / 1e9 > CHECKPOINT_SECONDS) {
        tally.clock();
        save(epoch, b + 1);
        lastSaved = System.nanoTime();
      }
      if (Thread.currentThread().isInterrupted()) {
        tally.clock();
        save(epoch, b + 1);
        throw new java.util.concurrent.CancellationException("training was interrupted");
      }
    }
    tally.clock();
    Validation.Loss valid = validation.loss(network);
    Epoch done =
        new Epoch(
            epoch,
            tally.loss(),
            valid.logLikelihood(),
            validBleu(),
            optimizer.rate(),
            tally.subwords(),
            tally.seconds(),
            valid.smoothed());
    stoppedAt = b < order.size() ? b : 0;
    if (stoppedAt == 0) {
      tally.reset();
    }
    return done;
  }

  private boolean mayTrain(int epoch) {
    boolean isInTime = !outOfTime() || bestLoss == Double.POSITIVE_INFINITY;
    return epoch <= config.epochs() && isInTime && scheduledRate(epoch) > config.minimumRate();
  }

  private double scheduledRate(int epoch) {
    if (config.schedule() == ConvConfig.Schedule.PLATEAU) {
      return plateau.rate();
    }
    int shrunk = Math.max(0, epoch + 1 - config.annealFrom());
    return config.rate() * Math.pow(config.shrink(), shrunk);
  }

  private double rateAt(int epoch) {
    boolean isLast = elapsed() > 60 * limits.minutes() * (1 - config.finalShare());
    return isLast ? scheduledRate(epoch) * config.shrink() : scheduledRate(epoch);
  }

  private double validBleu() {
    network.fold();
    try {
      return validation.bleu(
          ConvTranslator.inTraining(config, subwords, network, lengths, KnownWords.all(names)));
    } finally {
      network.unfold();
    }
  }

  private double elapsed() {
    return elapsedBefore + (System.nanoTime() - start) / 1e9;
  }

  private boolean outOfTime() {
    return elapsed() > 60 * limits.minutes();
  }

  private void remember(Map<String, Tensor> best) throws IOException {
    Parameters parameters = network.parameters();
    best.values().forEach(Tensor::close);
    best.clear();
    try (Scope scope = Scope.withoutGradients()) {
      parameters.all().forEach((name, tensor) -> best.put(name, tensor.times(1.0).owned()));
    }
    if (folder != null) {
      Path file = folder.resolve(BEST);
      uninterrupted(() -> Safetensors.write(file, best));
    }
  }

  private void save(int nextEpoch, int nextBatch) throws IOException {
    if (folder == null) {
      return;
    }
    Map<String, String> state = new LinkedHashMap<>();
    state.put("epoch", Integer.toString(nextEpoch));
    state.put("batch", Integer.toString(nextBatch));
    state.put("step", Long.toString(step));
    state.put("elapsed", Double.toString(elapsed()));
    state.put("bestLoss", Double.toString(bestLoss));
    tally.writeTo(state);
    state.put("history", EpochLog.write(epochs));
    state.putAll(plateau.state());
    Path file = folder.resolve(CHECKPOINT);
    uninterrupted(() -> Checkpoint.save(file, network.parameters(), optimizer, state));
  }

  /** Writes a file. */
  @FunctionalInterface
  private interface FileWork {
    void run() throws IOException;
  }

  /** An interrupted thread cannot write to a channel; the interruption is answered afterwards. */
  private static void uninterrupted(FileWork work) throws IOException {
    boolean wasInterrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
