package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceLengthsTest {
  /** As many sentences of each length. */
  private static List<int[]> sentences(int... lengths) {
    List<int[]> sentences = new ArrayList<>();
    for (int length : lengths) {
      sentences.add(new int[length]);
    }
    return sentences;
  }

  @Test
  void windowsAreNoLongerThanTheLongestSentenceInTraining() {
    assertThat(SourceLengths.of(sentences(3, 12, 5))).isEqualTo(new SourceLengths(12, 12));
  }

  @Test
  void ofLongSentencesWindowsHoldAllButATwentieth() {
    int[] lengths = new int[100];
    for (int i = 0; i < 100; i++) {
      lengths[i] = 101 + i;
    }
    assertThat(SourceLengths.of(sentences(lengths))).isEqualTo(new SourceLengths(200, 195));
  }

  @Test
  void aFewLongSentencesAmongShortOnesDoNotMakeWindowsLong() {
    int[] lengths = new int[100];
    java.util.Arrays.fill(lengths, 10);
    lengths[50] = 170;
    assertThat(SourceLengths.of(sentences(lengths)).window()).isEqualTo(60);
  }

  @Test
  void zeroAndTooManySubwordsMeanTheLongest() {
    SourceLengths lengths = new SourceLengths(90, 40);
    assertThat(lengths.withWindow(20)).isEqualTo(new SourceLengths(90, 20));
    assertThat(lengths.withWindow(0)).isEqualTo(new SourceLengths(90, 90));
    assertThat(lengths.withWindow(1000)).isEqualTo(new SourceLengths(90, 90));
  }

  @Test
  void aWindowHoldsASubwordAndTheEnd() {
    for (int window : new int[] {1, -1}) {
      assertThatThrownBy(() -> SourceLengths.upTo(90).withWindow(window))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found " + window);
    }
  }
}
