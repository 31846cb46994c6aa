package org.conversener.tagging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.TokenFeatures;
import org.conversener.layers.BiLstm;
import org.conversener.layers.ChainCrf;
import org.conversener.layers.ChainFactors;
import org.conversener.layers.ChainLattice;
import org.conversener.layers.ChainScores;
import org.conversener.layers.Linear;
import org.conversener.layers.LockedDropout;
import org.conversener.layers.WordDropout;
import org.conversener.tensor.Crew;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.training.LengthBatches;
import org.jspecify.annotations.Nullable;

/**
 * A named-entity tagger (eq. 8 to 14 of the paper):
 *
 * <pre>
 * embeddings ─► word and locked dropout ─► [linear] ─► BiLSTM, R ─► locked dropout ⊕ [carried ─► locked dropout]
 *            ─► linear ─► CRF
 * </pre>
 *
 * <p>Without carried features it is the teacher or the baseline. All parts are pure functions of
 * the parameters, so any number of threads may tag at once, but not while it is trained.
 *
 * <p>Shapes: B batch, T words of the longest sentence, D width of the embeddings, d LSTM width, C
 * width of the carried features, K tags.
 */
public final class Tagger implements AutoCloseable {
  /** The most sentences computed together. */
  private static final int READ_BATCH = 64;

  /** The most layers of BiLSTM. */
  public static final int MOST_LAYERS = 8;

  /** Beside the embeddings, carried features share the embeddings' own dropout. */
  private static final LockedDropout NO_DROPOUT = new LockedDropout(0);

  private final TaggerConfig config;
  private final TagSet tags;
  private final Parameters parameters;
  private final TokenFeatures embeddings;
  private final @Nullable TokenFeatures carried;
  private final WordDropout wordDropout;
  private final LockedDropout embeddingDropout;
  private final LockedDropout lstmDropout;
  private final LockedDropout carriedDropout;
  private final @Nullable Linear reprojection;
  private final List<BiLstm> lstms = new ArrayList<>();
  private final Linear linear;
  private final ChainCrf crf;

  /**
   * An untrained tagger. It holds the frozen models that its embeddings read with until it is
   * closed; the factories may be closed before.
   *
   * @param carried the features carried over from the teacher, or null for a teacher or baseline
   */
  public Tagger(
      TaggerConfig config,
      TagSet tags,
      Embeddings.Factory embeddings,
      Embeddings.@Nullable Factory carried) {
    this(config, tags, embeddings, carried, 1);
  }

  /**
   * As above, with several layers of BiLSTM, as some taggers of other systems have; there is no
   * dropout between them.
   *
   * @param layers of 1 to {@value #MOST_LAYERS}
   * @throws IllegalArgumentException if there are more or fewer
   */
  public Tagger(
      TaggerConfig config,
      TagSet tags,
      Embeddings.Factory embeddings,
      Embeddings.@Nullable Factory carried,
      int layers) {
    this(config, tags, embeddings, carried, layers, DType.FLOAT32);
  }

  Tagger(
      TaggerConfig config,
      TagSet tags,
      Embeddings.Factory embeddings,
      Embeddings.@Nullable Factory carried,
      DType type) {
    this(config, tags, embeddings, carried, 1, type);
  }

  private Tagger(
      TaggerConfig config,
      TagSet tags,
      Embeddings.Factory embeddings,
      Embeddings.@Nullable Factory carried,
      int layers,
      DType type) {
    if (layers < 1 || layers > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "layers: expected 1 to " + MOST_LAYERS + ", found " + layers);
    }
    this.config = config;
    this.tags = tags;
    parameters = new Parameters(config.seed(), type);
    this.embeddings = embeddings.create(parameters.group("embeddings"));
    try {
      this.carried = carried == null ? null : carried.create(parameters.group("carried"));
    } catch (RuntimeException e) {
      parameters.close();
      this.embeddings.release();
      throw e;
    }
    wordDropout = new WordDropout(config.wordDropout());
    embeddingDropout = new LockedDropout(config.embeddingDropout());
    lstmDropout = new LockedDropout(config.lstmDropout());
    carriedDropout = new LockedDropout(config.carriedDropout());
    int carriedWidth = this.carried == null ? 0 : this.carried.width();
    boolean isInput = config.carriedAt() == TaggerConfig.CarriedAt.INPUT;
    int in = this.embeddings.width() + (isInput ? carriedWidth : 0);
    if (in == 0) {
      parameters.close();
      throw new IllegalArgumentException("a tagger needs at least one embedding");
    }
    int projected = config.reprojection() == 0 ? in : Math.min(in, config.reprojection());
    reprojection =
        config.reprojection() == 0
            ? null
            : Linear.plain(parameters.group("reprojection"), in, projected);
    lstms.add(new BiLstm(parameters.group("lstm"), projected, config.hidden()));
    for (int layer = 2; layer <= layers; layer++) {
      Parameters group = parameters.group("lstm" + layer);
      lstms.add(new BiLstm(group, featureWidth(), config.hidden()));
    }
    linear =
        Linear.plain(
            parameters.group("linear"), featureWidth() + (isInput ? 0 : carriedWidth), tags.size());
    crf = new ChainCrf(parameters.group("crf"), tags.size());
  }

  /** How it was made. */
  public TaggerConfig config() {
    return config;
  }

  /** The tags it gives. */
  public TagSet tags() {
    return tags;
  }

  /** The learned tensors; theirs is this tagger's life. */
  public Parameters parameters() {
    return parameters;
  }

  /** Whether it reads features carried over from a teacher. */
  public boolean hasCarried() {
    return carried != null;
  }

  /** The width of {@link #features}, 2d. */
  public int featureWidth() {
    return lstms.get(0).width();
  }

  /** How many layers of BiLSTM there are. */
  public int layers() {
    return lstms.size();
  }

  /** The entities of a sentence. */
  public Tagging tag(Sentence sentence) {
    return tagAll(List.of(sentence)).get(0);
  }

  /**
   * The entities of many sentences, in the order given. They are computed in batches of like
   * length, side by side if there are threads for it, and are, to the last bit, what {@link #tag}
   * says of each.
   *
   * @throws java.util.concurrent.CancellationException if this thread is interrupted meanwhile
   */
  public List<Tagging> tagAll(List<Sentence> sentences) {
    return inBatches(sentences, this::tagBatch);
  }

  /** R, the output of the BiLSTM for a sentence, without dropout: [T][2d]. */
  public float[][] features(Sentence sentence) {
    return featuresOfAll(List.of(sentence)).get(0);
  }

  /**
   * {@link #features} of each sentence, to the last bit.
   *
   * @throws java.util.concurrent.CancellationException if this thread is interrupted meanwhile
   */
  public List<float[][]> featuresOfAll(List<Sentence> sentences) {
    return inBatches(sentences, this::featuresOfBatch);
  }

  /** Each operation on one thread, for their number decides in which order sums are made. */
  private <R> List<R> inBatches(List<Sentence> sentences, Function<List<Sentence>, List<R>> read) {
    int[] lengths = lengths(sentences);
    int most = Math.max(1, Math.min(lengths.length / Natives.threads(), READ_BATCH));
    List<int[]> batches = LengthBatches.tight(lengths, most, config.maxPaddedWords());
    List<@Nullable R> results = new ArrayList<>(Collections.nCopies(lengths.length, null));
    Crew.work(
        batches.size(),
        number -> {
          int[] batch = batches.get(number);
          List<R> some = read.apply(Arrays.stream(batch).mapToObj(sentences::get).toList());
          for (int i = 0; i < batch.length; i++) {
            results.set(batch[i], some.get(i));
          }
        });
    return results.stream().map(Objects::requireNonNull).toList();
  }

  private List<float[][]> featuresOfBatch(List<Sentence> batch) {
    int[] lengths = lengths(batch);
    try (Scope scope = Scope.withoutGradients()) {
      float[] all = encode(batch, false).toFloats(); // B x T x 2d
      int stride = all.length / lengths.length;
      List<float[][]> features = new ArrayList<>();
      for (int b = 0; b < lengths.length; b++) {
        features.add(rows(Arrays.copyOfRange(all, b * stride, (b + 1) * stride), lengths[b]));
      }
      return features;
    }
  }

  private float[][] rows(float[] flat, int count) {
    float[][] rows = new float[count][];
    for (int t = 0; t < count; t++) {
      rows[t] = Arrays.copyOfRange(flat, t * featureWidth(), (t + 1) * featureWidth());
    }
    return rows;
  }

  private List<Tagging> tagBatch(List<Sentence> batch) {
    double[][][] emissions;
    try (Scope scope = Scope.withoutGradients()) {
      emissions = crf.unpad(emissions(batch, false), lengths(batch));
    }
    ChainScores scores = crf.scores();
    ChainFactors factors = new ChainFactors(scores);
    List<Tagging> results = new ArrayList<>();
    for (int b = 0; b < emissions.length; b++) {
      int[] path = scores.bestPath(emissions[b]);
      List<Span> entities = tags.decode(path);
      List<Double> confidences = new ArrayList<>();
      if (!entities.isEmpty()) {
        ChainLattice lattice = new ChainLattice(factors, emissions[b]);
        for (Span entity : entities) {
          int[] span = Arrays.copyOfRange(path, entity.start(), entity.end());
          confidences.add(lattice.spanProbability(entity.start(), span));
        }
      }
      results.add(new Tagging(batch.get(b).withEntities(entities), confidences));
    }
    return results;
  }

  /** The loss of a batch, summed over its sentences; belongs to the caller's scope. */
  Tensor loss(List<Sentence> batch, boolean isTraining) {
    int[][] gold = batch.stream().map(tags::encode).toArray(int[][]::new);
    return crf.loss(emissions(batch, isTraining), gold);
  }

  private Tensor emissions(List<Sentence> batch, boolean isTraining) {
    Tensor hidden = lstmDropout.forward(encode(batch, isTraining), isTraining); // B x T x 2d
    if (config.carriedAt() == TaggerConfig.CarriedAt.OUTPUT) {
      hidden = withCarried(hidden, carriedDropout, batch, isTraining); // B x T x (2d + C)
    }
    Tensor scores = linear.forward(hidden); // B x T x K
    return config.emissions() == TaggerConfig.Emissions.SOFTMAX ? Ops.softmax(scores, 2) : scores;
  }

  private Tensor encode(List<Sentence> batch, boolean isTraining) {
    return encode(embed(batch, isTraining), lengths(batch), isTraining);
  }

  /** B x T x D, or B x T x (D + C). */
  private Tensor embed(List<Sentence> batch, boolean isTraining) {
    Tensor input = embeddings.forward(batch, isTraining);
    return config.carriedAt() == TaggerConfig.CarriedAt.INPUT
        ? withCarried(input, NO_DROPOUT, batch, isTraining)
        : input;
  }

  /** B x T x 2d. */
  private Tensor encode(Tensor embedded, int[] lengths, boolean isTraining) {
    Tensor input = embeddingDropout.forward(wordDropout.forward(embedded, isTraining), isTraining);
    if (reprojection != null) {
      input = reprojection.forward(input);
    }
    for (BiLstm lstm : lstms) {
      input = lstm.forward(input, lengths);
    }
    return input;
  }

  private Tensor withCarried(
      Tensor own, LockedDropout dropout, List<Sentence> batch, boolean isTraining) {
    return carried == null
        ? own
        : Tensor.concat(2, own, dropout.forward(carried.forward(batch, isTraining), isTraining));
  }

  private static int[] lengths(List<Sentence> batch) {
    return batch.stream().mapToInt(Sentence::length).toArray();
  }

  /** Writes everything but the carried features' own sources into a folder that exists. */
  public void writeTo(Path directory) throws IOException {
    TaggerFiles.write(this, embeddings, carried, directory);
  }

  /**
   * Reads a tagger that {@link #writeTo} wrote.
   *
   * @param carried makes the carried features if the tagger has some; null if it has none
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws org.conversener.tensor.CorruptFileException if a file is not what it should be
   * @throws IllegalArgumentException if carried features are given or lacking against the tagger
   */
  public static Tagger readFrom(Path directory, Embeddings.@Nullable Factory carried)
      throws IOException {
    return TaggerFiles.read(directory, carried);
  }

  /**
   * Frees the parameters and, if no other network holds them, the models the features read with.
   */
  @Override
  public void close() {
    parameters.close();
    lstms.forEach(BiLstm::release);
    linear.release();
    if (reprojection != null) {
      reprojection.release();
    }
    embeddings.release();
    if (carried != null) {
      carried.release();
    }
  }
}
