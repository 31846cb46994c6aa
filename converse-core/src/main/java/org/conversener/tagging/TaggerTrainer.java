package org.conversener.tagging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.conversener.tensor.DivergedException;
import org.conversener.tensor.Optimizer;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.training.Checkpoint;
import org.conversener.training.LengthBatches;
import org.conversener.training.MovingAverage;
import org.conversener.training.PlateauSchedule;
import org.conversener.training.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Trains a tagger and leaves it with the parameters of the epoch that had the best F1 on dev.
 *
 * <p>Every step draws its random numbers from the seed and the step's number, every epoch its order
 * from the seed and the epoch's number: a run resumed after any epoch ends with the same bytes as
 * one never interrupted.
 */
public final class TaggerTrainer {
  private static final String CONFIG = "config";
  private static final String EPOCH = "epoch.";

  private final Tagger tagger;
  private final TaggerConfig config;
  private final List<Sentence> train;
  private final List<Sentence> dev;
  private final Progress progress;
  private final @Nullable Path checkpoint;
  private final List<TrainingReport.Epoch> epochs = new ArrayList<>();
  private final Optimizer optimizer;
  private final PlateauSchedule schedule;
  private final Parameters best;
  private final @Nullable MovingAverage average;
  private long step;

  private TaggerTrainer(
      Tagger tagger,
      List<Sentence> train,
      List<Sentence> dev,
      Progress progress,
      @Nullable Path checkpoint) {
    this.tagger = tagger;
    this.config = tagger.config();
    this.train = List.copyOf(train);
    this.dev = List.copyOf(dev);
    this.progress = progress;
    this.checkpoint = checkpoint;
    schedule = config.schedule();
    optimizer =
        config.optimizer() == TaggerConfig.Rule.SGD
            ? Optimizer.sgd(tagger.parameters(), config.learningRate())
            : Optimizer.adam(tagger.parameters(), config.learningRate());
    best = new Parameters(config.seed(), tagger.parameters().type());
    tagger
        .parameters()
        .all()
        .forEach((name, value) -> best.add(name, new float[(int) value.count()], value.shape()));
    average = config.averagedEpochs() > 0 ? average(tagger.parameters(), config, train) : null;
  }

  private static MovingAverage average(
      Parameters parameters, TaggerConfig config, List<Sentence> train) {
    double steps = Math.ceil((double) train.size() / config.batchSize());
    return new MovingAverage(parameters, 1 - 1 / Math.max(1, config.averagedEpochs() * steps));
  }

  /**
   * Trains until the config says stop.
   *
   * @param dev labelled sentences that choose the epoch; never trained on
   * @param checkpoint a file to which the run is saved after each epoch, beside a second one that
   *     ends in {@code .best}; if it exists, the run goes on from it; null to save nothing
   * @param maxMinutes no epoch is begun that would, if it takes as long as the one before, end
   *     later than this, the time before a resumption included; the first epoch is always trained.
   *     Infinity for no limit
   * @throws IllegalArgumentException if train or dev is empty, has an unknown type, or the
   *     checkpoint is of another run
   * @throws org.conversener.tensor.DivergedException if the loss or its gradient is no longer
   *     finite
   * @throws InterruptedException if the thread was interrupted; the checkpoint is then that of the
   *     last whole epoch
   */
  public static TrainingReport train(
      Tagger tagger,
      List<Sentence> train,
      List<Sentence> dev,
      Progress progress,
      @Nullable Path checkpoint,
      double maxMinutes)
      throws IOException, InterruptedException {
    if (train.isEmpty() || dev.isEmpty()) {
      throw new IllegalArgumentException(
          "training needs sentences in train and dev, found "
              + train.size()
              + " and "
              + dev.size());
    }
    TaggerTrainer trainer = new TaggerTrainer(tagger, train, dev, progress, checkpoint);
    try {
      return trainer.run(maxMinutes);
    } finally {
      trainer.optimizer.close();
      trainer.best.close();
      if (trainer.average != null) {
        trainer.average.close();
      }
    }
  }

  private TrainingReport run(double maxMinutes) throws IOException, InterruptedException {
    if (checkpoint != null && Files.exists(checkpoint)) {
      resume(checkpoint);
    }
    while (!isFinished() && hasTimeForAnother(maxMinutes)) {
      var unused = epoch(epochs.size() + 1);
    }
    tagger.parameters().load(best.all());
    TrainingReport.Epoch kept = bestEpoch();
    double seconds = epochs.stream().mapToDouble(TrainingReport.Epoch::seconds).sum();
    double trainSeconds = epochs.stream().mapToDouble(TrainingReport.Epoch::trainSeconds).sum();
    double words = (double) epochs.size() * train.stream().mapToLong(Sentence::length).sum();
    return new TrainingReport(epochs, kept.number(), kept.devF1(), seconds, words / trainSeconds);
  }

  /** Whether an epoch as long as the last one still ends in time; the first is always trained. */
  private boolean hasTimeForAnother(double maxMinutes) {
    double spent = epochs.stream().mapToDouble(TrainingReport.Epoch::seconds).sum();
    double last = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).seconds();
    return epochs.isEmpty() || spent + last <= 60 * maxMinutes;
  }

  private boolean isFinished() {
    int number = epochs.size();
    boolean isStale =
        config.stopPatience() > 0
            && number > 0
            && number - bestEpoch().number() >= config.stopPatience();
    return number >= config.epochs() || schedule.isFinished() || isStale;
  }

  private TrainingReport.Epoch epoch(int number) throws IOException, InterruptedException {
    long start = System.nanoTime();
    double rate = rate(number);
    optimizer.rate(rate);
    double loss = steps(number) / train.size();
    double trainSeconds = (System.nanoTime() - start) / 1e9;
    double f1;
    boolean isBest;
    swap();
    try {
      f1 = f1(tagDev(number));
      isBest = epochs.isEmpty() || f1 > bestEpoch().devF1();
      if (isBest) {
        best.load(tagger.parameters().all());
      }
    } finally {
      swap();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    var epoch = new TrainingReport.Epoch(number, loss, f1, rate, trainSeconds, seconds);
    epochs.add(epoch);
    boolean isFalling = plateau(f1, loss);
    save(isBest);
    progress.say(
        String.format(
            Locale.ROOT,
            "epoch %d: loss %.4f, dev F1 %.2f%s, rate %.4g, %.1f s%s",
            number,
            loss,
            f1,
            isBest ? " (best)" : "",
            rate,
            seconds,
            isFalling ? String.format(Locale.ROOT, "; rate falls to %.4g", schedule.rate()) : ""));
    return epoch;
  }

  /** The learning rate of an epoch, counted from 1. */
  private double rate(int number) {
    return config.annealing() == TaggerConfig.Annealing.LINEAR
        ? config.learningRate() * (config.epochs() - number + 1) / config.epochs()
        : schedule.rate();
  }

  /** Whether the rate falls because the figure that it hangs on is no better. */
  private boolean plateau(double devF1, double loss) {
    double before = schedule.rate();
    return switch (config.annealing()) {
      case DEV_F1 -> schedule.next(devF1) < before;
      case TRAIN_LOSS -> schedule.next(loss) < before;
      case LINEAR -> false;
    };
  }

  /** The tagger has the averaged parameters in the place of its own, or its own again. */
  private void swap() {
    if (average != null) {
      average.swap();
    }
  }

  private List<Tagging> tagDev(int epoch) throws InterruptedException {
    try {
      return tagger.tagAll(dev);
    } catch (CancellationException e) {
      var unused = Thread.interrupted(); // as the exception says it
      throw interrupted(epoch);
    }
  }

  /** The steps of an epoch; their summed loss. */
  private double steps(int epoch) throws InterruptedException {
    int[] lengths = train.stream().mapToInt(Sentence::length).toArray();
    List<int[]> batches =
        LengthBatches.shuffled(
            lengths, config.batchSize(), config.lengthPool(), config.seed(), epoch);
    progress.begin("epoch " + epoch, batches.size());
    double loss = 0;
    for (int i = 0; i < batches.size(); i++) {
      if (Thread.interrupted()) {
        throw interrupted(epoch);
      }
      Randomness.seed(config.seed(), step);
      for (int[] part : LengthBatches.parts(batches.get(i), lengths, config.maxPaddedWords())) {
        loss += gradients(part, epoch);
      }
      boolean isMean = config.lossReduction() == TaggerConfig.Reduction.MEAN;
      var unused = optimizer.step(isMean ? 1.0 / batches.get(i).length : 1, config.clip());
      if (average != null) {
        average.add(step);
      }
      step++;
      progress.step(i + 1L, "");
    }
    return loss;
  }

  private static InterruptedException interrupted(int epoch) {
    return new InterruptedException("training was interrupted in epoch " + epoch);
  }

  private double gradients(int[] part, int epoch) {
    try (Scope scope = Scope.open()) {
      Tensor loss = tagger.loss(Arrays.stream(part).mapToObj(train::get).toList(), true);
      loss.backward();
      double value = loss.item();
      if (!Double.isFinite(value)) {
        throw new DivergedException(
            "the loss is " + value + " in epoch " + epoch + ": lower the learning rate");
      }
      return value;
    }
  }

  private TrainingReport.Epoch bestEpoch() {
    TrainingReport.Epoch kept = epochs.get(0);
    for (TrainingReport.Epoch epoch : epochs) {
      kept = epoch.devF1() > kept.devF1() ? epoch : kept;
    }
    return kept;
  }

  /** Exact-span F1 in percent, all types together; it only chooses the epoch. */
  private double f1(List<Tagging> taggings) {
    long gold = 0;
    long found = 0;
    long correct = 0;
    for (int i = 0; i < dev.size(); i++) {
      Set<Span> expected = new HashSet<>(dev.get(i).entities());
      List<Span> entities = taggings.get(i).sentence().entities();
      gold += expected.size();
      found += entities.size();
      correct += entities.stream().filter(expected::contains).count();
    }
    return gold + found == 0 ? 0 : 200.0 * correct / (gold + found);
  }

  private void save(boolean isBest) throws IOException {
    if (checkpoint == null) {
      return;
    }
    if (isBest) {
      // Before the checkpoint: if killed in between, the epoch is trained again to the same bytes.
      Safetensors.write(bestFile(checkpoint), best.all());
    }
    Map<String, String> state = new LinkedHashMap<>(schedule.state());
    state.put(CONFIG, identity());
    state.put("step", Long.toString(step));
    for (TrainingReport.Epoch epoch : epochs) {
      state.put(EPOCH + epoch.number(), TaggerFiles.JSON.writeValueAsString(epoch));
    }
    Checkpoint.save(checkpoint, tagger.parameters(), optimizer, average, state);
  }

  private void resume(Path file) throws IOException {
    Map<String, String> state = Checkpoint.state(file);
    if (!identity().equals(state.get(CONFIG))) {
      throw new IllegalArgumentException(
          file
              + " is the checkpoint of a run with another config: expected "
              + identity()
              + ", found "
              + state.get(CONFIG));
    }
    var unused = Checkpoint.restore(file, tagger.parameters(), optimizer, average);
    schedule.restore(state);
    step = Long.parseLong(state.getOrDefault("step", "0"));
    for (int i = 1; state.containsKey(EPOCH + i); i++) {
      epochs.add(TaggerFiles.JSON.readValue(state.get(EPOCH + i), TrainingReport.Epoch.class));
    }
    try (Scope scope = Scope.withoutGradients()) {
      best.load(Safetensors.read(bestFile(file)));
    }
    progress.say("resumed after epoch " + epochs.size() + " from " + file);
  }

  /** All that a resumed run must share with the one it continues. */
  private String identity() throws IOException {
    var fields = TaggerFiles.JSON.valueToTree(config);
    var object = (com.fasterxml.jackson.databind.node.ObjectNode) fields;
    if (config.annealing() != TaggerConfig.Annealing.LINEAR) {
      object.remove("epochs"); // of a linear schedule they are the slope
    }
    if (config.averagedEpochs() == 0) {
      object.remove("averagedEpochs"); // as in checkpoints from before there were averages
    }
    return fields + ", " + train.size() + " train, " + dev.size() + " dev";
  }

  private static Path bestFile(Path checkpoint) {
    return checkpoint.resolveSibling(checkpoint.getFileName() + ".best");
  }
}
