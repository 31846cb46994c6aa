package org.conversener.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;

class SentenceCopiesTest {
  private static final Sentence MAYOR =
      new Sentence(
          List.of("The", "mayor", "of", "Lower", "Ashford", "met", "Irma", "Kessel", "."),
          List.of(new Span("LOC", 3, 5), new Span("PER", 6, 8)));
  private static final Sentence RAIN = Sentence.of("It", "rained", "all", "day", ".");
  private static final Sentence HEADLINE =
      new Sentence(List.of("STORM", "HITS", "BRANTWICK"), List.of(new Span("LOC", 2, 3)));
  private static final List<Sentence> SENTENCES = List.of(MAYOR, RAIN, HEADLINE);

  private static List<Sentence> copies(double swap, double noisy, double lower, double madeUp) {
    List<Sentence> all =
        SentenceCopies.make(SENTENCES, new SentenceCopiesConfig(swap, noisy, lower, 0, madeUp), 7)
            .sentences();
    assertThat(all.subList(0, SENTENCES.size())).isEqualTo(SENTENCES);
    return all.subList(SENTENCES.size(), all.size());
  }

  private static List<String> words(Sentence sentence, Span entity) {
    return sentence.words().subList(entity.start(), entity.end());
  }

  private static List<String> between(Sentence sentence) {
    List<String> words = new ArrayList<>(sentence.words());
    for (int i = sentence.entities().size() - 1; i >= 0; i--) {
      Span entity = sentence.entities().get(i);
      words.subList(entity.start(), entity.end()).clear();
    }
    return words;
  }

  @Test
  void offMakesNoCopy() {
    assertThat(SentenceCopies.make(SENTENCES, SentenceCopiesConfig.OFF, 7).sentences())
        .isEqualTo(SENTENCES);
  }

  @Test
  void sentencesWithoutEntitiesHaveNoSwappedCopy() {
    assertThat(copies(1, 0, 0, 0)).hasSize(2);
  }

  @Test
  void swappedCopiesKeepTheWordsBetweenAndTheTypes() {
    for (Sentence copy : copies(20, 0, 0, 0.5).subList(0, 20)) {
      assertThat(between(copy)).isEqualTo(between(MAYOR));
      assertThat(copy.entities().stream().map(Span::type)).containsExactly("LOC", "PER");
    }
  }

  @Test
  void entitiesAreReplacedByOthersOfTheirTypeOnly() {
    Set<List<String>> places = new HashSet<>();
    for (Sentence copy : copies(40, 0, 0, 0).subList(0, 40)) {
      places.add(words(copy, copy.entities().get(0)));
      assertThat(words(copy, copy.entities().get(1))).containsExactly("Irma", "Kessel");
    }
    assertThat(places).containsExactlyInAnyOrder(List.of("Lower", "Ashford"), List.of("BRANTWICK"));
  }

  @Test
  void headlinesStayInUpperCase() {
    for (Sentence copy : copies(20, 0, 0, 0.5).subList(20, 40)) {
      assertThat(copy.words()).allMatch(word -> word.equals(word.toUpperCase(Locale.ROOT)));
    }
  }

  @Test
  void madeUpEntitiesAreNoWordsOfTheCorpus() {
    // Their letters can go on in several ways, so that new words arise.
    List<String> names =
        List.of("Marlbury", "Carlford", "Harlton", "Starling", "Barlow", "Arlbury", "Darlford");
    List<Sentence> towns =
        names.stream()
            .map(name -> new Sentence(List.of("In", name, "."), List.of(new Span("LOC", 1, 2))))
            .toList();
    SentenceCopies.Made made =
        SentenceCopies.make(towns, new SentenceCopiesConfig(5, 0, 0, 0, 1), 7);
    List<String> put = new ArrayList<>();
    for (Sentence copy : made.sentences().subList(towns.size(), 6 * towns.size())) {
      copy.entities().forEach(entity -> put.addAll(words(copy, entity)));
    }
    assertThat(made.madeUp()).isEqualTo(5 * towns.size());
    assertThat(put).hasSizeGreaterThanOrEqualTo(made.madeUp()).doesNotContainAnyElementsOf(names);
  }

  @Test
  void noisyCopiesKeepEveryEntityWhole() {
    for (Sentence copy : copies(0, 50, 0, 0).subList(0, 50)) {
      assertThat(copy.entities().stream().map(entity -> entity.type() + words(copy, entity)))
          .containsExactlyInAnyOrder("LOC[Lower, Ashford]", "PER[Irma, Kessel]");
    }
  }

  @Test
  void noisyCopiesLackRepeatAndSwapWords() {
    List<List<String>> noisy = copies(0, 50, 0, 0).stream().map(Sentence::words).toList();
    List<List<String>> rain = noisy.subList(50, 100);
    assertThat(rain).anyMatch(words -> words.size() < RAIN.length());
    assertThat(rain).anyMatch(words -> new HashSet<>(words).size() < words.size());
    assertThat(rain)
        .anyMatch(
            words ->
                words.size() == RAIN.length()
                    && new HashSet<>(words).equals(new HashSet<>(RAIN.words()))
                    && !words.equals(RAIN.words()));
  }

  @Test
  void aCopyIsNeverEmpty() {
    List<Sentence> alone = List.of(Sentence.of("Rain"));
    assertThat(SentenceCopies.make(alone, new SentenceCopiesConfig(0, 100, 0, 0, 0), 7).sentences())
        .hasSize(101)
        .allMatch(copy -> copy.length() >= 1);
  }

  @Test
  void lowerCaseCopiesKeepTheirEntities() {
    assertThat(copies(0, 0, 1, 0).get(0))
        .isEqualTo(
            new Sentence(
                List.of("the", "mayor", "of", "lower", "ashford", "met", "irma", "kessel", "."),
                MAYOR.entities()));
  }

  @Test
  void upperCaseCopiesKeepTheirEntities() {
    SentenceCopies.Made made =
        SentenceCopies.make(List.of(MAYOR), new SentenceCopiesConfig(0, 0, 0, 1, 0), 7);
    assertThat(made.upperCase()).isEqualTo(1);
    assertThat(made.sentences())
        .containsExactly(
            MAYOR,
            new Sentence(
                List.of("THE", "MAYOR", "OF", "LOWER", "ASHFORD", "MET", "IRMA", "KESSEL", "."),
                MAYOR.entities()));
  }

  @Test
  void sharesAreKeptOnAverage() {
    List<Sentence> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.add(MAYOR);
    }
    int copies =
        SentenceCopies.make(many, new SentenceCopiesConfig(0, 0, 0.3, 0, 0), 7).lowerCase();
    assertThat(copies).isBetween(250, 350);
  }

  @Test
  void theSeedDecides() {
    SentenceCopiesConfig config = new SentenceCopiesConfig(2, 2, 0, 0, 0.5);
    assertThat(SentenceCopies.make(SENTENCES, config, 7))
        .isEqualTo(SentenceCopies.make(SENTENCES, config, 7))
        .isNotEqualTo(SentenceCopies.make(SENTENCES, config, 8));
  }

  @Test
  void sharesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new SentenceCopiesConfig(0, -1, 0, 0, 0.25))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("noisyCopies: expected 0 to 100, found -1.0");
    assertThatThrownBy(() -> new SentenceCopiesConfig(0, 0, 0, 0, Double.NaN))
        .hasMessage("madeUp: expected 0 to 1, found NaN");
  }
}
