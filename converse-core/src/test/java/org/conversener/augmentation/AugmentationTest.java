package org.conversener.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.conversener.augmentation.Pairs.pair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.conversener.augmentation.Augmentation.Augmented;
import org.conversener.corpus.SentencePair;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final long SEED = 11;

  private static AugmentationConfig config(double swap, int copies, double madeUp, double upper) {
    return new AugmentationConfig(swap, copies, 0, madeUp, upper, 1, false, 0);
  }

  private static Augmented augment(AugmentationConfig config, NameSources sources, long seed) {
    List<SentencePair> pairs = Pairs.of();
    return Augmentation.augment(pairs, pairs, sources, config, seed);
  }

  private static List<SentencePair> made(Augmented augmented) {
    return augmented.pairs().subList(Pairs.of().size(), augmented.pairs().size());
  }

  @Test
  void aSwapPutsTheSameNameOnBothSidesAndLeavesAllElse() {
    SentencePair pair = pair("  «¿Fue  a Rita ,\u00a0sí?» — Bruno…", "Bruno: “Was it  Rita ?”  ");
    List<SentencePair> learned = Pairs.of();
    Augmented augmented =
        Augmentation.augment(
            learned, List.of(pair), NameSources.NONE, config(30, 0, 0.3, 0.2), SEED);
    assertThat(augmented.report().swapped()).isEqualTo(30);
    for (SentencePair made : augmented.pairs().subList(1, 31)) {
      String rest = made.source().substring("  «¿Fue  a ".length());
      String one = rest.substring(0, rest.indexOf(" ,"));
      String other =
          made.source().substring(made.source().indexOf("— ") + 2, made.source().length() - 1);
      assertThat(made)
          .isEqualTo(
              pair(
                  "  «¿Fue  a " + one + " ,\u00a0sí?» — " + other + "…",
                  other + ": “Was it  " + one + " ?”  "));
      assertThat(Set.of("Rita", "Bruno")).doesNotContain(one, other);
    }
  }

  @Test
  void chineseTextIsSwappedInPlace() {
    NameSources sources =
        new NameSources(
            List.of(Pairs.lexicon("北京", "Beijing", "利马", "Lima", "爱德华·王", "Edward Wang")),
            List.of());
    SentencePair pair = pair("他住在北京市。", "He lives in Beijing.");
    Augmented augmented =
        Augmentation.augment(Pairs.of(), List.of(pair), sources, config(20, 0, 0.5, 1), SEED);
    assertThat(new HashSet<>(augmented.pairs().subList(1, augmented.pairs().size())))
        .containsExactlyInAnyOrder(
            pair("他住在利马市。", "He lives in Lima."), pair("他住在爱德华·王市。", "He lives in Edward Wang."));
    assertThat(augmented.report().madeUp()).isZero();
  }

  @Test
  void theSharesAreKept() {
    Augmented twice = augment(config(2, 0, 0, 0), NameSources.NONE, SEED);
    assertThat(twice.report().pairsWithSlot()).isEqualTo(8);
    assertThat(twice.report().swapped()).isEqualTo(16);
    assertThat(made(twice)).hasSize(16);

    List<SentencePair> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(pair("ayer vi a Rita", "yesterday i saw Rita"));
    }
    Augmented some =
        Augmentation.augment(Pairs.of(), many, NameSources.NONE, config(0.5, 0, 0.25, 0.1), SEED);
    assertThat(some.report().swapped()).isBetween(900, 1100);
    assertThat(some.report().madeUp()).isBetween(180, 320);
    assertThat(some.report().upperCase()).isBetween(60, 150);
  }

  @Test
  void theSameSeedMakesTheSamePairsAndAnotherSeedOthers() {
    AugmentationConfig config = config(3, 50, 0.5, 0.2);
    List<SentencePair> first = augment(config, NameSources.NONE, SEED).pairs();
    assertThat(augment(config, NameSources.NONE, SEED).pairs()).isEqualTo(first);
    assertThat(augment(config, NameSources.NONE, SEED + 1).pairs()).isNotEqualTo(first);
  }

  @Test
  void upperCaseIsOnBothSides() {
    for (SentencePair made : made(augment(config(2, 20, 0.5, 1), NameSources.NONE, SEED))) {
      String name = made.source().replaceAll("ayer vi a |la casa de | es grande| ,.*", "");
      assertThat(name).isEqualTo(name.toUpperCase(Locale.ROOT));
      assertThat(made.target()).contains(name);
    }
  }

  @Test
  void madeUpNamesAreNewAndDiffer() {
    NameLearner.Learned learned = Pairs.learn(NameSources.NONE);
    List<NamePair> names = new ArrayList<>(learned.table().spaced());
    for (String name :
        List.of("Quintela", "Valdivia", "Galdino", "Ottoria", "Petronila", "Bruna")) {
      names.add(NamePair.same(name));
    }
    Set<String> words = new HashSet<>();
    names.forEach(name -> words.addAll(List.of(name.source().split(" ", -1))));
    Set<String> made = madeUp(names, word -> false);
    assertThat(made).contains("Galdemar", "Valdino").doesNotContainAnyElementsOf(words);
    assertThat(made).allMatch(NameSpan::isWhole);
    assertThat(madeUp(names, "Galdemar"::equals)).contains("Valdino").doesNotContain("Galdemar");
  }

  /** The words of many made-up names. */
  private static Set<String> madeUp(List<NamePair> names, Predicate<String> isTaken) {
    MadeUpNames madeUp = new MadeUpNames(names, isTaken);
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      String name = madeUp.draw(new SplittableRandom(i));
      if (name != null) {
        made.addAll(List.of(name.split(" ", -1)));
      }
    }
    return made;
  }

  @Test
  void tooFewNamesMakeNoneUp() {
    MadeUpNames madeUp = new MadeUpNames(List.of(NamePair.same("Rita")), word -> false);
    assertThat(madeUp.draw(new SplittableRandom(SEED))).isNull();
  }

  @Test
  void copyPairsHoldNamesOnly() {
    Augmented augmented = augment(config(0, 200, 0, 0), NameSources.NONE, SEED);
    assertThat(augmented.report().copies()).isEqualTo(200);
    String name = "(Rita|Bruno|Galdar|Ottavio|Petrosca|Valdemar|Quintana|Elsa Moreno)";
    for (SentencePair made : made(augmented)) {
      assertThat(made.source())
          .matches(name + "(, " + name + "| \\(" + name + "\\)| - " + name + " \\d+)?")
          .isEqualTo(made.target());
    }
  }

  @Test
  void lexiconEntriesAreDrawnOnceEach() {
    NameSources sources =
        new NameSources(
            List.of(Pairs.lexicon("uno", "one", "dos", "two", "tres", "three")), List.of());
    Augmented all = augment(new AugmentationConfig(0, 0, 9, 0, 0, 1, false, 0), sources, SEED);
    assertThat(made(all))
        .containsExactly(pair("uno", "one"), pair("dos", "two"), pair("tres", "three"));
    Augmented two = augment(new AugmentationConfig(0, 0, 2, 0, 0, 1, false, 0), sources, SEED);
    assertThat(made(two)).hasSize(2).doesNotHaveDuplicates();
    assertThat(two.report().notices())
        .anyMatch(line -> line.contains("2 of 3 entries of lexicons"));
  }

  @Test
  void headlinesAreInCapitalsOnBothSides() {
    List<SentencePair> pairs = List.of(pair("Está en Cádiz.", "It is in Cádiz."), pair("北京", "It"));
    AugmentationConfig config = new AugmentationConfig(0, 0, 0, 0, 0, 1, false, 2);
    Augmented all = Augmentation.augment(pairs, pairs, NameSources.NONE, config, SEED);
    SentencePair headline = pair("ESTÁ EN CÁDIZ.", "IT IS IN CÁDIZ.");
    assertThat(all.pairs()).containsExactly(pairs.get(0), pairs.get(1), headline, headline);
    assertThat(all.report().notices()).contains("made: 2 copies of pairs in capitals");
  }

  @Test
  void soManyPairsBecomeHeadlinesAsWereAskedFor() {
    List<SentencePair> pairs = Collections.nCopies(1_000, pair("a", "b"));
    AugmentationConfig config = new AugmentationConfig(0, 0, 0, 0, 0, 1, false, 0.2);
    Augmented all = Augmentation.augment(pairs, pairs, NameSources.NONE, config, SEED);
    assertThat(all.report().headlines()).isBetween(150, 250);
    assertThat(config.makesPairs()).isTrue();
    assertThat(config.makesNames()).isFalse();
  }

  @Test
  void valuesOutOfRangeAreRejected() {
    assertThatThrownBy(() -> config(-0.1, 0, 0, 0))
        .hasMessageContaining("swapNames: expected 0 to 100");
    assertThatThrownBy(() -> config(Double.NaN, 0, 0, 0)).hasMessageContaining("swapNames");
    assertThatThrownBy(() -> config(0, -1, 0, 0)).hasMessageContaining("copyPairs");
    assertThatThrownBy(() -> config(0, 0, 1.1, 0)).hasMessageContaining("madeUp");
    assertThatThrownBy(() -> config(0, 0, 0, 2)).hasMessageContaining("upperCase");
    assertThatThrownBy(() -> new AugmentationConfig(0, 0, 0, 0, 0, 1, false, -1))
        .hasMessageContaining("headlinePairs");
    assertThat(AugmentationConfig.OFF.makesPairs()).isFalse();
  }
}
