package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.conversener.text.Alignment;
import org.conversener.text.Link;
import org.conversener.translation.AlignmentRule.Kind;
import org.junit.jupiter.api.Test;

/**
 * Five source words (rows) and five English words. Every rule gives another set of links: 0-3 is
 * far from the intersection and both its words are linked without it, so grow-diag-final leaves it
 * out; 2-4 and 3-3 are neighbours; 4-0 is added at the end.
 */
class AttentionAlignerTest {
  private static final WordMatrix WEIGHTS =
      new WordMatrix(
          1,
          5,
          5,
          new float[] {
            0.70f, 0.10f, 0.00f, 0.40f, 0.10f, //
            0.05f, 0.60f, 0.05f, 0.10f, 0.10f, //
            0.00f, 0.10f, 0.80f, 0.10f, 0.50f, //
            0.05f, 0.10f, 0.10f, 0.35f, 0.20f, //
            0.20f, 0.10f, 0.05f, 0.05f, 0.10f
          });

  private static void assertAligns(String rule, String links) {
    LayerAttention attention =
        new LayerAttention(
            List.of("a", "b", "c", "d", "e"), List.of("v", "w", "x", "y", "z"), WEIGHTS);
    assertThat(AttentionAligner.align(attention, AlignmentRule.parse(rule)))
        .as(rule)
        .isEqualTo(Alignment.parse(links));
  }

  @Test
  void everyEnglishWordHasItsSourceWord() {
    assertAligns("by-target", "0-0 0-3 1-1 2-2 2-4");
  }

  @Test
  void everySourceWordHasItsEnglishWord() {
    assertAligns("by-source", "0-0 1-1 2-2 3-3 4-0");
  }

  @Test
  void bothDirectionsAreIntersected() {
    assertAligns("intersection", "0-0 1-1 2-2");
  }

  @Test
  void bothDirectionsAreUnited() {
    assertAligns("union", "0-0 0-3 1-1 2-2 2-4 3-3 4-0");
  }

  @Test
  void theIntersectionGrowsByNeighboursAndWordsWithoutLinks() {
    assertAligns("grow-diag-final", "0-0 1-1 2-2 2-4 3-3 4-0");
  }

  @Test
  void aWeightThatIsTheThresholdIsEnough() {
    assertAligns("threshold:0.35", "0-0 0-3 1-1 2-2 2-4 3-3");
    assertAligns("threshold:0.4", "0-0 0-3 1-1 2-2 2-4");
    assertAligns("threshold:0.7", "0-0 2-2");
    assertAligns("threshold:2", "");
  }

  @Test
  void theSidesAreNotSwapped() {
    // The transposed matrix has the links of the other direction, written the other way round.
    SortedSet<Link> mirrored = new TreeSet<>();
    for (Link link : align(transposed(WEIGHTS), Kind.BY_SOURCE).sure()) {
      mirrored.add(new Link(link.target(), link.source()));
    }
    assertThat(align(WEIGHTS, Kind.BY_TARGET)).isEqualTo(Alignment.of(mirrored));
    assertThat(align(WEIGHTS, Kind.BY_TARGET))
        .isNotEqualTo(align(transposed(WEIGHTS), Kind.BY_TARGET))
        .isNotEqualTo(align(transposed(WEIGHTS), Kind.BY_SOURCE));
  }

  @Test
  void ofEqualWeightsTheFirstWordWins() {
    WordMatrix even = new WordMatrix(1, 2, 2, new float[] {0.5f, 0.5f, 0.5f, 0.5f});
    assertThat(align(even, Kind.BY_TARGET)).hasToString("0-0 0-1");
    assertThat(align(even, Kind.BY_SOURCE)).hasToString("0-0 1-0");
  }

  @Test
  void whatHasNoWeightIsNotLinked() {
    WordMatrix half = new WordMatrix(1, 2, 2, new float[] {0, 0, 0, 0.1f});
    for (Kind kind : Kind.values()) {
      if (kind != Kind.THRESHOLD) {
        assertThat(align(half, kind)).as("%s", kind).hasToString("1-1");
      }
    }
  }

  @Test
  void withoutWordsThereAreNoLinks() {
    for (Kind kind : Kind.values()) {
      AlignmentRule rule =
          kind == Kind.THRESHOLD ? AlignmentRule.atLeast(0.1f) : AlignmentRule.of(kind);
      assertThat(AttentionAligner.align(new WordMatrix(1, 3, 0, new float[0]), rule).sure())
          .isEmpty();
      assertThat(AttentionAligner.align(new WordMatrix(1, 0, 3, new float[0]), rule).sure())
          .isEmpty();
    }
  }

  @Test
  void growDiagFinalIsThatOfThePseudoCode() {
    int between = 0;
    for (long seed = 0; seed < 500; seed++) {
      WordMatrix weights = random(new Random(seed));
      SortedSet<Link> byTarget = align(weights, Kind.BY_TARGET).sure();
      SortedSet<Link> bySource = align(weights, Kind.BY_SOURCE).sure();
      SortedSet<Link> expected =
          SymmetrisationOracle.growDiagFinal(byTarget, bySource, weights.rows(), weights.columns());
      SortedSet<Link> found = align(weights, Kind.GROW_DIAG_FINAL).sure();
      assertThat(found).as("seed %s", seed).isEqualTo(expected);
      assertThat(found).containsAll(align(weights, Kind.INTERSECTION).sure());
      assertThat(align(weights, Kind.UNION).sure()).containsAll(found);
      boolean isBetween =
          !found.equals(align(weights, Kind.INTERSECTION).sure())
              && !found.equals(align(weights, Kind.UNION).sure());
      between += isBetween ? 1 : 0;
    }
    // Otherwise the seeds would show nothing.
    assertThat(between).isGreaterThan(50);
  }

  @Test
  void theOtherRulesAreThoseOfLoopsOverAllPairs() {
    for (long seed = 0; seed < 200; seed++) {
      WordMatrix weights = random(new Random(seed));
      TreeSet<Link> byTarget = new TreeSet<>();
      TreeSet<Link> bySource = new TreeSet<>();
      TreeSet<Link> strong = new TreeSet<>();
      for (int i = 0; i < weights.rows(); i++) {
        for (int j = 0; j < weights.columns(); j++) {
          boolean isLargestOfColumn = true;
          boolean isLargestOfRow = true;
          for (int k = 0; k < weights.rows(); k++) {
            isLargestOfColumn &= weights.at(k, j) <= weights.at(i, j);
          }
          for (int k = 0; k < weights.columns(); k++) {
            isLargestOfRow &= weights.at(i, k) <= weights.at(i, j);
          }
          Link link = new Link(i, j);
          if (isLargestOfColumn) {
            byTarget.add(link);
          }
          if (isLargestOfRow) {
            bySource.add(link);
          }
          if (weights.at(i, j) >= 0.5f) {
            strong.add(link);
          }
        }
      }
      TreeSet<Link> union = new TreeSet<>(byTarget);
      union.addAll(bySource);
      TreeSet<Link> intersection = new TreeSet<>(byTarget);
      intersection.retainAll(bySource);
      assertThat(align(weights, Kind.BY_TARGET).sure()).as("seed %s", seed).isEqualTo(byTarget);
      assertThat(align(weights, Kind.BY_SOURCE).sure()).as("seed %s", seed).isEqualTo(bySource);
      assertThat(align(weights, Kind.UNION).sure()).as("seed %s", seed).isEqualTo(union);
      assertThat(align(weights, Kind.INTERSECTION).sure())
          .as("seed %s", seed)
          .isEqualTo(intersection);
      assertThat(AttentionAligner.align(weights, AlignmentRule.atLeast(0.5f)).sure())
          .as("seed %s", seed)
          .isEqualTo(strong);
    }
  }

  private static Alignment align(WordMatrix weights, Kind kind) {
    return AttentionAligner.align(weights, AlignmentRule.of(kind));
  }

  /** No two weights are equal and none is 0. */
  private static WordMatrix random(Random random) {
    int rows = 1 + random.nextInt(9);
    int columns = 1 + random.nextInt(9);
    float[] values = new float[rows * columns];
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.nextUp(random.nextFloat());
    }
    return new WordMatrix(1, rows, columns, values);
  }

  private static WordMatrix transposed(WordMatrix matrix) {
    float[] values = new float[matrix.values().length];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        values[j * matrix.rows() + i] = matrix.at(i, j);
      }
    }
    return new WordMatrix(matrix.layer(), matrix.columns(), matrix.rows(), values);
  }
}
