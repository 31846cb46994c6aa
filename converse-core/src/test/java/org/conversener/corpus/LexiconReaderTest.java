package org.conversener.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LexiconReaderTest {
  @Test
  void improbableAndEmptyEntriesAreCountedAndTold() throws IOException {
    Lexicon lexicon =
        LexiconReader.read(
            Texts.lines("北京\tBeijing\n上海\tShanghai\t0.5\n上海\tTokyo\t0.49\n \tX\n"), 0.5);
    assertThat(lexicon.entries())
        .containsExactly(
            new Lexicon.Entry("北京", "Beijing", 1), new Lexicon.Entry("上海", "Shanghai", 0.5));
    assertThat(lexicon.pairs())
        .containsExactly(new SentencePair("北京", "Beijing"), new SentencePair("上海", "Shanghai"));
    assertThat(lexicon.notices())
        .containsExactly(
            "made.txt: 1 entries left out because a side is empty",
            "made.txt: 1 entries left out because their probability is below 0.5");
  }

  @Test
  void nothingIsImprobableWhereAllIsWanted() throws IOException {
    Lexicon lexicon = LexiconReader.read(Texts.lines("perro \tdog\t0.25\n"), 0);
    assertThat(lexicon.entries()).containsExactly(new Lexicon.Entry("perro", "dog", 0.25));
    assertThat(lexicon.notices()).isEmpty();
  }

  @Test
  void aThirdColumnThatIsNoProbabilityIsBadData() {
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\na\tb\t1.5\n"), 0.5))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("made.txt:2: expected a probability from 0 to 1");
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\tNaN\n"), 0.5))
        .isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\tmuch\n"), 0.5))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("found much");
  }

  @Test
  void oneColumnAndNoEntryAreBadData() {
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\n"), 0.5))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("found 1 column");
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\t0.1\n"), 0.5))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no entry is left");
  }
}
