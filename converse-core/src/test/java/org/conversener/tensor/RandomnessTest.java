package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomnessTest {
  @Test
  void mixIsTheFinaliserOfSplitMix64() {
    // The generator's published first outputs from the state 0.
    assertThat(Randomness.mix(0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(Randomness.mix(0x9E3779B97F4A7C15L)).isEqualTo(0x6E789E6AA1B965F4L);
  }

  @Test
  void aSeedBelongsToItsNameAndRun() {
    assertThat(Randomness.seedFor(1, "w")).isEqualTo(Randomness.seedFor(1, "w"));
    Set<Long> seeds = new HashSet<>();
    for (long run = 0; run < 50; run++) {
      for (String name : new String[] {"", "a", "b", "ab", "ba", "aa"}) {
        seeds.add(Randomness.seedFor(run, name));
      }
    }
    assertThat(seeds).hasSize(300);
  }

  @Test
  void dropoutOfAStepDependsOnSeedAndStepOnly() {
    float[] first = mask(1, 5);
    mask(1, 4);
    assertThat(mask(1, 5)).isEqualTo(first);
    assertThat(mask(1, 6)).isNotEqualTo(first);
    assertThat(mask(2, 5)).isNotEqualTo(first);
  }

  private static float[] mask(long seed, long step) {
    Randomness.seed(seed, step);
    try (Scope scope = Scope.withoutGradients()) {
      return Ops.keepMask(DType.FLOAT32, 0.5, 100).toFloats();
    }
  }
}
