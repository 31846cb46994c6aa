package org.conversener.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MosesDetokenizerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          en | Don't worry, it's fine; we've (almost) won!
          en | He said: "I'm here", and she said: "So am I."
          en | "Who?" asked the O'Briens' neighbour.
          en | The workers' houses cost $1,234.50, or 20% less...
          en | “We don’t know,” said Mr. O’Neill, “not yet.”
          en | The 'good old' days of the 1990's [sic] were {not} so well-known.
          en | The match ended 3:1 at 10:30; see and/or ask.
          en | J. Doe of the U.S. Senate left at noon.
          en | He called it 'odd', then 'very odd'.
          es | ¿Qué dijo el Sr. García? ¡Nada!
          es | «No lo sé», dijo «el Rubio» (de 45 años).
          es | Según “El Faro”, costó 5 € en Alcalá; un 3,5% más.
          es | ¡¿Cómo?! La "gran" casa de O'Hara.
          de | „Das geht's“, sagte er, „aber nicht heute“.
          de | »So ist es«, rief Frau Dr. Weiß.
          de | Am 3. Mai 1999 kostete es 1.234,50 Euro (z.B. in Köln).
          de | Er sagte: "Ja", 'Nein' und ‚Vielleicht‘.
          de | Die ‘alte’ Stadt-Land-Frage der CDU/CSU…
          fr | L'eau d'Évian est bonne.
          """)
  void ordinarySentencesComeBack(String language, String text) {
    MosesDetokenizer detokenizer = new MosesDetokenizer(language);
    MosesTokenizer plain = new MosesTokenizer(language);
    MosesTokenizer full = plain.withAggressiveHyphen().withEscape();
    assertThat(detokenizer.detokenize(plain.tokenize(text))).isEqualTo(text);
    assertThat(detokenizer.detokenize(full.tokenize(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          en | don &apos;t | don't
          en | the dogs &apos; bowls | the dogs' bowls
          en | a &quot; b &quot; c | a "b" c
          en | well @-@ known | well-known
          en | a - b | a - b
          en | AT &amp; T &#91; x &#93; | AT & T [x]
          en | costs $ 5 | costs $5
          en | costs 5 € now | costs 5 € now
          en | , | ,
          en | " | "
          en | he said " | he said"
          en | So be it , " he said . | So be it," he said.
          en | He said : " So be it . | He said: "So be it.
          es | así es » , dijo | así es», dijo
          de | So ist es . “ | So ist es.“
          de | ’ | ’
          """)
  void tokensAreJoined(String language, String tokens, String expected) {
    assertThat(new MosesDetokenizer(language).detokenize(List.of(tokens.split(" ", -1))))
        .isEqualTo(expected);
  }

  @Test
  void noTokensAreAnEmptyText() {
    assertThat(new MosesDetokenizer("en").detokenize(List.of())).isEmpty();
  }
}
