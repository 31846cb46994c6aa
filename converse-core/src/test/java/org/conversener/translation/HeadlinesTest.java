package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadlinesTest {
  private static final Map<String, Integer> COUNTS =
      Map.of(
          "el",
          90,
          "El",
          40,
          "presidente",
          20,
          "Presidente",
          5,
          "de",
          99,
          "chile",
          1,
          "Chile",
          30,
          "UE",
          12,
          "a",
          80);
  private static final Headlines HEADLINES = new Headlines(w -> COUNTS.getOrDefault(w, 0));

  private static String recased(String sentence) {
    return String.join(" ", HEADLINES.asElsewhere(List.of(sentence.split(" "))));
  }

  @Test
  void eachWordOfASentenceInCapitalsIsWrittenAsItMostlyIs() {
    assertThat(recased("EL PRESIDENTE DE CHILE VISITA LA UE ."))
        .isEqualTo("El presidente de Chile Visita LA UE .");
  }

  @Test
  void wordsNobodyKnowsGetAFirstCapitalButForAcronyms() {
    assertThat(recased("ZAPATERO , EL PRESIDENTE DE ÑUÑOA ( PSG )"))
        .isEqualTo("Zapatero , el presidente de Ñuñoa ( PSG )");
  }

  @Test
  void theFirstWordGetsACapitalWhateverStandsBeforeIt() {
    assertThat(recased("- \"EL PRESIDENTE DE CHILE\"")).isEqualTo("- \"El presidente de Chile\"");
  }

  @Test
  void partsOfAWordAreWrittenOneByOne() {
    assertThat(recased("EL PRESIDENTE CHILE-UE, (DE)")).isEqualTo("El presidente Chile-UE, (de)");
  }

  @Test
  void otherSentencesStayAsTheyAre() {
    for (String sentence :
        List.of(
            "El presidente de Chile visita la UE .",
            "EFE", // an agency
            "MADRID 1992 ( EFE ) .", // a place and an agency
            "EL PRESIDENTE DE CHILE visita hoy la UE", // more than three tenths are not
            "WTO CEO NBA 世界 贸易 组织", // words without capitals count
            "A B C D E")) {
      assertThat(recased(sentence)).isEqualTo(sentence);
    }
  }

  @Test
  void smallWordsWithinASentenceInCapitalsStayAsTheyAre() {
    assertThat(recased("EL PRESIDENTE de CHILE A McDonald EL PRESIDENTE DE CHILE"))
        .isEqualTo("El presidente de Chile a McDonald el presidente de Chile");
  }
}
