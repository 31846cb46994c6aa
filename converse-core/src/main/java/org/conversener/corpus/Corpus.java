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
    return new Corpus(first(train, n), first(dev, Math.max(1, n / 2)), test);
  }

  private static List<Sentence> first(List<Sentence> sentences, int n) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(LIMIT_SEED));
    return order.stream().limit(n).map(sentences::get).toList();
  }

  /** The SHA-256 of the three parts in order, each by {@link Fingerprint}. */
  public String fingerprint() {
    return Fingerprint.of(List.of(train, dev, test));
  }
}
