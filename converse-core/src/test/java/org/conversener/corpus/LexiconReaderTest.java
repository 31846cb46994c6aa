package org.conversener.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LexiconReaderTest {
  @Test
  void improbableAndEmptyEntriesAreCountedAndTold() throws IOException {
    Lexicon lexicon =
        LexiconReader.read(Texts.lines("北京\tBeijing\n上海\tShanghai\t0.5\n上海\tTokyo\t0.49\n \tX\n"));
    assertThat(lexicon.entries())
        .containsExactly(new SentencePair("北京", "Beijing"), new SentencePair("上海", "Shanghai"));
    assertThat(lexicon.notices())
        .containsExactly(
            "made.txt: 1 entries left out because a side is empty",
            "made.txt: 1 entries left out because their probability is below 0.5");
  }

  @Test
  void aThirdColumnThatIsNoProbabilityIsBadData() {
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\na\tb\t1.5\n")))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("made.txt:2: expected a probability from 0 to 1");
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\tNaN\n")))
        .isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\tmuch\n")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("found much");
  }

  @Test
  void oneColumnAndNoEntryAreBadData() {
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\n")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("found 1 column");
    assertThatThrownBy(() -> LexiconReader.read(Texts.lines("a\tb\t0.1\n")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no entry is left");
  }
}
