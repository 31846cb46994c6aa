package org.conversener.cli.demo.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanishInflectionTest {
  private static Referent referent(boolean feminine, boolean plural) {
    return new Referent(feminine ? Gender.FEMININE : Gender.MASCULINE, plural, true, false);
  }

  @ParameterizedTest
  @CsvSource({
    "visitar, pret, false, visitó", "visitar, pret, true, visitaron",
    "vender, pret, true, vendieron", "recorrer, fut, false, recorrerá",
    "crecer, pres, true, crecen", "caer pret=cayó, pret, false, cayó"
  })
  void verbsAgreeInNumber(String verb, String form, boolean plural, String expected) {
    Lexeme lexeme = Lexeme.parse(verb, false);

    assertThat(SpanishInflection.verb(lexeme, form, referent(false, plural))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "nombrar, true, nombrada",
    "elegir part=elegido, true, elegida",
    "vender, false, vendido"
  })
  void participlesAgreeInGender(String verb, boolean feminine, String expected) {
    Lexeme lexeme = Lexeme.parse(verb, false);

    assertThat(SpanishInflection.verb(lexeme, "part", referent(feminine, false)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "blanco, true, true, blancas",
    "verde, true, true, verdes",
    "azul, false, true, azules",
    "conservador f=conservadora, true, false, conservadora",
    "marrón, false, true, marrones"
  })
  void adjectivesAgree(String adjective, boolean feminine, boolean plural, String expected) {
    Lexeme lexeme = Lexeme.parse(adjective, false);

    assertThat(SpanishInflection.adjective(lexeme, referent(feminine, plural))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "estación, estaciones",
    "reloj, relojes",
    "pez, peces",
    "café, cafés",
    "plan, planes",
    "limón, limones",
    "hotel, hoteles",
    "violín, violines",
    "capitán, capitanes"
  })
  void pluralsFollowTheLastLetter(String singular, String expected) {
    assertThat(SpanishInflection.plural(singular)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "del, false, false, del",
    "del, true, false, de la",
    "al, false, false, al",
    "al, false, true, a los",
    "un, true, false, una",
    "lo, true, false, la",
    "el, true, true, las"
  })
  void articlesContractAndAgree(String word, boolean feminine, boolean plural, String expected) {
    assertThat(SpanishInflection.agreeing(word, referent(feminine, plural))).isEqualTo(expected);
  }
}
