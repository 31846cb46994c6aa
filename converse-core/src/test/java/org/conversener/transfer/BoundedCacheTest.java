package org.conversener.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
  private static final List<String> ANA = List.of("Ana");
  private static final List<String> LEO = List.of("Leo", "duerme");
  private static final List<String> NADA = List.of("nada");

  private final List<List<List<String>>> asked = new ArrayList<>();

  private List<Integer> lengths(List<List<String>> sentences) {
    asked.add(sentences);
    return sentences.stream().map(List::size).toList();
  }

  @Test
  void whatIsNotRememberedIsAskedForOnceAndTogether() {
    BoundedCache<Integer> cache = new BoundedCache<>(100, length -> 1);
    assertThat(cache.get(LEO, List::size)).isEqualTo(2);
    assertThat(cache.getAll(List.of(NADA, LEO, ANA, NADA), this::lengths))
        .containsExactly(1, 2, 1, 1);
    assertThat(asked).containsExactly(List.of(NADA, ANA));
    assertThat(cache.getAll(List.of(ANA, LEO, NADA), this::lengths)).containsExactly(1, 2, 1);
    assertThat(asked).hasSize(1);
  }

  @Test
  void sentencesThatDoNotFitAreAnsweredAllTheSame() {
    BoundedCache<Integer> cache = new BoundedCache<>(1, length -> 1);
    assertThat(cache.getAll(List.of(ANA, LEO, NADA), this::lengths)).containsExactly(1, 2, 1);
    assertThat(cache.count()).isEqualTo(1);
  }
}
