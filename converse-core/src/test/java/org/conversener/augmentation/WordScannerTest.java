package org.conversener.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordScannerTest {
  private static List<String> capitals(String text) {
    return WordScanner.scan(text).stream()
        .filter(word -> word.kind() == Word.Kind.CAPITAL)
        .map(Word::text)
        .toList();
  }

  @Test
  void placesAreThoseOfTheText() {
    String text = "¿Vive Ana-Luz, o no?";
    for (Word word : WordScanner.scan(text)) {
      assertThat(text.substring(word.start(), word.end())).isEqualTo(word.text());
    }
    assertThat(capitals(text)).containsExactly("Vive", "Ana-Luz");
  }

  @Test
  void thePossessiveIsNoPartOfTheName() {
    assertThat(capitals("Rita's car and RITA'S car of O'Hara"))
        .containsExactly("Rita", "RITA", "O'Hara");
  }

  @Test
  void digitsVariablesAndAddressesAreNoNames() {
    assertThat(capitals("Use %PRODUCT or Route66, www.Example.Org, A/B and x_Name"))
        .containsExactly("Use");
  }

  @Test
  void chineseCharactersAreNoWordsAndPartThem() {
    assertThat(capitals("我在Lima工作")).containsExactly("Lima");
  }

  @Test
  void sentencesOpenAfterStopsAndQuotesButNotAfterInitials() {
    List<Word> words = WordScanner.scan("Hoy vino J. Ruiz. \"Ven\", dijo Eva.");
    assertThat(words.stream().filter(Word::opens).map(Word::text))
        .containsExactly("Hoy", "Ven", "dijo");
  }

  @Test
  void namesAreRowsOfCapitalsWithParticlesBetween() {
    String text = "vio a María de la Paz Ruiz Gómez, de Lima";
    List<String> spans =
        NameSpan.of(text, WordScanner.scan(text)).stream().map(NameSpan::text).toList();
    assertThat(spans)
        .startsWith("María de la Paz")
        .contains("Paz Ruiz Gómez", "Lima")
        .doesNotContain("María de", "María de la Paz Ruiz", "Gómez, de Lima", "de Lima");
    assertThat(NameSpan.isWhole("Rita Paz")).isTrue();
    assertThat(NameSpan.isWhole("Rita  Paz")).isFalse();
    assertThat(NameSpan.isWhole("Rita Paz 2")).isFalse();
    assertThat(NameSpan.isWhole("A Very Long Name Indeed")).isFalse();
  }
}
