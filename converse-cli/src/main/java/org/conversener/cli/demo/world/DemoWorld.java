package org.conversener.cli.demo.world;

import java.util.List;

/**
 * All data of the demo in one source language. The same seed gives the same world, and the same
 * names in both languages.
 *
 * @param source the low-resource language, ES or ZH
 * @param seed the seed
 * @param names all names of the world
 * @param parallelTrain sentence pairs with names of TRAIN and PARALLEL
 * @param parallelValid held-out pairs of the same kind
 * @param teacherTrain labelled English with names of TRAIN and most of PARALLEL
 * @param teacherDev labelled English, half of it with names that are not in teacherTrain
 * @param teacherTest as teacherDev
 * @param train labelled source sentences with names of TRAIN
 * @param dev labelled source sentences, a third for each list of names
 * @param test as dev
 */
public record DemoWorld(
    Language source,
    long seed,
    List<Name> names,
    List<ParallelSentence> parallelTrain,
    List<ParallelSentence> parallelValid,
    List<TeacherSentence> teacherTrain,
    List<TeacherSentence> teacherDev,
    List<TeacherSentence> teacherTest,
    List<LabelledSentence> train,
    List<LabelledSentence> dev,
    List<LabelledSentence> test) {
  /** Copies the lists. */
  public DemoWorld {
    names = List.copyOf(names);
    parallelTrain = List.copyOf(parallelTrain);
    parallelValid = List.copyOf(parallelValid);
    teacherTrain = List.copyOf(teacherTrain);
    teacherDev = List.copyOf(teacherDev);
    teacherTest = List.copyOf(teacherTest);
    train = List.copyOf(train);
    dev = List.copyOf(dev);
    test = List.copyOf(test);
  }

  /**
   * Makes the world.
   *
   * @param language {@code es} or {@code zh}
   * @param seed any number
   * @throws IllegalArgumentException if the language is another one
   */
  public static DemoWorld generate(String language, long seed) {
    return new WorldBuilder(Language.source(language), seed).build();
  }

  /**
   * The same world with the first sentences of each kind only.
   *
   * @param count at most how many; 0 for all
   */
  public DemoWorld limit(int count) {
    return new DemoWorld(
        source,
        seed,
        names,
        first(parallelTrain, count),
        first(parallelValid, count),
        first(teacherTrain, count),
        first(teacherDev, count),
        first(teacherTest, count),
        first(train, count),
        first(dev, count),
        first(test, count));
  }

  private static <T> List<T> first(List<T> sentences, int count) {
    return count == 0 || count >= sentences.size() ? sentences : sentences.subList(0, count);
  }
}
