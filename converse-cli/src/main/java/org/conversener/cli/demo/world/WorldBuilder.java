package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Deals drafts out to the data sets. Dev and test come first, so that training text can leave out
 * every sentence of theirs; sentences with names differ anyway, by {@link PairSplit}.
 */
final class WorldBuilder {
  private static final int TRAIN = 150;
  private static final int DEV = 150;
  private static final int TEST = 600;
  private static final int PARALLEL = 6_000;
  private static final int PARALLEL_VALID = 200;
  private static final int TEACHER = 2_500;
  private static final int TEACHER_HELD_OUT = 300;

  private final Language source;
  private final long seed;
  private final List<Frame> frames = FrameReader.read();
  private final Lexicon lexicon = Lexicon.read();
  private final List<Name> names;
  private final PairSplit pairs;

  /** The words, in either language, of the sentences that later data sets must not repeat. */
  private final Set<List<String>> reserved = new LinkedHashSet<>();

  WorldBuilder(Language source, long seed) {
    this.source = source;
    this.seed = seed;
    this.names = NameFactory.make(seed);
    this.pairs = new PairSplit(seed);
  }

  DemoWorld build() {
    Predicate<Name> isTrain = n -> n.list() == NameList.TRAIN;
    Predicate<Name> isParallel = n -> n.list() != NameList.NEW;
    Predicate<Name> isTaught = isParallel.and(n -> !pairs.isUntaught(n.stem()));

    List<LabelledSentence> train =
        draw("train", isTrain, false, TRAIN, d -> labelled(d, NameList.TRAIN));
    reserve(train);
    Set<Name> seen = new LinkedHashSet<>();
    train.forEach(s -> seen.addAll(s.origin().names()));
    List<LabelledSentence> dev = evaluation("dev", DEV, seen);
    List<LabelledSentence> test = evaluation("test", TEST, seen);

    List<TeacherSentence> teacherDev = teacherHeldOut("teacher dev", isParallel, isTaught);
    List<TeacherSentence> teacherTest = teacherHeldOut("teacher test", isParallel, isTaught);
    List<TeacherSentence> teacherTrain =
        draw("teacher train", isTaught, false, TEACHER, this::taught);
    List<ParallelSentence> valid =
        draw("parallel valid", isParallel, false, PARALLEL_VALID, this::parallel);
    valid.forEach(s -> reserve(s.source(), s.english()));
    List<ParallelSentence> parallel =
        draw("parallel train", isParallel, false, PARALLEL, this::parallel);
    return new DemoWorld(
        source,
        seed,
        names,
        parallel,
        valid,
        teacherTrain,
        teacherDev,
        teacherTest,
        train,
        dev,
        test);
  }

  /**
   * A third of the sentences for each list; of TRAIN those names that source training has shown.
   */
  private List<LabelledSentence> evaluation(String purpose, int size, Set<Name> seen) {
    List<LabelledSentence> sentences = new ArrayList<>();
    for (NameList list : NameList.values()) {
      Predicate<Name> usable =
          n -> n.list() == list && (list != NameList.TRAIN || seen.contains(n));
      sentences.addAll(draw(purpose + " " + list, usable, true, size / 3, d -> labelled(d, list)));
      reserve(sentences);
    }
    Seeds.shuffle(sentences, Seeds.random(seed, purpose + " order"));
    return sentences;
  }

  private List<TeacherSentence> teacherHeldOut(
      String purpose, Predicate<Name> isParallel, Predicate<Name> isTaught) {
    List<TeacherSentence> sentences = new ArrayList<>();
    Predicate<Name> isUntaught = isParallel.and(isTaught.negate());
    int half = TEACHER_HELD_OUT / 2;
    sentences.addAll(draw(purpose + " untaught", isUntaught, false, half, this::taught));
    sentences.forEach(s -> reserved.add(s.sentence().words()));
    sentences.addAll(draw(purpose + " taught", isTaught, false, half, this::taught));
    sentences.forEach(s -> reserved.add(s.sentence().words()));
    Seeds.shuffle(sentences, Seeds.random(seed, purpose + " order"));
    return sentences;
  }

  /** Draws sentences with these names, leaving out what is reserved. */
  private <T> List<T> draw(
      String purpose,
      Predicate<Name> usable,
      boolean evaluation,
      int size,
      Function<Draft, T> write) {
    List<Name> pool = names.stream().filter(usable).toList();
    Sampler sampler =
        new Sampler(frames, lexicon, pool, pairs, evaluation, Seeds.random(seed, purpose));
    List<T> sentences = new ArrayList<>();
    while (sentences.size() < size) {
      Draft draft = sampler.next();
      // Both sides count: two meanings may share their English or their source words.
      if (!reserved.contains(Realiser.write(draft, Language.EN).sentence().words())
          && !reserved.contains(Realiser.write(draft, source).sentence().words())) {
        sentences.add(write.apply(draft));
      }
    }
    return sentences;
  }

  private void reserve(List<LabelledSentence> sentences) {
    sentences.forEach(s -> reserve(s.source().words(), s.english().words()));
  }

  private void reserve(List<String> first, List<String> second) {
    reserved.add(first);
    reserved.add(second);
  }

  private LabelledSentence labelled(Draft draft, NameList group) {
    Realisation written = Realiser.write(draft, source);
    Realisation english = Realiser.write(draft, Language.EN);
    return new LabelledSentence(
        written.sentence(),
        english.sentence(),
        Realisation.align(written, english),
        group,
        draft.origin());
  }

  private TeacherSentence taught(Draft draft) {
    return new TeacherSentence(Realiser.write(draft, Language.EN).sentence(), draft.origin());
  }

  private ParallelSentence parallel(Draft draft) {
    return new ParallelSentence(
        Realiser.write(draft, source).sentence().words(),
        Realiser.write(draft, Language.EN).sentence().words(),
        draft.origin());
  }
}
