package org.conversener.cli.demo.world;

/**
 * Divides the pairs of a frame and the stem of a name: a third is for dev and test only, the rest
 * for all training text. So a system that met a name in a frame is never tested on the two
 * together.
 *
 * @param seed the seed of the world
 */
record PairSplit(long seed) {
  /** Whether dev and test, and nothing else, may put a name with this stem into this frame. */
  boolean isEvaluation(String frame, String stem) {
    return Seeds.random(seed, "pair " + frame + " " + stem).nextInt(3) == 0;
  }

  /** Whether the teacher's training text leaves this stem out, so that the teacher has to guess. */
  boolean isUntaught(String stem) {
    return Seeds.random(seed, "untaught " + stem).nextInt(10) < 3;
  }
}
