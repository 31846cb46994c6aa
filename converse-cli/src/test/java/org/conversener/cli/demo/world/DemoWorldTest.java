package org.conversener.cli.demo.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoWorldTest {
  private static final long SEED = 7;
  private static final DemoWorld SPANISH = DemoWorld.generate("es", SEED);
  private static final DemoWorld CHINESE = DemoWorld.generate("zh", SEED);

  private static DemoWorld world(String language) {
    return language.equals("es") ? SPANISH : CHINESE;
  }

  private static List<LabelledSentence> evaluation(DemoWorld world) {
    return Stream.concat(world.dev().stream(), world.test().stream()).toList();
  }

  private static List<Origin> trainingOrigins(DemoWorld world) {
    List<Origin> origins = new ArrayList<>();
    world.parallelTrain().forEach(s -> origins.add(s.origin()));
    world.parallelValid().forEach(s -> origins.add(s.origin()));
    Stream.of(world.teacherTrain(), world.teacherDev(), world.teacherTest())
        .flatMap(List::stream)
        .forEach(s -> origins.add(s.origin()));
    world.train().forEach(s -> origins.add(s.origin()));
    return origins;
  }

  private static Set<List<String>> trainingTexts(DemoWorld world) {
    Set<List<String>> texts = new HashSet<>();
    Stream.concat(world.parallelTrain().stream(), world.parallelValid().stream())
        .forEach(s -> texts.addAll(List.of(s.source(), s.english())));
    Stream.of(world.teacherTrain(), world.teacherDev(), world.teacherTest())
        .flatMap(List::stream)
        .forEach(s -> texts.add(s.sentence().words()));
    world.train().forEach(s -> texts.addAll(List.of(s.source().words(), s.english().words())));
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void theSameSeedGivesTheSameWorld(String language) {
    DemoWorld again = DemoWorld.generate(language, SEED);

    assertThat(again.toString().equals(world(language).toString())).isTrue();
  }

  @Test
  void anotherSeedGivesOtherNames() {
    assertThat(NameFactory.make(8)).isNotEqualTo(SPANISH.names());
  }

  @Test
  void otherLanguagesAreRefused() {
    assertThatThrownBy(() -> DemoWorld.generate("fr", SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("es and zh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void theDataSetsHaveTheirSizes(String language) {
    DemoWorld world = world(language);

    assertThat(world.parallelTrain()).hasSize(6_000);
    assertThat(world.parallelValid()).hasSize(200);
    assertThat(world.teacherTrain()).hasSize(2_500);
    assertThat(world.teacherDev()).hasSize(300);
    assertThat(world.teacherTest()).hasSize(300);
    assertThat(world.train()).hasSize(150);
    assertThat(world.dev()).hasSize(150);
    assertThat(world.test()).hasSize(600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void aThirdOfDevAndTestIsForEachListOfNames(String language) {
    for (List<LabelledSentence> set : List.of(world(language).dev(), world(language).test())) {
      for (NameList list : NameList.values()) {
        assertThat(set.stream().filter(s -> s.group() == list)).hasSize(set.size() / 3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void namesOfASentenceComeFromItsList(String language) {
    assertThat(evaluation(world(language)))
        .allSatisfy(s -> assertThat(s.origin().names()).allMatch(name -> name.list() == s.group()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void testedNamesOccurInTrainingWhereTheirListSaysSo(String language) {
    DemoWorld world = world(language);
    Set<Name> inSourceTrain =
        world.train().stream()
            .flatMap(s -> s.origin().names().stream())
            .collect(Collectors.toSet());
    Set<Name> inTraining =
        trainingOrigins(world).stream()
            .flatMap(o -> o.names().stream())
            .collect(Collectors.toSet());

    for (LabelledSentence sentence : evaluation(world)) {
      for (Name name : sentence.origin().names()) {
        assertThat(inSourceTrain.contains(name)).isEqualTo(name.list() == NameList.TRAIN);
        assertThat(inTraining.contains(name)).isEqualTo(name.list() != NameList.NEW);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void noPairOfFrameAndNameOfDevOrTestOccursInTrainingText(String language) {
    Set<List<String>> trained = framesWithStems(trainingOrigins(world(language)));
    Set<List<String>> tested =
        framesWithStems(
            evaluation(world(language)).stream().map(LabelledSentence::origin).toList());

    assertThat(tested).isNotEmpty().noneMatch(trained::contains);
  }

  private static Set<List<String>> framesWithStems(List<Origin> origins) {
    Set<List<String>> pairs = new HashSet<>();
    origins.forEach(o -> o.names().forEach(n -> pairs.add(List.of(o.frame(), n.stem()))));
    return pairs;
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void noSentenceOfDevOrTestOccursInTrainingText(String language) {
    Set<List<String>> texts = trainingTexts(world(language));

    assertThat(evaluation(world(language)))
        .noneMatch(s -> texts.contains(s.source().words()) || texts.contains(s.english().words()));
  }

  @Test
  void noSentenceOfDevIsInTestOfTheSameWorld() {
    Set<List<String>> dev =
        world("es").dev().stream().map(s -> s.source().words()).collect(Collectors.toSet());

    assertThat(world("es").test()).noneMatch(s -> dev.contains(s.source().words()));
  }

  @Test
  void wordsOfNewNamesStandNowhereInTrainingText() {
    DemoWorld world = world("es");
    Set<String> generic = ownWords(world.names(), n -> n.list() != NameList.NEW);
    Set<String> own = ownWords(world.names(), n -> n.list() == NameList.NEW);
    own.removeAll(generic);
    Set<String> trained =
        trainingTexts(world).stream()
            .flatMap(List::stream)
            .map(w -> w.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());

    assertThat(own).hasSizeGreaterThan(180).noneMatch(trained::contains);
    world.names().stream()
        .filter(n -> n.list() == NameList.NEW && !n.kind().equals("agency"))
        .forEach(n -> assertThat(generic).doesNotContain(n.stem().toLowerCase(Locale.ROOT)));
  }

  private static Set<String> ownWords(List<Name> names, java.util.function.Predicate<Name> wanted) {
    Set<String> words = new TreeSet<>();
    for (Name name : names) {
      if (wanted.test(name)) {
        for (Trilingual<NameForm> surface : name.surfaces()) {
          Stream.of(surface.english(), surface.spanish())
              .flatMap(form -> form.words().stream())
              .forEach(w -> words.add(w.toLowerCase(Locale.ROOT)));
        }
      }
    }
    return words;
  }

  @Test
  void noTwoListsShareAStemAPersonsNameOrASurface() {
    Map<String, NameList> owner = new HashMap<>();
    for (Name name : world("zh").names()) {
      List<String> own = new ArrayList<>(List.of(name.stem()));
      for (Trilingual<NameForm> surface : name.surfaces()) {
        for (Language language : Language.values()) {
          NameForm form = surface.in(language);
          own.add(String.join(" ", form.words()));
          if (name.type().equals("PER")) {
            form.parts().forEach(part -> own.add(String.join("", part.words())));
          }
        }
      }
      own.forEach(text -> assertThat(owner.putIfAbsent(text, name.list())).isIn(null, name.list()));
    }
  }

  @Test
  void everyListHasItsSizePerType() {
    for (NameList list : NameList.values()) {
      for (String type : List.of("PER", "ORG", "LOC")) {
        assertThat(world("es").names())
            .filteredOn(n -> n.list() == list && n.type().equals(type))
            .hasSize(list == NameList.PARALLEL ? 200 : 60);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void everyWordOfAnEntityIsAlignedAndLinksStayInside(String language) {
    for (LabelledSentence sentence : evaluation(world(language))) {
      assertThat(sentence.alignment())
          .allMatch(l -> l.source() >= 0 && l.source() < sentence.source().length())
          .allMatch(l -> l.english() >= 0 && l.english() < sentence.english().length());
      assertThat(linked(sentence, Link::source)).containsAll(entityWords(sentence.source()));
      assertThat(linked(sentence, Link::english)).containsAll(entityWords(sentence.english()));
    }
  }

  private static Set<Integer> linked(LabelledSentence sentence, Function<Link, Integer> side) {
    return sentence.alignment().stream().map(side).collect(Collectors.toSet());
  }

  private static List<Integer> entityWords(Sentence sentence) {
    List<Integer> words = new ArrayList<>();
    for (Span entity : sentence.entities()) {
      for (int i = entity.start(); i < entity.end(); i++) {
        words.add(i);
      }
    }
    return words;
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void goldEntitiesCarriedOverTheTrueAlignmentAreNearlyPerfect(String language) {
    int found = 0;
    int expected = 0;
    int right = 0;
    for (LabelledSentence sentence : world(language).test()) {
      List<Span> projected = CeilingProjection.project(sentence);
      found += projected.size();
      expected += sentence.source().entities().size();
      right += (int) projected.stream().filter(sentence.source().entities()::contains).count();
    }

    assertThat(200.0 * right / (found + expected)).isGreaterThan(95);
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void someSurfacesHaveTwoTypesInEveryGroupOfTest(String language) {
    for (NameList list : NameList.values()) {
      Map<List<String>, Set<String>> types = new HashMap<>();
      world(language).test().stream()
          .filter(s -> s.group() == list)
          .forEach(
              s ->
                  s.source()
                      .entities()
                      .forEach(
                          e ->
                              types
                                  .computeIfAbsent(
                                      s.source().words().subList(e.start(), e.end()),
                                      k -> new TreeSet<>())
                                  .add(e.type())));
      assertThat(types.values()).filteredOn(t -> t.size() > 1).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void halfOfTheTeachersTestHasNamesItWasNotTaught() {
    Set<Name> taught =
        world("es").teacherTrain().stream()
            .flatMap(s -> s.origin().names().stream())
            .collect(Collectors.toSet());
    long untaught =
        world("es").teacherTest().stream()
            .filter(s -> s.origin().names().stream().anyMatch(n -> !taught.contains(n)))
            .count();

    assertThat(untaught).isBetween(100L, 200L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "zh"})
  void sentencesAreShortNewsAndOneInTenHasNoEntity(String language) {
    assertThat(evaluation(world(language)))
        .allSatisfy(s -> assertThat(s.english().length()).isBetween(6, 22))
        .allSatisfy(s -> assertThat(s.source().entities()).hasSizeLessThanOrEqualTo(3));
    long none =
        world(language).test().stream().filter(s -> s.source().entities().isEmpty()).count();
    assertThat(none).isBetween(30L, 90L);
  }
}
