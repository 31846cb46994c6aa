package org.conversener.embedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.conversener.tensor.Crew;
import org.conversener.tensor.SteadyLinear;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of spellings met before, for as long as the weights stay as they are: most words of a
 * text have stood in it already. A word's vector does not depend, to the last bit, on the words it
 * is first spelled with, so that what is remembered shows nowhere but in the time. Thread-safe, but
 * not while the weights change.
 */
final class SpelledWords implements AutoCloseable {
  /** So that the words of an endless text need no endless memory; later ones are spelled anew. */
  private static final int MOST = 100_000;

  private final int most;
  private @Nullable State state;

  SpelledWords() {
    this(MOST);
  }

  SpelledWords(int most) {
    this.most = most;
  }

  /** Computes vectors. */
  @FunctionalInterface
  interface Speller {
    /** Those of the words, one after the other. */
    float[] spell(List<String> words, SteadyLinear layer);
  }

  /**
   * What belongs to one state of the weights.
   *
   * @param version which
   * @param layer the convolution's matrix
   */
  private record State(long version, SteadyLinear layer, Map<String, float[]> rows) {}

  /**
   * The vectors of words, one after the other.
   *
   * @param width of a vector
   * @param version of the weights
   * @param layer makes the convolution's matrix anew
   * @param speller called on one thread
   */
  float[] of(
      List<String> words, int width, long version, Supplier<SteadyLinear> layer, Speller speller) {
    State current = state(version, layer);
    float[][] rows = new float[words.size()][];
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = current.rows.get(words.get(i));
      if (rows[i] == null) {
        missing.add(words.get(i));
      }
    }
    float[] spelled = new float[missing.size() * width];
    if (!missing.isEmpty()) {
      // Whoever asks: the number of threads decides in which order a product is summed.
      Crew.work(
          1,
          part ->
              System.arraycopy(
                  speller.spell(missing, current.layer), 0, spelled, 0, spelled.length));
    }
    float[] all = new float[rows.length * width];
    int next = 0;
    for (int i = 0; i < rows.length; i++) {
      float[] row = rows[i];
      if (row == null) {
        row = Arrays.copyOfRange(spelled, next * width, (next + 1) * width);
        next++;
        if (current.rows.size() < most) {
          current.rows.put(words.get(i), row);
        }
      }
      System.arraycopy(row, 0, all, i * width, width);
    }
    return all;
  }

  private synchronized State state(long version, Supplier<SteadyLinear> layer) {
    State known = state;
    if (known != null && known.version == version) {
      return known;
    }
    close();
    State made = new State(version, layer.get(), new ConcurrentHashMap<>());
    state = made;
    return made;
  }

  /** Forgets all. */
  @Override
  public synchronized void close() {
    if (state != null) {
      state.layer.close();
      state = null;
    }
  }
}
