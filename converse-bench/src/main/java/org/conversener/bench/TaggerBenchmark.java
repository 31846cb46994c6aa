package org.conversener.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.conversener.embedding.RandomVectors;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tagging.Tagging;
import org.conversener.text.Sentence;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Tagging speed in words a second: 300 random features a word, BiLSTM 256, CRF over four types,
 * Viterbi and the entities' confidences. The tagger is untrained and the words are made up; speed
 * does not depend on either, but for the number of entities found.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1)
@State(Scope.Benchmark)
public class TaggerBenchmark {
  private static final int SENTENCES = 512;
  private static final int WORDS = 15;

  private final List<String> vocabulary = vocabulary();
  private final List<Sentence> sentences = sentences();
  private final Tagger tagger =
      new Tagger(
          TaggerConfig.quick(),
          new TagSet(tags()),
          parameters -> new RandomVectors(parameters, 300, vocabulary, "words"),
          null);

  /** Batches of like length, as a corpus is tagged. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES * WORDS)
  public List<Tagging> inBatches() {
    return tagger.tagAll(sentences);
  }

  /** One sentence after the other, as a service would. */
  @Benchmark
  @OperationsPerInvocation(SENTENCES * WORDS)
  public List<Tagging> oneByOne() {
    return sentences.stream().map(tagger::tag).toList();
  }

  /** Frees the parameters. */
  @TearDown
  public void close() {
    tagger.close();
  }

  private static List<String> vocabulary() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      words.add("w" + i);
    }
    return words;
  }

  /** Lengths go from 5 to 25 words, 15 on average. */
  private List<Sentence> sentences() {
    SplittableRandom random = new SplittableRandom(1);
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < SENTENCES; i++) {
      int length = i % 2 == 0 ? random.nextInt(5, 26) : 2 * WORDS - sentences.get(i - 1).length();
      List<String> words = new ArrayList<>();
      for (int j = 0; j < length; j++) {
        words.add(vocabulary.get(random.nextInt(vocabulary.size())));
      }
      sentences.add(new Sentence(words, List.of()));
    }
    return sentences;
  }

  private static List<String> tags() {
    List<String> tags = new ArrayList<>(List.of("O"));
    for (String type : List.of("LOC", "MISC", "ORG", "PER")) {
      for (String prefix : List.of("B", "I", "E", "S")) {
        tags.add(prefix + "-" + type);
      }
    }
    return tags;
  }
}
