package org.conversener.tensor;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Where random numbers come from. Training seeds the generator anew at every step from the run's
 * seed and the step's number, so that a resumed run draws what an uninterrupted one would have
 * drawn. Every thread has a generator of its own, so that trainings side by side do not disturb
 * each other.
 */
public final class Randomness {
  static {
    Natives.ensureLoaded();
  }

  private static final ThreadLocal<Generator> GENERATOR =
      ThreadLocal.withInitial(
          () -> {
            Generator generator = torch.make_generator_cpu();
            var unused = generator.retainReference();
            return generator;
          });

  private Randomness() {}

  /** The generator of this thread, as operations take it. */
  static GeneratorOptional generator() {
    return new GeneratorOptional(GENERATOR.get());
  }

  private static final ThreadLocal<SplittableRandom> BITS =
      ThreadLocal.withInitial(() -> new SplittableRandom(0));

  /** Seeds this thread's generators of dropout masks for one step of a run. */
  public static void seed(long seed, long step) {
    long mixed = mix(seed * 0x9E3779B97F4A7C15L + step);
    GENERATOR.get().set_current_seed(mixed);
    BITS.set(new SplittableRandom(mixed));
  }

  /** Random bits from this thread's generator. */
  static long[] bits(int count) {
    SplittableRandom random = BITS.get();
    long[] bits = new long[count];
    for (int i = 0; i < count; i++) {
      bits[i] = random.nextLong();
    }
    return bits;
  }

  /** A seed for one named thing of a run, independent of all other names. */
  public static long seedFor(long seed, String name) {
    long hash = mix(seed + 0x632BE59BD9B4E019L);
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i));
    }
    return hash;
  }

  /** The finaliser of SplitMix64: neighbouring numbers become unrelated ones. */
  public static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
