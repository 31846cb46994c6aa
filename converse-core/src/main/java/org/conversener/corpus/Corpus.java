package org.conversener.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.conversener.text.Sentence;

/**
 * A labelled corpus in its three parts.
 *
 * @param train the sentences to learn from
 * @param dev the sentences to select a model by; may be empty
 * @param test the sentences to report; may be empty
 */
public record Corpus(List<Sentence> train, List<Sentence> dev, List<Sentence> test) {
  /** The seed of the permutation by which small corpora are drawn from large ones. */
  public static final long LIMIT_SEED = 1;

  /** Copies the lists. */
  public Corpus {
    train = List.copyOf(train);
    dev = List.copyOf(dev);
    test = List.copyOf(test);
  }

  /**
   * A low-resource corpus: n sentences of train and n/2 of dev (at least one, at most all), test
   * whole.
   *
   * <p>The sentences are the first of a permutation by {@code Collections.shuffle(indices, new
   * Random(1))}, of train and of dev alone, both specified by the JDK; so a corpus of 500 is the
   * beginning of one of 1,000.
   *
   * @throws IllegalArgumentException if n is not between 1 and the size of train
   */
  public Corpus limit(int n) {
    if (n < 1 || n > train.size()) {
      throw new IllegalArgumentException(
          "a limit lies between 1 and the "
              + train.size()
              + " sentences of train; found "
              + n
              + "; leave it out to train on all");
    }
    return new Corpus(
        permuted(train).subList(0, n),
        permuted(dev).subList(0, Math.min(dev.size(), devLimit(n))),
        test);
  }

  /**
   * The sentences of dev that {@link #limit} leaves out, which so choose nothing: many more than a
   * small corpus has of its own to tell how good a model is.
   */
  public List<Sentence> restOfDev(int n) {
    return permuted(dev).stream().skip(devLimit(n)).toList();
  }

  private static int devLimit(int n) {
    return Math.max(1, n / 2);
  }

  private static List<Sentence> permuted(List<Sentence> sentences) {
    List<Sentence> permuted = new ArrayList<>(sentences);
    Collections.shuffle(permuted, new Random(LIMIT_SEED));
    return permuted;
  }

  /** The SHA-256 of the three parts in order, each by {@link Fingerprint}. */
  public String fingerprint() {
    return Fingerprint.of(List.of(train, dev, test));
  }
}
