package org.conversener.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.conversener.embedding.TokenFeatures;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.conversener.translation.LayerAttention;
import org.conversener.translation.Translation;
import org.conversener.translation.WordAttention;
import org.jspecify.annotations.Nullable;

/**
 * T as features of a tagger's words. With a fixed layer (or the mean) T is computed once per
 * sentence and remembered; with {@code mix} the matrices are, and the layers' weights are learned
 * with the tagger, starting out equal. Each sentence is computed on its own, so that its rows are
 * the same to the bit in any batch.
 *
 * <p>B batch, T words of the longest sentence, m words of a sentence, n words of its translation, R
 * features of an English word, L layers. May be called from many threads at once.
 */
public final class CarriedFeatures implements TokenFeatures {
  private static final int HEAP_FRACTION = 4;

  private final KnowledgeSource source;
  private final TransferOptions options;
  private final int layers;
  private final int width;
  private final DType type;
  private final @Nullable Tensor mixture;
  private final @Nullable ShufflePool pool;
  private final BoundedCache<Prepared> cache;
  private final LongAdder emptyTranslations = new LongAdder();
  private final LongAdder zeroRows = new LongAdder();

  /**
   * What is remembered of a sentence: T, or for a mixture what it is made of.
   *
   * @param columns n; 0 if there is nothing to carry
   * @param attention [L][m][n] for a mixture, otherwise empty
   * @param values R as [n][R] for a mixture, otherwise T as [m][R]
   */
  private record Prepared(int columns, float[] attention, float[] values) {
    long bytes() {
      return 500 + 4L * (attention.length + values.length);
    }
  }

  /**
   * For every control but {@code shuffled}; remembers up to a quarter of the heap.
   *
   * @param source the knowledge of sentences; not closed by this object
   * @param layers how many layers the translator has, L
   * @param width how many features the teacher gives a word, R
   * @param parameters where the weights of a mixture are created, as {@code mixture}
   * @throws IllegalArgumentException if the options do not fit the translator
   */
  public CarriedFeatures(
      KnowledgeSource source,
      TransferOptions options,
      int layers,
      int width,
      Parameters parameters) {
    this(source, options, layers, width, parameters, List.of());
  }

  /**
   * As above, with the sentences that lend their features to others.
   *
   * @param pool for the control {@code shuffled} the training sentences ({@link #readPool} for a
   *     saved model), otherwise empty
   */
  public CarriedFeatures(
      KnowledgeSource source,
      TransferOptions options,
      int layers,
      int width,
      Parameters parameters,
      List<List<String>> pool) {
    options.layer().check(layers);
    boolean isShuffled = options.control() == TransferOptions.Control.SHUFFLED;
    if (!isShuffled && !pool.isEmpty()) {
      throw new IllegalArgumentException(
          "a pool of sentences belongs to carried-control shuffled only");
    }
    this.source = source;
    this.options = options;
    this.layers = layers;
    this.width = width;
    this.type = parameters.type();
    this.pool = isShuffled ? new ShufflePool(pool) : null;
    this.mixture = isMix() ? parameters.constant("mixture", 0, layers) : null;
    this.cache =
        new BoundedCache<>(Runtime.getRuntime().maxMemory() / HEAP_FRACTION, Prepared::bytes);
  }

  /**
   * The sentences that {@link #writeTo} kept for the control {@code shuffled}.
   *
   * @throws org.conversener.tensor.CorruptFileException if the file is not what was written
   */
  public static List<List<String>> readPool(Path directory) throws IOException {
    return ShufflePool.readFrom(directory).sentences();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    int longest = batch.stream().mapToInt(Sentence::length).max().orElseThrow();
    List<Prepared> all =
        cache.getAll(batch.stream().map(Sentence::words).toList(), this::prepareAll);
    return mixture == null ? fixed(all, longest) : mixed(batch, all, longest, mixture);
  }

  private Tensor fixed(List<Prepared> batch, int longest) {
    float[] values = new float[Math.multiplyExact(batch.size() * longest, width)];
    for (int b = 0; b < batch.size(); b++) {
      float[] carried = batch.get(b).values();
      System.arraycopy(carried, 0, values, b * longest * width, carried.length);
    }
    return Tensor.of(values, batch.size(), longest, width).as(type);
  }

  private Tensor mixed(List<Sentence> batch, List<Prepared> all, int longest, Tensor logits) {
    Tensor weights = Ops.softmax(logits, 0);
    Tensor[] rows = new Tensor[batch.size()];
    for (int b = 0; b < rows.length; b++) {
      int words = batch.get(b).length();
      Prepared prepared = all.get(b);
      int columns = prepared.columns();
      if (columns == 0) {
        rows[b] = Tensor.zeros(type, longest, width);
        continue;
      }
      Tensor carried =
          ConverseAttention.mix(
              weights,
              Tensor.of(prepared.attention(), layers, words, columns).as(type),
              Tensor.of(prepared.values(), columns, width).as(type)); // [m, R]
      rows[b] =
          words == longest
              ? carried
              : Tensor.concat(0, carried, Tensor.zeros(type, longest - words, width));
    }
    return Tensor.stack(0, rows); // [B, T, R]
  }

  private List<Prepared> prepareAll(List<List<String>> sentences) {
    ShufflePool partners = pool;
    List<Knowledge> knowledge =
        source.ofAll(
            partners == null ? sentences : sentences.stream().map(partners::partnerOf).toList());
    List<Prepared> prepared = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      prepared.add(prepare(sentences.get(i), knowledge.get(i)));
    }
    return prepared;
  }

  private Prepared prepare(List<String> words, Knowledge knowledge) {
    check(knowledge);
    List<LayerAttention> attention = new ArrayList<>();
    for (LayerAttention layer :
        WordAttention.layers(knowledge.translation(), options.attention())) {
      attention.add(TransferControls.apply(options, layer, words));
    }
    boolean isEmpty = knowledge.translation().target().isEmpty() || attention.isEmpty();
    if (isEmpty) {
      emptyTranslations.increment();
      zeroRows.add(words.size());
      return new Prepared(
          0, new float[0], isMix() ? new float[0] : new float[words.size() * width]);
    }
    int columns = knowledge.translation().target().size();
    if (isMix()) {
      zeroRows.add(countZeroRows(LayerAttention.mean(attention)));
      float[] all = new float[Math.multiplyExact(layers * words.size(), columns)];
      for (int layer = 0; layer < layers; layer++) {
        float[] values = attention.get(layer).weights().values();
        System.arraycopy(values, 0, all, layer * values.length, values.length);
      }
      return new Prepared(columns, all, knowledge.features());
    }
    LayerAttention chosen = options.layer().of(attention);
    zeroRows.add(countZeroRows(chosen));
    return new Prepared(
        columns, new float[0], ConverseAttention.carry(chosen, knowledge.features(), width));
  }

  private void check(Knowledge knowledge) {
    Translation translation = knowledge.translation();
    if (knowledge.width() != width
        || (translation.layers() != 0 && translation.layers() != layers)) {
      throw new IllegalArgumentException(
          "the knowledge of "
              + translation.source()
              + ": expected "
              + layers
              + " layers and "
              + width
              + " features, found "
              + translation.layers()
              + " and "
              + knowledge.width()
              + "; it comes from another translator or teacher");
    }
  }

  private static int countZeroRows(LayerAttention attention) {
    int count = 0;
    for (int i = 0; i < attention.source().size(); i++) {
      if (attention.strongestTarget(i) < 0) {
        count++;
      }
    }
    return count;
  }

  private boolean isMix() {
    return options.layer().kind() == LayerChoice.Kind.MIX;
  }

  /** The choices of the transfer. */
  public TransferOptions options() {
    return options;
  }

  /** The present weight of each layer in a mixture, summing to 1; empty without one. */
  public double[] layerWeights() {
    if (mixture == null) {
      return new double[0];
    }
    try (Scope scope = Scope.withoutGradients()) {
      return Ops.softmax(mixture.as(DType.FLOAT64), 0).toDoubles();
    }
  }

  /**
   * What a person should know of the sentences prepared so far: empty translations, words that
   * receive nothing. A sentence that was forgotten for want of memory counts again.
   */
  public List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (emptyTranslations.sum() > 0) {
      notices.add(
          emptyTranslations.sum() + " sentences have an empty translation: nothing is carried");
    }
    if (zeroRows.sum() > 0) {
      notices.add(zeroRows.sum() + " words receive nothing: their carried features are zero");
    }
    return notices;
  }

  @Override
  public String describe() {
    String name = "carried:" + options.layer();
    return options.control() == TransferOptions.Control.NONE
        ? name
        : name + ":" + options.toMap().get("carried-control");
  }

  /** Writes {@code shuffled.pool} for that control, otherwise nothing. */
  @Override
  public void writeTo(Path directory) throws IOException {
    if (pool != null) {
      pool.writeTo(directory);
    }
  }
}
