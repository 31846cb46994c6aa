package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.CorruptFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterVocabularyTest {
  private final CharacterVocabulary vocabulary =
      CharacterVocabulary.of(List.of("aab𝔘", "b𝔘z"), 2);

  @Test
  void rareCharactersAreUnknownAndLineFeedAndSpaceAreNot() {
    assertThat(vocabulary.size()).isEqualTo(6);
    assertThat(vocabulary.number('\n')).isEqualTo(1);
    assertThat(vocabulary.number(' ')).isEqualTo(2);
    assertThat(vocabulary.number('a')).isEqualTo(3);
    assertThat(vocabulary.number("𝔘".codePointAt(0))).isEqualTo(5);
    assertThat(vocabulary.text(5)).isEqualTo("𝔘");
    assertThat(vocabulary.number('z')).isEqualTo(CharacterVocabulary.UNKNOWN);
    assertThat(vocabulary.number(0)).isEqualTo(CharacterVocabulary.UNKNOWN);
    assertThat(vocabulary.number(Character.MAX_CODE_POINT)).isEqualTo(CharacterVocabulary.UNKNOWN);
  }

  @Test
  void charactersOfAModelAreTakenAsTheyAre() {
    CharacterVocabulary given = CharacterVocabulary.ofCodePoints(new int[] {'b', 0x1D518});
    assertThat(given.size()).isEqualTo(3);
    assertThat(given.number(0x1D518)).isEqualTo(2);
    assertThat(given.number(' ')).isEqualTo(CharacterVocabulary.UNKNOWN);
    for (int[] wrong : new int[][] {{'b', 'a'}, {'b', 'b'}, {-1}, {0x110000}}) {
      assertThatThrownBy(() -> CharacterVocabulary.ofCodePoints(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a code point above");
    }
  }

  @Test
  void theFileIsPlainText(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("chars.vocab");
    vocabulary.write(file);
    assertThat(file).hasContent("<unk>\nU+000A\nU+0020\nU+0061\nU+0062\nU+1D518\n");
    CharacterVocabulary again = CharacterVocabulary.read(file);
    assertThat(again.size()).isEqualTo(6);
    assertThat(again.number('b')).isEqualTo(4);
    Files.writeString(file, "<unk>\nU+0062\nU+0061\n");
    assertThatThrownBy(() -> CharacterVocabulary.read(file))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("line 3: expected a higher code point");
  }
}
