package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.junit.jupiter.api.Test;

class WordAlignerTest {
  private static final long SEED = 3;

  /** Word w of 20 is translated by 100 + w; the order of English is turned around in half. */
  private static WordAligner.Trained train(List<int[]> sources, List<int[]> targets, int threads) {
    Random random = new Random(SEED);
    List<Integer> words = new ArrayList<>();
    for (int w = 0; w < 20; w++) {
      words.add(w);
    }
    for (int pair = 0; pair < 200; pair++) {
      Collections.shuffle(words, random);
      int[] source = words.stream().limit(2 + pair % 5).mapToInt(w -> w).toArray();
      int[] target = new int[source.length];
      for (int i = 0; i < target.length; i++) {
        target[pair % 2 == 0 ? i : target.length - 1 - i] = 100 + source[i];
      }
      sources.add(source);
      targets.add(target);
    }
    return WordAligner.train(
        sources, targets, AlignerConfig.DEFAULT, Limits.NONE, threads, Progress.silent());
  }

  @Test
  void wordsAreLinkedToTheirTranslationsInAnyOrder() {
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    WordAligner aligner = train(sources, targets, 2).aligner();
    for (int pair = 0; pair < sources.size(); pair++) {
      for (Symmetrisation how : Symmetrisation.values()) {
        List<Link> links = aligner.align(sources.get(pair), targets.get(pair), how);
        assertThat(links).as("seed %d pair %d", SEED, pair).hasSize(sources.get(pair).length);
        for (Link link : links) {
          assertThat(targets.get(pair)[link.target()])
              .isEqualTo(100 + sources.get(pair)[link.source()]);
        }
      }
    }
  }

  @Test
  void wordsThatNeverStoodTogetherAreNotLinked() {
    WordAligner aligner = train(new ArrayList<>(), new ArrayList<>(), 1).aligner();
    int[] source = {3, 77, 5};
    int[] target = {103, 999, 105};
    assertThat(aligner.align(source, target, Symmetrisation.GROW_DIAGONAL))
        .containsExactly(new Link(0, 0), new Link(2, 2));
    assertThat(aligner.align(new int[0], target, Symmetrisation.INTERSECTION)).isEmpty();
  }

  @Test
  void threadsChangeNothing() {
    var one = train(new ArrayList<>(), new ArrayList<>(), 1);
    var many = train(new ArrayList<>(), new ArrayList<>(), 4);
    assertThat(many.passes()).isEqualTo(one.passes());
    assertThat(one.passes()).hasSize(10);
  }

  @Test
  void anEmptySideIsRefused() {
    assertThatThrownBy(
            () ->
                WordAligner.train(
                    List.of(new int[] {1}, new int[0]),
                    List.of(new int[] {1}, new int[] {1}),
                    AlignerConfig.DEFAULT,
                    Limits.NONE,
                    1,
                    Progress.silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pair 1 (from 0)");
  }

  @Test
  void theIntersectionHasWhatBothHave() {
    int[] sourceOf = {0, 1, 1, -1};
    int[] targetOf = {0, 2, 3};
    assertThat(Symmetrisation.INTERSECTION.join(sourceOf, targetOf))
        .containsExactly(new Link(0, 0), new Link(1, 2));
  }

  @Test
  void growingAddsNeighboursThatReachAWordWithoutLink() {
    int[] sourceOf = {0, 1, 1, -1};
    int[] targetOf = {0, 2, 3};
    // 1-1 stands beside 0-0, and 2-3 beside 1-2.
    assertThat(Symmetrisation.GROW_DIAGONAL.join(sourceOf, targetOf))
        .containsExactly(new Link(0, 0), new Link(1, 1), new Link(1, 2), new Link(2, 3));
  }

  @Test
  void growingLeavesOutWhatStandsApart() {
    int[] sourceOf = {0, -1, -1, -1};
    int[] targetOf = {0, -1, 3};
    assertThat(Symmetrisation.GROW_DIAGONAL.join(sourceOf, targetOf))
        .containsExactly(new Link(0, 0));
  }
}
