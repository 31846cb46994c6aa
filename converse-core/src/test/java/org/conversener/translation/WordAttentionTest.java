package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.conversener.translation.AttentionOptions.Eos;
import org.conversener.translation.AttentionOptions.Normalise;
import org.conversener.translation.AttentionOptions.Pooling;
import org.junit.jupiter.api.Test;

/**
 * Source words a (two subwords), b (one) and c (none); English words x (one subword) and y (two).
 * All expected matrices were computed by hand; no two are equal, so that a wrong option, a
 * transposition or a column taken one too early or too late shows.
 */
class WordAttentionTest {
  private static final int EOS = Translation.EOS;
  private static final int[] SOURCES = {0, 0, 1, EOS};
  private static final int[] TARGETS = {0, 1, 1, EOS};
  private static final float[] VALUES = {
    0.1f,
    0.2f,
    0.3f,
    0.4f, // x
    0.4f,
    0.1f,
    0.3f,
    0.2f, // first of y
    0.2f,
    0.2f,
    0.5f,
    0.1f, // second of y
    0.1f,
    0.3f,
    0.4f,
    0.2f, // end-of-sentence
    // the second layer
    0,
    0,
    1,
    0, //
    1,
    0,
    0,
    0, //
    0,
    1,
    0,
    0, //
    0,
    0,
    0,
    1
  };

  private static Translation translation(int[] sources, int[] targets) {
    return new Translation(
        List.of("a", "b", "c"),
        List.of("x", "y"),
        List.of(new Translation.Window(sources, targets, 2, VALUES)),
        0);
  }

  private static void assertGathers(AttentionOptions options, double... expected) {
    WordMatrix matrix = WordAttention.gather(translation(SOURCES, TARGETS), options).get(0);
    assertThat(matrix.layer()).isEqualTo(1);
    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.columns()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        assertThat((double) matrix.at(i, j))
            .as("%s, row %s, column %s", options, i, j)
            .isCloseTo(expected[2 * i + j], within(1e-6));
      }
    }
  }

  private static AttentionOptions options(
      Pooling source, Pooling target, Eos eos, int shift, Normalise normalise) {
    return new AttentionOptions(source, target, eos, shift, normalise);
  }

  @Test
  void byDefaultSourcesAreSummedAndTargetsAveraged() {
    assertGathers(AttentionOptions.DEFAULT, 0.3, 0.45, 0.3, 0.4, 0, 0);
  }

  @Test
  void sourcesMayBeAveraged() {
    assertGathers(
        options(Pooling.MEAN, Pooling.MEAN, Eos.DROP, 0, Normalise.COLUMNS),
        0.15,
        0.225,
        0.3,
        0.4,
        0,
        0);
  }

  @Test
  void targetsMayBeSummed() {
    assertGathers(
        options(Pooling.SUM, Pooling.SUM, Eos.DROP, 0, Normalise.COLUMNS),
        0.3,
        0.9,
        0.3,
        0.8,
        0,
        0);
  }

  @Test
  void whatEndOfSentenceTookMayBeGivenBack() {
    // The columns of y keep 0.8 and 0.9: (0.5/0.8 + 0.4/0.9)/2 and (0.3/0.8 + 0.5/0.9)/2.
    assertGathers(
        options(Pooling.SUM, Pooling.MEAN, Eos.RENORMALISE, 0, Normalise.COLUMNS),
        0.5,
        0.53472222,
        0.5,
        0.46527778,
        0,
        0);
  }

  @Test
  void shiftedTheLastWordUsesTheColumnOfEndOfSentence() {
    assertGathers(
        options(Pooling.SUM, Pooling.MEAN, Eos.DROP, 1, Normalise.COLUMNS),
        0.5,
        0.4,
        0.3,
        0.45,
        0,
        0);
  }

  @Test
  void shiftedAndGivenBackGoTogether() {
    assertGathers(
        options(Pooling.SUM, Pooling.MEAN, Eos.RENORMALISE, 1, Normalise.COLUMNS),
        0.625,
        0.47222222,
        0.375,
        0.52777778,
        0,
        0);
  }

  @Test
  void rowsMayBeNormalised() {
    assertGathers(
        options(Pooling.SUM, Pooling.MEAN, Eos.DROP, 0, Normalise.ROWS),
        0.4,
        0.6,
        0.42857143,
        0.57142857,
        0,
        0);
  }

  @Test
  void everyLayerHasItsMatrix() {
    List<WordMatrix> matrices =
        WordAttention.gather(translation(SOURCES, TARGETS), AttentionOptions.DEFAULT);
    assertThat(matrices).hasSize(2);
    assertThat(matrices.get(1).layer()).isEqualTo(2);
    assertThat(matrices.get(1).values()).containsExactly(0, 1, 1, 0, 0, 0);
  }

  @Test
  void ownersOffByOneGiveAnotherMatrix() {
    WordMatrix late =
        WordAttention.gather(
                translation(SOURCES, new int[] {0, 0, 1, EOS}), AttentionOptions.DEFAULT)
            .get(0);
    assertThat((double) late.at(0, 0)).isCloseTo(0.4, within(1e-6));
    assertThat((double) late.at(0, 1)).isCloseTo(0.4, within(1e-6));
  }

  @Test
  void oneSubwordAWordIsTheAttentionItselfTransposed() {
    Translation translation =
        new Translation(
            List.of("a", "b"),
            List.of("x", "y", "z"),
            List.of(
                new Translation.Window(
                    new int[] {0, 1, EOS},
                    new int[] {0, 1, 2, EOS},
                    1,
                    new float[] {
                      0.1f, 0.2f, 0.7f, //
                      0.3f, 0.4f, 0.3f, //
                      0.6f, 0.25f, 0.15f, //
                      0.5f, 0.5f, 0
                    })),
            0);
    for (Pooling pooling : Pooling.values()) {
      assertThat(
              WordAttention.gather(
                      translation, options(pooling, pooling, Eos.DROP, 0, Normalise.COLUMNS))
                  .get(0)
                  .values())
          .containsExactly(0.1f, 0.3f, 0.6f, 0.2f, 0.4f, 0.25f);
    }
  }

  private static Translation stitched() {
    return new Translation(
        List.of("a", "b", "c"),
        List.of("x", "y", "z"),
        List.of(
            new Translation.Window(
                new int[] {0, EOS},
                new int[] {0, 1, EOS},
                1,
                new float[] {0.5f, 0.5f, 0.25f, 0.75f, 1, 0}),
            new Translation.Window(
                new int[] {1, 2, EOS},
                new int[] {2, EOS},
                1,
                new float[] {0.25f, 0.5f, 0.25f, 0.125f, 0.75f, 0.125f})),
        0);
  }

  @Test
  void betweenWindowsThereIsNoAttention() {
    assertThat(WordAttention.gather(stitched(), AttentionOptions.DEFAULT).get(0).values())
        .containsExactly(0.5f, 0.25f, 0, 0, 0, 0.25f, 0, 0, 0.5f);
  }

  @Test
  void shiftingNeverLeavesAWindow() {
    assertThat(
            WordAttention.gather(
                    stitched(), options(Pooling.SUM, Pooling.MEAN, Eos.DROP, 1, Normalise.COLUMNS))
                .get(0)
                .values())
        .containsExactly(0.25f, 1, 0, 0, 0, 0.125f, 0, 0, 0.75f);
  }

  @Test
  void aColumnThatIsAllEndOfSentenceStaysZero() {
    Translation translation =
        new Translation(
            List.of("a"),
            List.of("x"),
            List.of(
                new Translation.Window(
                    new int[] {0, EOS}, new int[] {0, EOS}, 1, new float[] {0, 1, 1, 0})),
            0);
    assertThat(
            WordAttention.gather(
                    translation,
                    options(Pooling.SUM, Pooling.MEAN, Eos.RENORMALISE, 0, Normalise.ROWS))
                .get(0)
                .values())
        .containsExactly(0);
  }

  @Test
  void theShareOfEndOfSentenceIsAveragedOverSubwordsOfWords() {
    assertThat(WordAttention.shareOnEos(translation(SOURCES, TARGETS)))
        .containsExactly(new double[] {0.7 / 3, 0}, within(1e-6));
    assertThat(WordAttention.shareOnEos(stitched()))
        .containsExactly(new double[] {(0.5 + 0.75 + 0.25) / 3}, within(1e-6));
  }

  @Test
  void theStrongestWordsAreFoundInRowsAndColumns() {
    WordMatrix matrix = new WordMatrix(1, 2, 3, new float[] {0.1f, 0.5f, 0, 0.3f, 0.2f, 0});
    assertThat(matrix.strongestColumn(0)).isEqualTo(1);
    assertThat(matrix.strongestColumn(1)).isZero();
    assertThat(matrix.strongestRow(0)).isEqualTo(1);
    assertThat(matrix.strongestRow(1)).isZero();
    assertThat(matrix.strongestRow(2)).isEqualTo(-1);
  }

  @Test
  void wrongShapesAndShiftsAreRejected() {
    assertThatThrownBy(() -> new WordMatrix(1, 2, 2, new float[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Translation.Window(SOURCES, TARGETS, 1, VALUES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 x 4 x 4");
    assertThatThrownBy(() -> options(Pooling.SUM, Pooling.SUM, Eos.DROP, 2, Normalise.COLUMNS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shift");
  }

  @Test
  void matricesThatDoNotFitTheMemoryAreRefused() {
    List<String> words = Collections.nCopies(12_000, "a");
    Translation.Window window =
        new Translation.Window(new int[] {0, EOS}, new int[] {0, EOS}, 1, new float[4]);
    Translation huge = new Translation(words, words, List.of(window), -1);
    assertThatThrownBy(() -> WordAttention.gather(huge, AttentionOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12000 words")
        .hasMessageContaining("cut the sentence");
  }
}
