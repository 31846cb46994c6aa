package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.conversener.embedding.CharacterLanguageModel.Prediction;
import org.conversener.embedding.CharacterLanguageModel.State;
import org.conversener.tensor.DivergedException;
import org.conversener.tensor.Optimizer;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.training.Checkpoint;
import org.conversener.training.Limits;
import org.conversener.training.PlateauSchedule;
import org.conversener.training.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Trains a character language model as Flair does (REFERENCE 2.1): stretches of the shuffled text
 * side by side, backpropagation within windows while the state goes on from one to the next, plain
 * gradient descent at a high rate with clipping, a rate that falls when the validation loss of the
 * splits does not. The weights with the lowest validation loss are kept.
 *
 * <p>The state begins anew in each split. So a checkpoint is written where a split ends, and holds
 * no state; a run without a time limit goes on from there to the same bytes. A split that a time
 * limit cut short is done again whole. In the last minutes of a limit the rate falls ({@link
 * CharlmConfig#finalShare}), so what is learned there depends on the clock.
 */
public final class CharlmTrainer {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String BEST = "checkpoint.best.safetensors";
  private static final int SAMPLE = 72;
  private static final int FINAL_FALLS = 3;

  /** A finished run: the model with the best weights, and how it went. */
  public record Trained(
      CharacterLanguageModel model, List<CharlmSplit> splits, List<String> notices) {
    /** The split whose weights were kept. */
    public CharlmSplit best() {
      return splits.stream()
          .min(java.util.Comparator.comparingDouble(CharlmSplit::validLoss))
          .orElseThrow();
    }
  }

  private final CharlmConfig config;
  private final List<String> train;
  private final CharacterColumns valid;
  private final CharacterLanguageModel model;
  private final Optimizer optimizer;
  private final PlateauSchedule plateau;
  private final Limits limits;
  private final @Nullable Path folder;
  private final Progress progress;
  private final int parts;
  private final List<CharlmSplit> splits = new ArrayList<>();
  private final Map<String, Tensor> best = new LinkedHashMap<>();
  private final long start = System.nanoTime();
  private double elapsedBefore;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private long step;
  private boolean isCutShort;

  private CharlmTrainer(
      CharlmText text,
      CharacterVocabulary vocabulary,
      CharlmConfig config,
      Limits limits,
      @Nullable Path folder,
      Progress progress) {
    this.config = config;
    this.limits = limits;
    this.folder = folder;
    this.progress = progress;
    train = text.train();
    parts = Math.max(1, Math.min(config.splits(), train.size()));
    valid =
        new CharacterColumns(
            CharacterStream.of(text.valid(), vocabulary, config.direction()),
            config.batch(),
            config.sequence());
    model = new CharacterLanguageModel(config, vocabulary);
    optimizer = Optimizer.sgd(model.parameters(), config.rate());
    plateau =
        new PlateauSchedule(
            new PlateauSchedule.Settings(
                PlateauSchedule.Goal.MIN,
                config.annealingFactor(),
                config.patience(),
                1e-4,
                config.minimumRate()),
            config.rate());
  }

  /**
   * Trains from plain text.
   *
   * @param folder where checkpoints are kept, so that the same call with {@code resume} goes on
   *     after an interruption, or with more epochs or minutes after the end; null to keep none
   * @throws IllegalArgumentException if there is no text
   * @throws org.conversener.tensor.DivergedException if the gradient or every validation loss is no
   *     finite number
   * @throws CancellationException if the thread was interrupted
   */
  public static Trained train(
      CharlmText text,
      CharlmConfig config,
      Limits limits,
      @Nullable Path folder,
      boolean resume,
      Progress progress)
      throws IOException {
    if (text.train().isEmpty() || text.valid().isEmpty()) {
      throw new IllegalArgumentException(
          "training needs lines to learn from and to validate on, found "
              + text.train().size()
              + " and "
              + text.valid().size());
    }
    CharacterVocabulary vocabulary = CharacterVocabulary.of(text.train(), config.minimumCount());
    CharlmTrainer trainer = new CharlmTrainer(text, vocabulary, config, limits, folder, progress);
    List<String> notices =
        List.of(
            String.format(
                Locale.ROOT,
                "%,d lines to learn from, %,d lines (%,d characters) to validate on",
                text.train().size(),
                text.valid().size(),
                trainer.valid.characters()),
            vocabulary.size() + " different characters, <unk> included",
            trainer.model.parameters().count() + " parameters");
    notices.forEach(progress::say);
    boolean isDone = false;
    try (Optimizer optimizer = trainer.optimizer) {
      trainer.run(resume);
      isDone = true;
    } finally {
      trainer.best.values().forEach(Tensor::close);
      if (!isDone) {
        trainer.model.close();
      }
    }
    return new Trained(trainer.model, List.copyOf(trainer.splits), notices);
  }

  private void run(boolean resume) throws IOException {
    int done = resume ? restore() : 0;
    while (mayTrain(done)) {
      int epoch = done / parts + 1;
      CharacterStream.Epoch order = new CharacterStream.Epoch(train, config, epoch);
      do {
        CharlmSplit split = split(order, epoch, done % parts);
        splits.add(split);
        progress.say(split.describe(parts));
        progress.say("it writes: " + sample(done));
        boolean isBest = split.validLoss() < bestLoss;
        if (isBest) {
          bestLoss = split.validLoss();
          remember();
        }
        if (!isCutShort) {
          if (split.rate() == plateau.rate()) {
            // At a rate lowered for the end the loss falls as it will not when the run goes on.
            var unused = plateau.next(split.validLoss());
          }
          done++;
          save(done, isBest);
        }
      } while (done % parts != 0 && mayTrain(done));
    }
    if (best.isEmpty()) {
      throw new DivergedException(
          "the validation loss was never a finite number: lower the rate, or give it more time");
    }
    model.parameters().load(best);
  }

  private boolean mayTrain(int done) {
    return done < (long) config.epochs() * parts
        && !plateau.isFinished()
        && !isCutShort
        // A run ends with a model, however little time it is given.
        && (best.isEmpty() || !outOfTime());
  }

  private CharlmSplit split(CharacterStream.Epoch order, int epoch, int part) {
    CharacterColumns columns =
        new CharacterColumns(
            CharacterStream.of(order.part(part, parts), model.vocabulary(), config.direction()),
            config.batch(),
            config.sequence());
    progress.begin("epoch " + epoch + " split " + (part + 1), columns.windows());
    double rate = plateau.rate();
    long begun = System.nanoTime();
    double loss = 0;
    long characters = 0;
    try (Carried carried = new Carried(model, columns.count())) {
      for (int w = 0; w < columns.windows() && !isCutShort; w++) {
        checkInterrupt();
        rate = rate(plateau.rate(), elapsed() / (60 * limits.minutes()), config);
        optimizer.rate(rate);
        Randomness.seed(config.seed(), step++);
        loss += columns.size(w) * learn(columns, w, carried);
        characters += columns.size(w);
        isCutShort = w + 1 < columns.windows() && outOfTime();
        progress.step(w + 1L, String.format(Locale.ROOT, "loss %.3f", loss / characters));
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new CharlmSplit(
        epoch, part + 1, loss / characters, validLoss(), rate, characters, seconds);
  }

  /**
   * The rate at a moment.
   *
   * @param scheduled what the validation losses say
   * @param share of the minutes that has passed; 0 if there is no limit
   */
  static double rate(double scheduled, double share, CharlmConfig config) {
    double left = config.finalShare() - (1 - share);
    if (left <= 0) {
      return scheduled;
    }
    double falls = Math.min(FINAL_FALLS, 1 + Math.floor(FINAL_FALLS * left / config.finalShare()));
    return scheduled * Math.pow(config.annealingFactor(), falls);
  }

  private static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("training was interrupted");
    }
  }

  private double learn(CharacterColumns columns, int window, Carried carried) {
    try (Scope scope = Scope.open()) {
      Prediction prediction =
          model.predict(columns.read(window), columns.next(window), carried.state(), true);
      prediction.loss().backward();
      carried.replace(prediction.last());
      var unused = optimizer.step(1, config.clip());
      return prediction.loss().item();
    }
  }

  private double validLoss() {
    double loss = 0;
    try (Carried carried = new Carried(model, valid.count())) {
      for (int w = 0; w < valid.windows(); w++) {
        checkInterrupt();
        try (Scope scope = Scope.withoutGradients()) {
          Prediction prediction =
              model.predict(valid.read(w), valid.next(w), carried.state(), false);
          loss += valid.size(w) * prediction.loss().item();
          carried.replace(prediction.last());
        }
      }
    }
    return loss / valid.characters();
  }

  /** A state that outlives the scope of a step; what computed it is forgotten. */
  private static final class Carried implements AutoCloseable {
    private State state;

    Carried(CharacterLanguageModel model, int texts) {
      try (Scope scope = Scope.withoutGradients()) {
        state = owned(model.start(texts));
      }
    }

    State state() {
      return state;
    }

    void replace(State next) {
      State kept = owned(next);
      close();
      state = kept;
    }

    private static State owned(State state) {
      // Copies, lest a view keep the output of the whole window alive.
      return new State(
          state.hidden().detach().times(1.0).owned(), state.cell().detach().times(1.0).owned());
    }

    @Override
    public void close() {
      state.hidden().close();
      state.cell().close();
    }
  }

  private String sample(int number) {
    long seed = Randomness.seedFor(config.seed(), "sample " + number);
    return CharlmSampler.sample(model, SAMPLE, seed);
  }

  private double elapsed() {
    return elapsedBefore + (System.nanoTime() - start) / 1e9;
  }

  private boolean outOfTime() {
    return elapsed() > 60 * limits.minutes();
  }

  private void remember() {
    best.values().forEach(Tensor::close);
    best.clear();
    try (Scope scope = Scope.withoutGradients()) {
      model.parameters().all().forEach((name, tensor) -> best.put(name, tensor.times(1.0).owned()));
    }
  }

  private void save(int done, boolean isBest) throws IOException {
    if (folder == null) {
      return;
    }
    Map<String, String> state = new LinkedHashMap<>(plateau.state());
    state.put("done", Integer.toString(done));
    state.put("step", Long.toString(step));
    state.put("elapsed", Double.toString(elapsed()));
    state.put("bestLoss", Double.toString(bestLoss));
    state.put("splits", CharlmSplit.write(splits));
    // An interrupted thread cannot write to a channel; the interruption is answered afterwards.
    boolean wasInterrupted = Thread.interrupted();
    try {
      if (isBest) {
        // Before the checkpoint: if killed in between, the split is done again to the same bytes.
        Safetensors.write(folder.resolve(BEST), best);
      }
      Checkpoint.save(folder.resolve(CHECKPOINT), model.parameters(), optimizer, state);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** How many splits the checkpoint's run had done; 0 if there is none. */
  private int restore() throws IOException {
    if (folder == null || !Files.exists(folder.resolve(CHECKPOINT))) {
      return 0;
    }
    Map<String, String> state =
        Checkpoint.restore(folder.resolve(CHECKPOINT), model.parameters(), optimizer);
    int done = Integer.parseInt(state.getOrDefault("done", "0"));
    step = Long.parseLong(state.getOrDefault("step", "0"));
    elapsedBefore = Double.parseDouble(state.getOrDefault("elapsed", "0"));
    bestLoss = Double.parseDouble(state.getOrDefault("bestLoss", "Infinity"));
    splits.addAll(CharlmSplit.read(state.getOrDefault("splits", "")));
    plateau.restore(state);
    if (bestLoss < Double.POSITIVE_INFINITY) {
      try (Scope scope = Scope.withoutGradients()) {
        Safetensors.read(folder.resolve(BEST)).forEach((name, t) -> best.put(name, t.owned()));
      }
    }
    progress.say("resumed after " + done + " splits of " + parts + " an epoch");
    return done;
  }
}
