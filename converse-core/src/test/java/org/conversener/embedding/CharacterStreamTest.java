package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conversener.tensor.Scope;
import org.junit.jupiter.api.Test;

class CharacterStreamTest {
  private static final List<String> LINES = List.of("ab", "𝔘 c");
  private static final CharacterVocabulary VOCABULARY = CharacterVocabulary.of(LINES, 1);

  @Test
  void backwardIsTheWholeStreamReversed() {
    int[] forward = CharacterStream.of(LINES, VOCABULARY, Direction.FORWARD);
    int[] backward = CharacterStream.of(LINES, VOCABULARY, Direction.BACKWARD);
    assertThat(text(forward)).isEqualTo("\nab\n𝔘 c\n");
    assertThat(text(backward)).isEqualTo("\nc 𝔘\nba\n");
  }

  private static String text(int[] numbers) {
    StringBuilder text = new StringBuilder();
    for (int number : numbers) {
      text.append(VOCABULARY.text(number));
    }
    return text.toString();
  }

  @Test
  void windowsCoverEachStretchAndWhatFollowsIsOneCharacterOn() {
    int[] stream = new int[24];
    Arrays.setAll(stream, i -> i);
    CharacterColumns columns = new CharacterColumns(stream, 2, 4);
    assertThat(columns.count()).isEqualTo(2);
    assertThat(columns.windows()).isEqualTo(3);
    assertThat(columns.characters()).isEqualTo(22);
    try (Scope scope = Scope.withoutGradients()) {
      assertThat(columns.read(0).toLongs()).containsExactly(0, 1, 2, 3, 11, 12, 13, 14);
      assertThat(columns.next(0).toLongs()).containsExactly(1, 2, 3, 4, 12, 13, 14, 15);
      assertThat(columns.read(2).toLongs()).containsExactly(8, 9, 10, 19, 20, 21);
      assertThat(columns.next(2).toLongs()).containsExactly(9, 10, 11, 20, 21, 22);
      assertThat(columns.size(2)).isEqualTo(6);
    }
    assertThat(new CharacterColumns(new int[3], 100, 250).count()).isEqualTo(1);
  }

  @Test
  void anEpochShowsEachLineOnceAndAFewInAnotherCase() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      lines.add("Line " + i);
    }
    CharlmConfig config = TinyCharlm.config(Direction.FORWARD, 3);
    List<String> read = parts(new CharacterStream.Epoch(lines, config, 1));
    assertThat(read.stream().map(s -> "L" + s.substring(1).toLowerCase(java.util.Locale.ROOT)))
        .containsExactlyInAnyOrderElementsOf(lines);
    assertThat(read.stream().filter(s -> s.startsWith("line")).count()).isBetween(150L, 250L);
    assertThat(read.stream().filter(s -> s.startsWith("LINE")).count()).isBetween(150L, 250L);
    assertThat(parts(new CharacterStream.Epoch(lines, config, 1))).isEqualTo(read);
    assertThat(parts(new CharacterStream.Epoch(lines, config, 2))).isNotEqualTo(read);
  }

  private static List<String> parts(CharacterStream.Epoch epoch) {
    List<String> all = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      all.addAll(epoch.part(part, 3));
    }
    return all;
  }
}
