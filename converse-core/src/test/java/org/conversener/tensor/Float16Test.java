package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Float16Test {
  @Test
  void everyHalfComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float value = Float16.toFloat(half);
      if (isNan(bits)) {
        assertThat(value).as("bits %x", bits).isNaN();
        assertThat(Float16.toFloat(Float16.fromFloat(value))).as("bits %x", bits).isNaN();
      } else {
        assertThat(Float16.fromFloat(value)).as("bits %x", bits).isEqualTo(half);
      }
    }
  }

  @Test
  void knownValuesAreRead() {
    assertThat(Float16.toFloat((short) 0x3c00)).isEqualTo(1);
    assertThat(Float16.toFloat((short) 0xc000)).isEqualTo(-2);
    assertThat(Float16.toFloat((short) 0x7bff)).isEqualTo(65504);
    assertThat(Float16.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Float16.toFloat((short) 0x0400)).isEqualTo(0x1p-14f);
    assertThat(Float16.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Float.floatToRawIntBits(Float16.toFloat((short) 0x8000))).isEqualTo(1 << 31);
  }

  @Test
  void tiesGoToTheEvenNeighbour() {
    assertThat(bitsOf(1 + 0x1p-11f)).isEqualTo(0x3c00);
    assertThat(bitsOf(1 + 3 * 0x1p-11f)).isEqualTo(0x3c02);
    assertThat(bitsOf(0x1p-25f)).isZero();
    assertThat(bitsOf(3 * 0x1p-25f)).isEqualTo(2);
    assertThat(bitsOf(Math.nextUp(1 + 0x1p-11f))).isEqualTo(0x3c01);
    assertThat(bitsOf(Math.nextUp(0x1p-25f))).isEqualTo(1);
  }

  @Test
  void whatIsTooLargeBecomesInfinite() {
    assertThat(bitsOf(Math.nextDown(65520f))).isEqualTo(0x7bff);
    assertThat(bitsOf(65520f)).isEqualTo(0x7c00);
    assertThat(bitsOf(-Float.MAX_VALUE)).isEqualTo(0xfc00);
    assertThat(bitsOf(Float.POSITIVE_INFINITY)).isEqualTo(0x7c00);
  }

  @Test
  void theLargestSubnormalRoundsUpToTheSmallestNormal() {
    assertThat(bitsOf(Math.nextDown(0x1p-14f))).isEqualTo(0x0400);
  }

  @Test
  void nothingIsNearerThanWhatWasChosen() {
    long seed = 5;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-26, 15)));
      int bits = bitsOf(value);
      double chosen = Math.abs(Float16.toFloat((short) bits) - (double) value);
      for (int other : new int[] {bits - 1, bits + 1}) {
        if ((other & 0x7c00) != 0x7c00 && (other & 0x8000) == (bits & 0x8000)) {
          assertThat(Math.abs(Float16.toFloat((short) other) - (double) value))
              .as("seed %s, value %s", seed, value)
              .isGreaterThanOrEqualTo(chosen);
        }
      }
    }
  }

  private static int bitsOf(float value) {
    return Float16.fromFloat(value) & 0xffff;
  }

  private static boolean isNan(int bits) {
    return (bits & 0x7c00) == 0x7c00 && (bits & 0x3ff) != 0;
  }
}
