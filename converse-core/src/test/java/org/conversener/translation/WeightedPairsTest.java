package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.conversener.corpus.SentencePair;
import org.junit.jupiter.api.Test;

class WeightedPairsTest {
  private final List<SentencePair> corpus =
      IntStream.range(0, 1000).mapToObj(i -> new SentencePair("s" + i, "t" + i)).toList();

  @Test
  void twoAndAHalfIsTwiceAndOnceMoreForHalf() {
    List<SentencePair> pairs = new WeightedPairs(1).add("news", corpus, 2.5).pairs();
    int three = 0;
    for (SentencePair pair : corpus) {
      int times = Collections.frequency(pairs, pair);
      assertThat(times).isBetween(2, 3);
      three += times == 3 ? 1 : 0;
    }
    assertThat(three).isBetween(440, 560);
  }

  @Test
  void aWholeWeightIsExact() {
    List<SentencePair> pairs = new WeightedPairs(1).add("a", corpus, 1).add("b", corpus, 2).pairs();
    assertThat(pairs).hasSize(3000);
    assertThat(pairs.subList(0, 1000)).isEqualTo(corpus);
  }

  @Test
  void theChoiceDependsOnSeedAndNameOnly() {
    List<SentencePair> first = new WeightedPairs(1).add("b", corpus, 0.5).pairs();
    List<SentencePair> after =
        new WeightedPairs(1).add("a", corpus, 1).add("b", corpus, 0.5).pairs();
    assertThat(after.subList(1000, after.size())).isEqualTo(first);
    assertThat(new WeightedPairs(1).add("c", corpus, 0.5).pairs()).isNotEqualTo(first);
    assertThat(new WeightedPairs(2).add("b", corpus, 0.5).pairs()).isNotEqualTo(first);
  }

  @Test
  void impossibleWeightsAreRejected() {
    for (double weight : new double[] {0, -1, 101, Double.NaN}) {
      assertThatThrownBy(() -> new WeightedPairs(1).add("news", corpus, weight))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("weight of news");
    }
  }
}
