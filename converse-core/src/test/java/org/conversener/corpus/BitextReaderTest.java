package org.conversener.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BitextReaderTest {
  @Test
  void aLineIsSourceTabEnglish() throws IOException {
    Bitext bitext = BitextReader.read(Texts.lines("guten Tag\tgood day\r\nja\tyes"));
    assertThat(bitext.pairs())
        .containsExactly(new SentencePair("guten Tag", "good day"), new SentencePair("ja", "yes"));
    assertThat(bitext.notices()).isEmpty();
  }

  @Test
  void linesWithAnEmptySideAreCountedAndTold() throws IOException {
    Bitext bitext = BitextReader.read(Texts.lines("a\tb\n\tb\na\t \nc\td\n"));
    assertThat(bitext.pairs()).hasSize(2);
    assertThat(bitext.emptySides()).isEqualTo(2);
    assertThat(bitext.notices())
        .containsExactly("made.txt: 2 lines left out because a side is empty, first at line 2");
  }

  @Test
  void noTabOrTwoTabsAreBadData() {
    assertThatThrownBy(() -> BitextReader.read(Texts.lines("a\tb\nnur eine Seite\n")))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("made.txt:2: expected source TAB English, found no TAB");
    assertThatThrownBy(() -> BitextReader.read(Texts.lines("a\tb\tc\n")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("more than one TAB");
  }

  @Test
  void fileWithoutPairIsBadData() {
    assertThatThrownBy(() -> BitextReader.read(Texts.lines("")))
        .isInstanceOf(BadDataException.class);
  }
}
