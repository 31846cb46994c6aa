package org.conversener.cli.demo.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameSpellingTest {
  @ParameterizedTest
  @CsvSource({"Tamoburg, Tamoburgo", "Keland, Quelandia", "Tharka, Tarca", "Velo, Velo"})
  void placesAreRespelledByRule(String english, String spanish) {
    assertThat(SpanishSpelling.place(english)).isEqualTo(spanish);
  }

  @ParameterizedTest
  @CsvSource({"Talopez, Talópez", "Melon, Melón", "Benson, Benson", "Rosa, Rosa"})
  void personsGetTheAccentsThatEnglishLeavesOut(String english, String spanish) {
    assertThat(SpanishSpelling.person(english)).isEqualTo(spanish);
  }

  @Test
  void theWordsOfAnOrganisationFollowTheOrderOfTheLanguage() {
    Trilingual<NameForm> bank =
        NameForms.ofPattern(
            new Trilingual<>("* Bank", "(el) Banco de *", "*银行"),
            new Stem("Tharka", "Tarca", "塔卡"));

    assertThat(bank.english().words()).containsExactly("Tharka", "Bank");
    assertThat(bank.spanish().words()).containsExactly("Banco", "de", "Tarca");
    assertThat(bank.spanish().article()).isEqualTo("el");
    assertThat(bank.chinese().words()).containsExactly("塔", "卡", "银", "行");
    assertThat(bank.chinese().parts().stream().map(NameForm.Part::key))
        .isEqualTo(bank.english().parts().stream().map(NameForm.Part::key).toList());
  }

  @Test
  void aSyllableIsWrittenInOneWayInChinese() {
    List<String> characters = List.copyOf(NameMaterial.read().syllables.values());

    assertThat(characters).doesNotHaveDuplicates().hasSizeGreaterThan(100);
  }
}
