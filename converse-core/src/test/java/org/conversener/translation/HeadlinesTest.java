package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conversener.text.MosesTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlinesTest {
  private static final Map<String, Integer> COUNTS = counts();

  private static Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    String text =
        "el 90 El 40 presidente 20 Presidente 5 de 99 chile 1 Chile 30 la 95 UE 12 a 80 A. 3 S.A. 4"
            + " al 50 Al-Qaeda 2 o 60 además 10 Además 15 energía 7 Energía 3 García 6 ataque 4 y 70"
            + " İstanbul 2 EE.UU. 8 l' 40 état 3 État 9";
    String[] words = text.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      counts.put(words[i], Integer.parseInt(words[i + 1]));
    }
    return counts;
  }

  private static String recased(String sentence) {
    return recased(sentence, "es");
  }

  private static String recased(String sentence, String language) {
    Headlines headlines = new Headlines(COUNTS, new MosesTokenizer(language));
    return String.join(" ", headlines.asElsewhere(List.of(sentence.split(" "))));
  }

  @Test
  void eachWordOfASentenceInCapitalsIsWrittenAsItMostlyIs() {
    assertThat(recased("EL PRESIDENTE DE CHILE VISITA LA UE ."))
        .isEqualTo("El presidente de Chile Visita la UE .");
  }

  @ParameterizedTest
  @CsvSource({
    "ZAPATERO, Zapatero", // a name nobody knows
    "ÑUÑOA, Ñuñoa",
    "PSG, PSG", // an acronym nobody knows
    "PSG-ZAPATERO, PSG-Zapatero",
    "ADEMÁS, además", // oftener with a capital, but at starts
    "ENERGIA, energía", // without its accent
    "GARCIA, García",
    "A., A.",
    "S.A., S.A.",
    "EE.UU., EE.UU.",
    "N.Z., N.Z.", // initials nobody knows
    "AL-QAEDA, Al-Qaeda",
    "O'NEILL, O'Neill",
    "İSTANBUL, İstanbul",
    "STRAßE, Straße",
    "CHILE-UE, Chile-UE",
    "(DE), (de)",
    "McDonald, McDonald",
    "1992, 1992"
  })
  void aWordIsWrittenAsItMostlyIs(String word, String expected) {
    assertThat(recased("EL PRESIDENTE DE CHILE DE CHILE Y " + word))
        .isEqualTo("El presidente de Chile de Chile y " + expected);
  }

  @Test
  void frenchElisionsAreWordsOfTheirOwn() {
    assertThat(recased("ATAQUE DE L'ÉTAT DE CHILE", "fr")).isEqualTo("Ataque de l'État de Chile");
  }

  @Test
  void theFirstWordGetsACapitalWhateverStandsBeforeIt() {
    assertThat(recased("- \"EL PRESIDENTE DE CHILE\"")).isEqualTo("- \"El presidente de Chile\"");
    assertThat(recased("- ... EL PRESIDENTE DE")).isEqualTo("- ... El presidente de");
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
  void sentencesInCapitalsDoNotTellHowWordsAreWritten() {
    KeptNames names =
        KeptNames.learn(
            java.util.Collections.nCopies(
                9, new org.conversener.corpus.SentencePair("EL PAN DE CHILE", "BREAD")),
            "es");
    assertThat(names.size()).isZero();
  }
}
