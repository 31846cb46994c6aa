package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.SentencePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptNamesTest {
  private static final KeptNames NAMES =
      KeptNames.learn(
          List.of(
              new SentencePair("Lima ama a España .", "Lima loves Spain ."),
              new SentencePair("Pero Lima no ve a Paz .", "But Lima does not see Peace ."),
              new SentencePair("Lima es Lima .", "It is the capital .")),
          "es");

  /** Attention of one layer: row j is what English word j, and last its end, read. */
  private static Translation translation(String source, String target, double[][] rows) {
    List<String> sourceWords = List.of(source.split(" "));
    List<String> targetWords = List.of(target.split(" "));
    float[] values = new float[(targetWords.size() + 1) * (sourceWords.size() + 1)];
    for (int j = 0; j < rows.length; j++) {
      for (int i = 0; i < rows[j].length; i++) {
        values[j * (sourceWords.size() + 1) + i] = (float) rows[j][i];
      }
    }
    Translation.Window window =
        new Translation.Window(owners(sourceWords.size()), owners(targetWords.size()), 1, values);
    return new Translation(sourceWords, targetWords, List.of(window), -1);
  }

  private static int[] owners(int words) {
    int[] owners = new int[words + 1];
    for (int i = 0; i < words; i++) {
      owners[i] = i;
    }
    owners[words] = Translation.EOS;
    return owners;
  }

  private static List<String> kept(String source, String target, double[][] rows) {
    return NAMES.keep(translation(source, target, rows), 0, 0).target();
  }

  @Test
  void aWordThatTheEnglishMostlyHasTooIsKept() {
    assertThat(NAMES.isKept("Lima")).isTrue();
    assertThat(NAMES.isKept("LIMA")).isTrue();
    assertThat(NAMES.isKept("España")).isFalse();
    assertThat(NAMES.isKept("ESPAÑA")).isFalse();
  }

  @Test
  void anUnknownWordIsKeptIfItHasACapitalAndIsNoCommonWord() {
    assertThat(NAMES.isKept("Gaspart")).isTrue();
    assertThat(NAMES.isKept("gaspart")).isFalse();
    assertThat(NAMES.isKept("Ama")).isFalse();
    assertThat(NAMES.isKept("PERO")).isFalse();
    assertThat(NAMES.isKept("G")).isFalse();
    assertThat(NAMES.isKept("1992")).isFalse();
  }

  @Test
  void aLostNameReplacesTheWordThatReadsItMost() {
    double[][] rows = {{0.9, 0.1, 0}, {0, 0.3, 0.7}, {0.1, 0.2, 0.7}};
    assertThat(kept("ve Gaspart", "sees Gasper", new double[][] {{0.9, 0.1}, {0.2, 0.8}}))
        .containsExactly("sees", "Gaspart");
    // Words in small letters are no names, however much they read one.
    assertThat(kept("ve a Gaspart", "Gas sees Gasper", rows))
        .containsExactly("Gas", "sees", "Gaspart");
  }

  @Test
  void punctuationAtANameIsNotPartOfIt() {
    double[][] rows = {{0.9, 0.1}, {0.2, 0.8}};
    assertThat(kept("ve (Gaspart),", "sees Gasper", rows)).containsExactly("sees", "Gaspart");
    assertThat(kept("ve Lima.", "sees Lama", rows)).containsExactly("sees", "Lima");
    assertThat(kept("ve Lima.", "Sees Lima", rows)).containsExactly("Sees", "Lima");
  }

  @Test
  void severalWordsInOneAreNoName() {
    double[][] rows = {{0.9, 0.1}, {0.2, 0.8}};
    assertThat(kept("ve Gaspart/Lima", "sees Gasper", rows)).containsExactly("sees", "Gasper");
  }

  @Test
  void nothingIsReplacedThatReadsAnotherWordMore() {
    double[][] rows = {{0.6, 0.4}, {0.7, 0.3}};
    assertThat(kept("Rojas Gaspart", "Reds Gasper", rows)).doesNotContain("Gaspart");
  }

  @Test
  void neitherSmallWordsNorCopiesAreReplaced() {
    double[][] rows = {{0.1, 0.9}, {0.2, 0.8}};
    assertThat(kept("Rojas Gaspart", "Rojas sees", rows)).containsExactly("Rojas", "sees");
  }

  @Test
  void aNameThatIsThereIsLeftAlone() {
    double[][] rows = {{0.1, 0.9}, {0.9, 0.1}};
    assertThat(kept("ve Gaspart", "Gasper Gaspart", rows)).containsExactly("Gasper", "Gaspart");
  }

  @Test
  void wordsThatTheTranslationHadToStartWithStay() {
    Translation lost =
        translation("ve Gaspart", "Gasper sees Gas", new double[][] {{0, 1}, {1, 0}, {0.4, 0.6}});
    assertThat(NAMES.keep(lost, 0, 0).target()).containsExactly("Gaspart", "sees", "Gas");
    assertThat(NAMES.keep(lost, 0, 1).target()).containsExactly("Gasper", "sees", "Gaspart");
    assertThat(NAMES.keep(lost, 0, 3).target()).isEqualTo(lost.target());
  }

  @Test
  void namesOfLaterWindowsArePutBackThere() {
    Translation one = translation("ve Gaspart", "sees Gasper", new double[][] {{1, 0}, {0, 1}});
    Translation.Window first = one.windows().get(0);
    Translation.Window second =
        new Translation.Window(
            new int[] {2, 3, Translation.EOS},
            new int[] {2, 3, Translation.EOS},
            1,
            first.values());
    Translation both =
        new Translation(
            List.of("ve", "Gaspart", "ve", "Rojas"),
            List.of("sees", "Gasper", "sees", "Reds"),
            List.of(first, second),
            -1);
    assertThat(NAMES.keep(both, 0, 0).target()).containsExactly("sees", "Gaspart", "sees", "Rojas");
  }

  @Test
  void attentionAndScoreStayWhatTheyWere() {
    Translation before = translation("Gaspart", "Gasper", new double[][] {{1, 0}, {0, 1}});
    Translation after = NAMES.keep(before, -1, 0);
    assertThat(after.target()).containsExactly("Gaspart");
    assertThat(after.windows()).isEqualTo(before.windows());
    assertThat(after.score()).isEqualTo(before.score());
  }

  @Test
  void whatIsWrittenIsReadBack(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("words.tsv");
    NAMES.write(file);
    assertThat(KeptNames.read(file, "es").lines()).isEqualTo(NAMES.lines());
  }

  @Test
  void aBrokenFileIsRefusedWithItsLine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("words.tsv");
    for (String text :
        List.of(
            "", "words 1\n", "converse-words 1 2\na\t1\t1\n", "converse-words 1 1\na\t1\t2\n")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> KeptNames.read(file, "es"))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("words.tsv:");
    }
  }
}
