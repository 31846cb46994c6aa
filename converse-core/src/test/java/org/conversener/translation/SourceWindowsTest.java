package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SourceWindowsTest {
  /** Subwords of a window, of which one is the end-of-sentence; every letter here is a subword. */
  private static final int ROOM = 9;

  private static final Subwords SUBWORDS = TinyTranslation.untrained(ROOM).subwords();
  private final SourceWindows windows = new SourceWindows(SUBWORDS, ROOM, 64);

  private List<Integer> starts(String sentence) {
    return windows.starts(List.of(sentence.split(" ", -1)));
  }

  private static int subwordsOf(List<String> words) {
    return SUBWORDS.codeSource(words).ids().length;
  }

  @Test
  void whatFitsIsOneWindow() {
    assertThat(starts("a b c d e f g h")).containsExactly(0);
  }

  @Test
  void whatDoesNotFitIsCutEvenly() {
    assertThat(starts("a b c d e f g h a")).containsExactly(0, 5);
    assertThat(starts("a b c d e f g h a b c d e f g h a")).containsExactly(0, 6, 12);
  }

  @Test
  void windowsAreCutBehindPunctuationThatIsNotFar() {
    assertThat(starts("a b c d e , g h a b c")).containsExactly(0, 6);
    assertThat(starts("a b c , e f g h a b c")).containsExactly(0, 4);
    assertThat(starts("a b c d e f g , a b c")).containsExactly(0, 8);
    assertThat(starts("a , c d e f g h a b c")).containsExactly(0, 6);
  }

  @Test
  void ofSeveralMarksTheOneNearestToAnEvenCutCounts() {
    assertThat(starts("a b c , e f , h a b c")).containsExactly(0, 7);
  }

  @Test
  void windowsAreCutBehindWordsThatEndWithPunctuation() {
    for (String end : new String[] {"e,", "e.", "e)", "e»", "e\"", "e.'", "…", "。", "—"}) {
      assertThat(starts("a b c d e " + end + " g h a b c").get(1)).as(end).isEqualTo(6);
    }
  }

  @Test
  void windowsAreNotCutBehindWhatOpensOrStandsWithinWords() {
    for (String word : new String[] {"¿", "(", "«", "¡e", "e'", "e’", "\"", "\"e", "e-", "&"}) {
      assertThat(starts("a b " + word + " d e f g h a b c").get(1)).as(word).isGreaterThan(3);
    }
  }

  @Test
  void whatStandsBehindThePunctuationIsMeasuredAgain() {
    // The cut leaves "ggg", and "hhhhhh" does not fit behind it.
    assertThat(starts("a b c , ggg hhhhhh")).containsExactly(0, 4, 5);
  }

  @Test
  void aWordLongerThanAWindowHasOneOfItsOwn() {
    assertThat(starts("a " + "b".repeat(20) + " c")).containsExactly(0, 1, 2);
  }

  @Test
  void windowsCoverAllWordsAndFit() {
    for (long seed = 1; seed <= 200; seed++) {
      List<String> words = randomWords(new SplittableRandom(seed), 40);
      List<Integer> starts = windows.starts(words);
      assertThat(starts.get(0)).isZero();
      for (int w = 0; w < starts.size(); w++) {
        int end = w + 1 < starts.size() ? starts.get(w + 1) : words.size();
        assertThat(end).as("seed %s", seed).isGreaterThan(starts.get(w));
        if (end - starts.get(w) > 1) {
          assertThat(subwordsOf(words.subList(starts.get(w), end)))
              .as("seed %s, window %s", seed, w)
              .isLessThanOrEqualTo(ROOM);
        }
      }
    }
  }

  private static List<String> randomWords(SplittableRandom random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(random.nextInt(10) < 2 ? "," : "abcdefgh".substring(8 - random.nextInt(1, 8)));
    }
    return words;
  }
}
