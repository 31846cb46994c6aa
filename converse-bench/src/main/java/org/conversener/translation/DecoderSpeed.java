package org.conversener.translation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * What it brings that the decoder remembers: the speed of one sentence's beam step by step, and of
 * the same with everything computed anew at each step. In this package to reach the decoder.
 */
public final class DecoderSpeed implements AutoCloseable {
  private final ConvNetwork network;
  private final int beam;
  private final int[] source;
  private final int[] english;

  /**
   * A network that has learned nothing, which is as fast as one that has.
   *
   * @param vocabulary how many subwords each side has
   * @param words source subwords without end-of-sentence
   * @param output English subwords with end-of-sentence
   */
  public DecoderSpeed(ConvConfig config, int vocabulary, int words, int output, int beam) {
    DType type = DType.FLOAT32;
    network =
        new ConvNetwork(
            new Parameters(1, type, config.products().type()),
            config.shape(),
            vocabulary,
            vocabulary,
            0);
    network.fold();
    this.beam = beam;
    source = new int[words + 1];
    Arrays.setAll(source, i -> Symbols.NAMES.size() + i);
    english = new int[output];
    Arrays.setAll(english, i -> Symbols.NAMES.size() + 2 * i);
  }

  /** English subwords a second, each layer remembering what its convolution sees. */
  public double remembering(double seconds) {
    return rate(seconds, this::remember);
  }

  /** English subwords a second, all that stands before them computed anew for each. */
  public double recomputing(double seconds) {
    return rate(seconds, this::recompute);
  }

  private void remember() {
    try (Scope scope = Scope.withoutGradients();
        DecoderState state = new DecoderState(network.decoder(), network.encode(List.of(source)))) {
      long[] rows = new long[beam];
      long[] ids = new long[beam];
      for (int t = 0; t < english.length; t++) {
        try (Scope step = Scope.withoutGradients()) {
          Arrays.fill(ids, t == 0 ? Symbols.EOS : english[t - 1]);
          var unused = new Continuations(state.step(Tensor.of(ids, beam), null), Decoding.DEFAULT);
          state.select(rows);
        }
      }
    }
  }

  private void recompute() {
    try (Scope scope = Scope.withoutGradients()) {
      ConvEncoder.Encoded encoded = network.encode(Collections.nCopies(beam, source));
      int[] previous = ConvNetwork.shifted(english);
      for (int t = 0; t < english.length; t++) {
        try (Scope step = Scope.withoutGradients()) {
          List<int[]> sofar = Collections.nCopies(beam, Arrays.copyOf(previous, t + 1));
          Tensor states =
              network
                  .decoder()
                  .forward(SubwordBatch.of(sofar, DType.FLOAT32), encoded, false, null);
          Tensor last = states.select(1, t);
          var unused = new Continuations(network.decoder().logits(last), Decoding.DEFAULT);
        }
      }
    }
  }

  private double rate(double seconds, Runnable sentence) {
    long start = System.nanoTime();
    double passed = 0;
    long times = 0;
    double warmUp = seconds / 2;
    double begun = -1;
    while (passed < warmUp + seconds || times == 0) {
      sentence.run();
      passed = (System.nanoTime() - start) / 1e9;
      if (passed >= warmUp) {
        if (begun < 0) {
          begun = passed;
        } else {
          times++;
        }
      }
    }
    return times * english.length / (passed - begun);
  }

  @Override
  public void close() {
    network.close();
  }
}
