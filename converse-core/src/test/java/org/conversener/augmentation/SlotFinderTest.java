package org.conversener.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conversener.augmentation.Pairs.pair;
import static org.conversener.augmentation.Pairs.slots;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlotFinderTest {
  private static final NameLearner.Learned PLAIN = Pairs.learn(NameSources.NONE);

  @Test
  void aNameThatStandsOnceOnBothSidesIsASlot() {
    assertThat(slots(PLAIN, pair("dice que Rita duerme", "he says that Rita sleeps")))
        .containsExactly("Rita=Rita");
  }

  @Test
  void aNameThatStandsTwiceIsNoSlot() {
    assertThat(slots(PLAIN, pair("Rita dice que Rita duerme", "Rita says that she sleeps")))
        .isEmpty();
    assertThat(slots(PLAIN, pair("dice que Rita duerme", "Rita says Rita's asleep"))).isEmpty();
    assertThat(slots(PLAIN, pair("Rita y Ritana duermen", "Rita and the other sleep"))).isEmpty();
  }

  @Test
  void aNameOfOneSideIsNoSlot() {
    assertThat(slots(PLAIN, pair("dice que Rita duerme", "he says that she sleeps"))).isEmpty();
  }

  @Test
  void aNameOfWhichOneWordStandsElsewhereIsNoSlot() {
    assertThat(slots(PLAIN, pair("vi a Elsa Moreno y a Moreno", "i saw Elsa Moreno and Moreno")))
        .doesNotContain("Elsa Moreno=Elsa Moreno", "Moreno=Moreno");
  }

  @Test
  void aSentenceInitialWordIsANameOnlyIfSeenInsideSentences() {
    assertThat(slots(PLAIN, pair("Rita duerme", "Rita sleeps"))).containsExactly("Rita=Rita");
    assertThat(slots(PLAIN, pair("Zoraida duerme", "Zoraida sleeps"))).isEmpty();
    assertThat(slots(PLAIN, pair("No duerme", "No sleep"))).isEmpty();
  }

  @Test
  void aWordThatIsCommonInLowerCaseIsNoName() {
    assertThat(slots(PLAIN, pair("es un Hotel", "it is a Hotel"))).isEmpty();
  }

  @Test
  void severalCapitalsInARowAreEvidenceInsideASentence() {
    assertThat(slots(PLAIN, pair("vi a Zoraida Luz ayer", "i saw Zoraida Luz yesterday")))
        .containsExactly("Zoraida Luz=Zoraida Luz");
    assertThat(slots(PLAIN, pair("Zoraida Luz duerme", "Zoraida Luz sleeps"))).isEmpty();
  }

  @Test
  void monthsAreNoNames() {
    NameLearner.Learned learned =
        Pairs.learn(NameSources.NONE, pair("im kalten November dort", "in cold November there"));
    assertThat(slots(learned, pair("im November", "in November"))).isEmpty();
  }

  @Test
  void chineseNamesAreFoundByTheLexicon() {
    NameSources sources =
        new NameSources(
            List.of(Pairs.lexicon("北京", "Beijing", "京", "Jing", "苹果", "apple")), List.of());
    NameLearner.Learned learned = Pairs.learn(sources);
    assertThat(slots(learned, pair("他住在北京。", "He lives in Beijing.")))
        .containsExactly("北京=Beijing");
    assertThat(slots(learned, pair("北京人在北京。", "A man of Beijing."))).isEmpty();
    assertThat(slots(learned, pair("他吃苹果。", "He eats an apple."))).isEmpty();
    assertThat(learned.table().han()).containsExactly(new NamePair("北京", "Beijing"));
  }

  @Test
  void lexiconsOfSpacedLanguagesNeedWholeWords() {
    NameSources sources = new NameSources(List.of(Pairs.lexicon("Londres", "London")), List.of());
    NameLearner.Learned learned = Pairs.learn(sources);
    assertThat(slots(learned, pair("va a Londres.", "he goes to London.")))
        .containsExactly("Londres=London");
    assertThat(slots(learned, pair("es de Londresa.", "she is from London."))).isEmpty();
  }
}
