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
import org.conversener.tensor.Optimizer;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.training.Checkpoint;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.conversener.training.TokenBatches;
import org.jspecify.annotations.Nullable;

/**
 * Trains a convolutional translator as fairseq does (REFERENCE 1.6): batches by tokens, label
 * smoothing, gradients divided by target tokens and clipped, Nesterov momentum, a rate that is
 * constant and then shrinks. The weights with the lowest validation loss are kept.
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
   * @param rate learning rate at its end
   * @param targetSubwords subwords learned from
   * @param seconds time in training, without validation
   */
  public record Epoch(
      int number,
      double trainLoss,
      double validLoss,
      double rate,
      long targetSubwords,
      double seconds) {
    /** The exponential of the validation loss. */
    public double validPerplexity() {
      return Math.exp(validLoss);
    }
  }

  /** A finished run: the translator with the best weights, and how it went. */
  public record Trained(ConvTranslator translator, List<Epoch> epochs, List<String> notices) {}

  private final ConvConfig config;
  private final Progress progress;
  private final EncodedBitext train;
  private final EncodedBitext valid;
  private final ConvNetwork network;
  private final Optimizer optimizer;
  private final @Nullable Path folder;
  private final Limits limits;
  private final TokenBatches batches;
  private final TokenBatches validBatches;
  private final List<Epoch> epochs = new ArrayList<>();
  private double elapsedBefore;
  private final long start = System.nanoTime();
  private double bestLoss = Double.POSITIVE_INFINITY;
  private long step;
  // Of the present epoch; in the checkpoint, so that a resumed epoch reports its whole loss.
  private double epochLoss;
  private long epochSubwords;

  private ConvTrainer(
      ConvConfig config,
      Subwords subwords,
      EncodedBitext train,
      EncodedBitext valid,
      Limits limits,
      @Nullable Path folder,
      Progress progress) {
    this.config = config;
    this.progress = progress;
    this.train = train;
    this.valid = valid;
    this.limits = limits;
    this.folder = folder;
    network = ConvTranslator.network(config, subwords);
    optimizer = Optimizer.nag(network.parameters(), config.rate(), config.momentum());
    batches = batches(train, config.maxTokens());
    validBatches = batches(valid, config.maxTokens());
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
   * Trains from parallel text.
   *
   * @param folder where checkpoints are kept, so that the same call with {@code resume} goes on
   *     after an interruption; null to keep none
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
    ConvTrainer trainer = new ConvTrainer(config, subwords, train, valid, limits, folder, progress);
    progress.say(trainer.network.parameters().count() + " parameters");
    try (Optimizer optimizer = trainer.optimizer) {
      trainer.run(resume);
    }
    int longest = train.sources().stream().mapToInt(s -> s.length).max().orElseThrow();
    return new Trained(
        new ConvTranslator(config, subwords, trainer.network, longest),
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
      epochLoss = Double.parseDouble(state.getOrDefault("epochLoss", "0"));
      epochSubwords = Long.parseLong(state.getOrDefault("epochSubwords", "0"));
      readHistory(state.getOrDefault("history", ""));
      if (bestLoss < Double.POSITIVE_INFINITY) {
        try (Scope scope = Scope.withoutGradients()) {
          Safetensors.read(folder.resolve(BEST)).forEach((name, t) -> best.put(name, t.owned()));
        }
      }
      progress.say("resumed in epoch " + firstEpoch + " after " + firstBatch + " batches");
    }
    for (int epoch = firstEpoch; epoch <= config.epochs() && !outOfTime(); epoch++) {
      Epoch done = epoch(epoch, epoch == firstEpoch ? firstBatch : 0);
      epochs.add(done);
      progress.say(
          String.format(
              Locale.ROOT,
              "epoch %d: training loss %.3f, validation perplexity %.2f, rate %.4f, %,d subwords/s",
              epoch,
              done.trainLoss,
              done.validPerplexity(),
              done.rate,
              Math.round(done.targetSubwords / Math.max(1e-9, done.seconds))));
      if (done.validLoss < bestLoss) {
        bestLoss = done.validLoss;
        remember(best);
      }
      save(epoch + 1, 0);
    }
    if (best.isEmpty()) {
      throw new ArithmeticException(
          "the validation loss was never a finite number: lower the rate, or give it more time");
    }
    network.parameters().load(best);
    best.values().forEach(Tensor::close);
  }

  private Epoch epoch(int epoch, int firstBatch) throws IOException {
    List<int[]> order = batches.epoch(epoch);
    long begun = System.nanoTime();
    long lastSaved = begun;
    progress.begin("epoch " + epoch, order.size());
    for (int b = firstBatch; b < order.size() && !outOfTime(); b++) {
      optimizer.rate(rateAt(epoch));
      List<int[]> sources = pick(train.sources(), order.get(b));
      List<int[]> targets = pick(train.targets(), order.get(b));
      int tokens = targets.stream().mapToInt(t -> t.length).sum();
      Randomness.seed(config.seed(), step++);
      try (Scope scope = Scope.open()) {
        Tensor batchLoss = network.loss(sources, targets, config.labelSmoothing(), true);
        epochLoss += batchLoss.item();
        batchLoss.backward();
        var unused = optimizer.step(1.0 / tokens, config.clip());
      }
      epochSubwords += tokens;
      if (b % 10 == 0) {
        progress.step(
            b + 1, String.format(Locale.ROOT, "loss %.3f", epochLoss / Math.max(1, epochSubwords)));
      }
      if ((System.nanoTime() - lastSaved) / 1e9 > CHECKPOINT_SECONDS) {
        save(epoch, b + 1);
        lastSaved = System.nanoTime();
      }
      if (Thread.currentThread().isInterrupted()) {
        save(epoch, b + 1);
        throw new java.util.concurrent.CancellationException("training was interrupted");
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Epoch done =
        new Epoch(
            epoch,
            epochLoss / Math.max(1, epochSubwords),
            validLoss(),
            optimizer.rate(),
            epochSubwords,
            seconds);
    epochLoss = 0;
    epochSubwords = 0;
    return done;
  }

  private double rateAt(int epoch) {
    double rate = config.rate();
    if (epoch >= config.annealFrom()) {
      rate *= Math.pow(config.shrink(), epoch + 1 - config.annealFrom());
    }
    boolean isLast = elapsed() > 60 * limits.minutes() * (1 - config.finalShare());
    return isLast ? rate * config.shrink() : rate;
  }

  private double elapsed() {
    return elapsedBefore + (System.nanoTime() - start) / 1e9;
  }

  private boolean outOfTime() {
    return elapsed() > 60 * limits.minutes();
  }

  private double validLoss() {
    double loss = 0;
    long subwords = 0;
    for (int[] batch : validBatches.epoch(0)) {
      List<int[]> targets = pick(valid.targets(), batch);
      try (Scope scope = Scope.withoutGradients()) {
        loss += network.loss(pick(valid.sources(), batch), targets, 0, false).item();
      }
      subwords += targets.stream().mapToInt(t -> t.length).sum();
    }
    return loss / subwords;
  }

  private static List<int[]> pick(List<int[]> sentences, int[] indices) {
    List<int[]> picked = new ArrayList<>(indices.length);
    for (int i : indices) {
      picked.add(sentences.get(i));
    }
    return picked;
  }

  private void remember(Map<String, Tensor> best) throws IOException {
    Parameters parameters = network.parameters();
    best.values().forEach(Tensor::close);
    best.clear();
    try (Scope scope = Scope.withoutGradients()) {
      parameters.all().forEach((name, tensor) -> best.put(name, tensor.times(1.0).owned()));
    }
    if (folder != null) {
      Safetensors.write(folder.resolve(BEST), best);
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
    state.put("epochLoss", Double.toString(epochLoss));
    state.put("epochSubwords", Long.toString(epochSubwords));
    state.put("history", history());
    Checkpoint.save(folder.resolve(CHECKPOINT), network.parameters(), optimizer, state);
  }

  private String history() {
    List<String> lines = new ArrayList<>();
    for (Epoch e : epochs) {
      lines.add(
          e.number
              + " "
              + e.trainLoss
              + " "
              + e.validLoss
              + " "
              + e.rate
              + " "
              + e.targetSubwords
              + " "
              + e.seconds);
    }
    return String.join("\n", lines);
  }

  private void readHistory(String text) {
    for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
      String[] f = line.split(" ", -1);
      epochs.add(
          new Epoch(
              Integer.parseInt(f[0]),
              Double.parseDouble(f[1]),
              Double.parseDouble(f[2]),
              Double.parseDouble(f[3]),
              Long.parseLong(f[4]),
              Double.parseDouble(f[5])));
    }
  }
}
