package org.conversener.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private static List<Sentence> numbered(String prefix, int n) {
    return IntStream.range(0, n).mapToObj(i -> Sentence.of(prefix + i)).toList();
  }

  private final Corpus corpus =
      new Corpus(numbered("train", 50), numbered("dev", 12), numbered("test", 4));

  @Test
  void smallerLimitIsTheBeginningOfALarger() {
    Corpus small = corpus.limit(10);
    Corpus large = corpus.limit(20);
    assertThat(small.train()).hasSize(10).isEqualTo(large.train().subList(0, 10));
    assertThat(small.dev()).hasSize(5).isEqualTo(large.dev().subList(0, 5));
    assertThat(large.test()).isEqualTo(corpus.test());
  }

  @Test
  void limitDrawsByTheSeedOnePermutationOfTheJdk() {
    // By Python, from the JDK's specification of Random and Collections.shuffle.
    assertThat(corpus.limit(4).train())
        .extracting(s -> s.words().get(0))
        .containsExactly("train47", "train23", "train14", "train25");
  }

  @Test
  void limitRepeatsNoSentenceAndTakesAtMostAllOfDev() {
    Corpus all = corpus.limit(50);
    assertThat(new HashSet<>(all.train())).isEqualTo(new HashSet<>(corpus.train()));
    assertThat(all.dev()).hasSize(12);
    assertThat(corpus.limit(1).dev()).hasSize(1);
  }

  @Test
  void theRestOfDevIsWhatALimitLeavesOut() {
    List<Sentence> both = new java.util.ArrayList<>(corpus.limit(10).dev());
    both.addAll(corpus.restOfDev(10));
    assertThat(both).hasSize(12).containsExactlyInAnyOrderElementsOf(corpus.dev());
    assertThat(corpus.restOfDev(50)).isEmpty();
  }

  @Test
  void limitBeyondTrainIsRefused() {
    for (int n : new int[] {0, -1, 51}) {
      assertThatThrownBy(() -> corpus.limit(n))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("50 sentences");
    }
  }

  @Test
  void fingerprintIsThatOfTheDescribedBytes() {
    // By Python: hashlib.sha256 over struct.pack(">i", ..) and UTF-8 as Fingerprint describes.
    assertThat(
            Fingerprint.ofSentences(
                List.of(
                    new Sentence(List.of("Ana", "año"), List.of(new Span("PER", 0, 1))),
                    Sentence.of("\uD83D\uDE00"))))
        .isEqualTo("4e5f24928473c68ae827c07f963eba1a1799f63d2dcfbd1faa482cfdd319ba78");
  }

  @Test
  void fingerprintNamesContentAndNotItsFile() throws IOException {
    String iob1 = "a x I-PER\nb x O\n\nc x I-LOC\n";
    String bioes = "a\tS-PER\r\nb\tO\r\n\r\n\r\nc\tS-LOC";
    assertThat(fingerprint(iob1)).isEqualTo(fingerprint(bioes)).matches("[0-9a-f]{64}");
  }

  @Test
  void contentsThatLookAlikeHaveDifferentFingerprints() {
    Sentence ab = Sentence.of("a", "b");
    Set<String> fingerprints = new HashSet<>();
    List<List<List<Sentence>>> contents =
        List.of(
            List.of(List.of(ab)),
            List.of(List.of(ab), List.of()),
            List.of(List.of(), List.of(ab)),
            List.of(List.of(Sentence.of("a"), Sentence.of("b"))),
            List.of(List.of(Sentence.of("ab"))),
            List.of(List.of(ab.withEntities(List.of(new Span("X", 0, 1))))),
            List.of(List.of(ab.withEntities(List.of(new Span("X", 0, 2))))),
            List.of(List.of(ab.withEntities(List.of(new Span("XY", 0, 1))))));
    contents.forEach(parts -> fingerprints.add(Fingerprint.of(parts)));
    assertThat(fingerprints).hasSize(contents.size());
  }

  private static String fingerprint(String conll) throws IOException {
    return Fingerprint.ofSentences(
        ConllReader.read(Texts.lines(conll), ConllFormat.LABELLED).parsed());
  }
}
