package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeamSearchTest {
  private static final int POSITIONS = 20;
  private static final List<int[]> SOURCES =
      List.of(new int[] {2}, new int[] {5, 2}, new int[] {4, 7, 5, 9, 2}, new int[] {11, 3, 8, 2});
  private final ConvNetwork network = ToyNetwork.create();

  @AfterEach
  void close() {
    network.close();
  }

  private static Decoding decoding(int beam, double penalty, int longest) {
    return new Decoding(beam, penalty, 0, 0, longest, 1);
  }

  private List<BeamSearch.Hypothesis> search(int[] source, Decoding decoding) {
    return new BeamSearch(network, decoding, POSITIONS).search(source);
  }

  /** A network whose scores differ much, so that a search has something to choose. */
  private static ConvNetwork sharp(long seed) {
    Parameters parameters = new Parameters(seed, DType.FLOAT64);
    ConvNetwork sharp = new ConvNetwork(parameters, ToyNetwork.SHAPE, 12, 12, 0);
    try (Scope scope = Scope.withoutGradients()) {
      for (String name : List.of("encoder.embed_tokens.weight", "decoder.embed_tokens.weight")) {
        Tensor table = parameters.get(name);
        table.copyFrom(table.times(10));
      }
      Tensor gain = parameters.get("decoder.fc3.weight_g");
      gain.copyFrom(gain.times(8));
    }
    return sharp;
  }

  @Test
  void aBeamOfOneIsGreedy() {
    int outputs = 0;
    for (long seed = 1; seed <= 5; seed++) {
      try (ConvNetwork sharp = sharp(seed)) {
        for (int[] source : SOURCES) {
          int[] expected = greedy(sharp, source, 6);
          List<BeamSearch.Hypothesis> found =
              new BeamSearch(sharp, decoding(1, 1, 6), POSITIONS).search(source);
          assertThat(found).as("seed %s", seed).hasSize(1);
          assertThat(found.get(0).ids()).as("seed %s", seed).containsExactly(expected);
          outputs += expected.length > 2 && expected.length < 7 ? 1 : 0;
        }
      }
    }
    assertThat(outputs).as("networks that end a sentence themselves").isPositive();
  }

  private static int[] greedy(ConvNetwork network, int[] source, int longest) {
    int[] ids = {};
    while (ids.length < longest) {
      double[] logs = Recomputation.next(network, source, ids);
      int best = Symbols.UNKNOWN;
      for (int id = Symbols.EOS; id < logs.length; id++) {
        boolean mayStand = id != Symbols.EOS || ids.length > 0;
        if (mayStand && logs[id] > logs[best]) {
          best = id;
        }
      }
      ids = appended(ids, best);
      if (best == Symbols.EOS) {
        return ids;
      }
    }
    return appended(ids, Symbols.EOS);
  }

  private static int[] appended(int[] ids, int id) {
    int[] longer = Arrays.copyOf(ids, ids.length + 1);
    longer[ids.length] = id;
    return longer;
  }

  @Test
  void theScoreIsTheTeacherForcedLogProbabilityOverLengthToThePenalty() {
    for (double penalty : new double[] {0, 0.6, 1, 1.5}) {
      for (int[] source : SOURCES) {
        List<BeamSearch.Hypothesis> found = search(source, decoding(4, penalty, 7));
        assertThat(found).hasSize(4);
        for (BeamSearch.Hypothesis hypothesis : found) {
          double expected =
              Recomputation.logProbability(network, source, hypothesis.ids())
                  / Math.pow(hypothesis.ids().length, penalty);
          assertThat(hypothesis.score()).isCloseTo(expected, within(1e-9));
        }
        assertThat(found)
            .isSortedAccordingTo(
                Comparator.comparingDouble(BeamSearch.Hypothesis::score).reversed());
        assertThat(found.stream().map(h -> Arrays.toString(h.ids())).distinct()).hasSize(4);
      }
    }
  }

  @Test
  void aBeamThatHoldsEverythingFindsTheBest() {
    for (double penalty : new double[] {0, 1}) {
      for (int[] source : SOURCES) {
        List<BeamSearch.Hypothesis> found = search(source, decoding(100, penalty, 2));
        // 9 outputs of one subword (3 to 11) and 81 of two.
        assertThat(found).hasSize(90);
        assertThat(found.stream().map(h -> Arrays.toString(h.ids())).distinct()).hasSize(90);
        int[] best = {};
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int[] output : allOutputs()) {
          double score =
              Recomputation.logProbability(network, source, output)
                  / Math.pow(output.length, penalty);
          if (score > bestScore) {
            best = output;
            bestScore = score;
          }
        }
        assertThat(found.get(0).ids()).containsExactly(best);
        assertThat(found.get(0).score()).isCloseTo(bestScore, within(1e-9));
      }
    }
  }

  private static List<int[]> allOutputs() {
    List<int[]> outputs = new ArrayList<>();
    for (int first = 3; first < ToyNetwork.VOCABULARY; first++) {
      outputs.add(new int[] {first, Symbols.EOS});
      for (int second = 3; second < ToyNetwork.VOCABULARY; second++) {
        outputs.add(new int[] {first, second, Symbols.EOS});
      }
    }
    return outputs;
  }

  @Test
  void theLongestOutputIsRespectedAndReached() {
    favour(7);
    for (int beam : new int[] {1, 5}) {
      for (BeamSearch.Hypothesis h : search(SOURCES.get(2), decoding(beam, 1, 4))) {
        assertThat(h.ids()).hasSizeLessThanOrEqualTo(5);
      }
      assertThat(search(SOURCES.get(2), decoding(beam, 1, 4)).get(0).ids())
          .containsExactly(7, 7, 7, 7, Symbols.EOS);
    }
    Decoding byFactor = new Decoding(1, 1, 0, 1.5, 1, 1);
    assertThat(search(SOURCES.get(2), byFactor).get(0).ids()).hasSize((int) (1.5 * 5) + 1 + 1);
  }

  @Test
  void thePositionTableIsNeverLeft() {
    favour(7);
    assertThat(search(SOURCES.get(2), decoding(2, 1, 1000)).get(0).ids())
        .hasSize(POSITIONS - 2)
        .endsWith(Symbols.EOS);
  }

  @Test
  void paddingAndTheUnusedSymbolAreNeverProducedHoweverLikely() {
    favour(Symbols.UNUSED);
    favour(Symbols.PAD);
    for (int beam : new int[] {1, 5, 100}) {
      for (int[] source : SOURCES) {
        for (BeamSearch.Hypothesis h : search(source, decoding(beam, 1, 3))) {
          assertThat(h.ids()).doesNotContain(Symbols.UNUSED, Symbols.PAD);
          assertThat(h.score()).isFinite();
        }
      }
    }
  }

  @Test
  void endOfSentenceStandsLastOnlyAndNeverAlone() {
    favour(Symbols.EOS);
    for (int beam : new int[] {1, 5}) {
      for (BeamSearch.Hypothesis h : search(SOURCES.get(2), decoding(beam, 1, 6))) {
        assertThat(h.ids()).hasSizeGreaterThan(1).endsWith(Symbols.EOS);
        assertThat(Arrays.stream(h.ids()).filter(id -> id == Symbols.EOS).count()).isEqualTo(1);
      }
    }
  }

  @Test
  void aPenaltyDrivesOutTheUnknownSubword() {
    favour(Symbols.UNKNOWN);
    int[] source = SOURCES.get(2);
    assertThat(search(source, decoding(3, 1, 4)).get(0).ids()).contains(Symbols.UNKNOWN);
    assertThat(search(source, new Decoding(3, 1, 1000, 0, 4, 1)).get(0).ids())
        .doesNotContain(Symbols.UNKNOWN);
  }

  @Test
  void brokenWeightsAreNamed() {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor bias = network.parameters().get("decoder.fc3.bias");
      bias.copyFrom(bias.times(Double.NaN));
    }
    assertThatThrownBy(() -> search(SOURCES.get(1), decoding(2, 1, 4)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("weights");
  }

  @Test
  void aSentenceIsTranslatedTheSameWhateverItIsSearchedBeside() {
    Parameters parameters = new Parameters(3, DType.FLOAT32);
    try (ConvNetwork single =
        new ConvNetwork(
            parameters,
            new ConvShape(
                128,
                ConvShape.parseLayers("128x3,160x3"),
                ConvShape.parseLayers("128x3,160x1"),
                128,
                90),
            120,
            120,
            0)) {
      single.fold();
      BeamSearch search = new BeamSearch(single, decoding(3, 1, 12), 90);
      SplittableRandom random = new SplittableRandom(8);
      List<int[]> sources = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int[] source = random.ints(7, 3, 120).toArray();
        source[6] = Symbols.EOS;
        sources.add(source);
      }
      List<List<BeamSearch.Hypothesis>> together = search.search(sources, none(40), 3);
      for (int i = 0; i < 40; i += 3) {
        List<BeamSearch.Hypothesis> alone = search.search(sources.get(i));
        assertThat(together.get(i)).hasSameSizeAs(alone);
        for (int rank = 0; rank < alone.size(); rank++) {
          BeamSearch.Hypothesis expected = alone.get(rank);
          BeamSearch.Hypothesis found = together.get(i).get(rank);
          assertThat(found.ids()).as("seed 8, sentence %s", i).isEqualTo(expected.ids());
          assertThat(found.score()).isEqualTo(expected.score());
          assertThat(found.attention()).isDeepEqualTo(expected.attention());
        }
      }
    }
  }

  private static List<int[]> none(int sentences) {
    return java.util.Collections.nCopies(sentences, new int[0]);
  }

  @Test
  void theAttentionRecordedIsThatOfOnePassOverTheTranslation() {
    try (ConvNetwork sharp = sharp(2)) {
      for (int[] source : SOURCES) {
        for (BeamSearch.Hypothesis h :
            new BeamSearch(sharp, decoding(4, 1, 6), POSITIONS).search(source)) {
          float[][] expected = sharp.attention(source, h.ids());
          assertThat(h.attention()).hasDimensions(3, h.ids().length * source.length);
          for (int layer = 0; layer < 3; layer++) {
            assertThat(h.attention()[layer]).containsExactly(expected[layer], within(1e-6f));
          }
        }
      }
    }
  }

  @Test
  void aTranslationStartsWithItsPrefixAndGoesOnAsItWould() {
    try (ConvNetwork sharp = sharp(1)) {
      BeamSearch search = new BeamSearch(sharp, decoding(2, 1, 6), POSITIONS);
      List<int[]> sources = List.of(SOURCES.get(2), new int[] {3, 4, 5, 6, 2});
      List<List<BeamSearch.Hypothesis>> found =
          search.search(sources, List.of(new int[] {9, 3}, new int[0]), 2);
      for (BeamSearch.Hypothesis h : found.get(0)) {
        assertThat(h.ids()).startsWith(9, 3).endsWith(Symbols.EOS);
        assertThat(h.score())
            .isCloseTo(
                Recomputation.logProbability(sharp, sources.get(0), h.ids()) / h.ids().length,
                within(1e-9));
      }
      assertThat(found.get(1).get(0).ids()).isEqualTo(search.search(sources.get(1)).get(0).ids());
      assertThatThrownBy(() -> search.search(sources, List.of(new int[7], new int[0]), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("prefix");
    }
  }

  @Test
  void atTheLongestLengthTheBestOfTheLiveEndFirst() {
    Beam beam = new Beam(decoding(2, 1, 1), new int[0], 1);
    beam.advance(
        List.of(
            new Beam.Candidate(0, 5, -1.0),
            new Beam.Candidate(0, 6, -1.1),
            new Beam.Candidate(0, Symbols.EOS, -1.2)));
    // The second row ends far better than the first, though it was behind it before.
    beam.advance(
        List.of(
            new Beam.Candidate(0, Symbols.EOS, -5.0), new Beam.Candidate(1, Symbols.EOS, -0.1)));
    assertThat(beam.isDone()).isTrue();
    assertThat(beam.best().get(0).ids()).containsExactly(6, Symbols.EOS);
  }

  @Test
  void ofMoreLiveThanPlacesTheWorstIsDroppedAtTheLongestLength() {
    Beam beam = new Beam(decoding(2, 1, 2), new int[0], 2);
    beam.advance(
        List.of(
            new Beam.Candidate(0, Symbols.EOS, -0.1),
            new Beam.Candidate(0, 5, -1.0),
            new Beam.Candidate(0, 6, -1.1)));
    assertThat(beam.best()).as("shorter than the shortest").isEmpty();
    beam.advance(
        List.of(
            new Beam.Candidate(0, Symbols.EOS, -0.1),
            new Beam.Candidate(0, 7, -0.2),
            new Beam.Candidate(1, 8, -0.3)));
    beam.advance(
        List.of(
            new Beam.Candidate(0, Symbols.EOS, -5.0), new Beam.Candidate(1, Symbols.EOS, -0.1)));
    assertThat(beam.best().stream().map(Beam.Node::ids))
        .containsExactly(new int[] {6, 8, Symbols.EOS}, new int[] {5, Symbols.EOS});
  }

  @Test
  void theLongestLengthHasNoUpperEnd() {
    assertThat(new Decoding(5, 1, 0, 1e10, Integer.MAX_VALUE, 1).longest(30, 1024))
        .isEqualTo(1024 - Symbols.PAD - 2);
    assertThat(new Decoding(5, 1, 0, 1.3, 10, 1).longest(11, 1024)).isEqualTo(24);
    assertThatThrownBy(() -> new Decoding(5, 1, 0, Double.POSITIVE_INFINITY, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Decoding(5, 1, 0, 0, 3, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than the longest");
  }

  @Test
  void noTranslationIsShorterThanTheShortest() {
    favour(Symbols.EOS);
    for (BeamSearch.Hypothesis h : search(SOURCES.get(2), new Decoding(3, 1, 0, 0, 8, 4))) {
      assertThat(h.ids()).hasSizeBetween(5, 9).endsWith(Symbols.EOS);
    }
  }

  private void favour(int id) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor bias = network.parameters().get("decoder.fc3.bias");
      double[] values = bias.toDoubles();
      values[id] += 30;
      bias.copyFrom(Tensor.of(values, values.length));
    }
  }
}
