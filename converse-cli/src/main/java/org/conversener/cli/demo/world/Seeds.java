package org.conversener.cli.demo.world;

import java.util.List;
import java.util.SplittableRandom;

/** Random numbers that depend on the seed of the world and on what they are for, nothing else. */
final class Seeds {
  private Seeds() {}

  static SplittableRandom random(long seed, String purpose) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + hash(purpose));
  }

  /** FNV-1a of the characters; 64 bits, so that purposes do not collide. */
  private static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  static <T> T pick(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }

  static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      list.set(i, list.set(random.nextInt(i + 1), list.get(i)));
    }
  }
}
