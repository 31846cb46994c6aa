package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceUnitsTest {
  @Test
  void wordsStandBetweenWhiteSpace() {
    assertThat(SourceUnits.BPE.words("  uno,\tdos  tres ")).containsExactly("uno,", "dos", "tres");
    assertThat(SourceUnits.BPE.words(" \t ")).isEmpty();
    assertThat(SourceUnits.BPE.words("")).isEmpty();
    assertThat(SourceUnits.BPE.words("\u00a0")).isEmpty();
    assertThat(SourceUnits.BPE.words("uno\u00a0dos\u3000tres"))
        .containsExactly("uno", "dos", "tres");
  }

  @Test
  void charactersAreCodePointsWithoutWhiteSpace() {
    assertThat(SourceUnits.CHARACTERS.words("中 国𠀀a1")).containsExactly("中", "国", "𠀀", "a", "1");
    assertThat(SourceUnits.CHARACTERS.words(" ")).isEmpty();
  }
}
