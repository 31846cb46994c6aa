package org.conversener.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.conversener.text.Bpe.Merge;
import org.junit.jupiter.api.Test;

class BpeTest {
  private static final Map<String, Long> SMALL =
      Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L);

  private static final List<String> SMALL_LINES =
      List.of(
          "#version: 0.2",
          "s t</w>",
          "e st</w>",
          "l o",
          "w est</w>",
          "n e",
          "ne west</w>",
          "lo w</w>",
          "w i",
          "wi d",
          "wid est</w>");

  @Test
  void theMergesOfSubwordNmtAreLearned() {
    assertThat(Bpe.learn(SMALL, 10).lines()).isEqualTo(SMALL_LINES);
  }

  @Test
  void wordsAreSplitAsBySubwordNmt() {
    Bpe bpe = Bpe.fromLines(SMALL_LINES);
    assertThat(bpe.split("lowest")).containsExactly("lo@@", "west");
    assertThat(String.join(" ", bpe.split(List.of("newer", "wider", "low"))))
        .isEqualTo("ne@@ w@@ e@@ r wid@@ e@@ r low");
    assertThat(String.join(" ", bpe.split(List.of("w", "xyz", "lows"))))
        .isEqualTo("w x@@ y@@ z lo@@ w@@ s");
  }

  @Test
  void learningStopsBeforeAPairThatOccursOnce() {
    assertThat(Bpe.learn(Map.of("ab", 2L, "cd", 1L), 10).merges())
        .containsExactly(new Merge("a", "b</w>"));
    assertThat(Bpe.learn(Map.of(), 10).merges()).isEmpty();
  }

  @Test
  void ofEqualPairsTheLastInCodePointOrderIsMergedFirst() {
    assertThat(Bpe.learn(Map.of("！x", 2L, "😀x", 2L), 1).merges())
        .containsExactly(new Merge("😀", "x</w>"));
  }

  @Test
  void learningAgreesWithCountingAnewBeforeEachMerge() {
    for (long seed = 0; seed < 300; seed++) {
      Map<String, Long> words =
          randomWords(new Random(seed), 40, seed % 3 == 0 ? "ab" : "abc</w>😀");
      assertThat(Bpe.learn(words, 60).merges())
          .as("seed %d", seed)
          .isEqualTo(learnSlowly(words, 60));
    }
  }

  @Test
  void theOracleTellsAnotherTieBreakApart() {
    Map<String, Long> words = Map.of("ab", 2L, "cd", 2L);
    assertThat(learnSlowly(words, 1)).containsExactly(new Merge("c", "d</w>"));
  }

  @Test
  void splittingAgreesWithMergingRankByRank() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Bpe bpe = Bpe.learn(randomWords(random, 40, "abcd"), 40);
      for (String word : randomWords(random, 20, "abcde").keySet()) {
        // Merging pair after pair in order of rank is the same, as no merge can bring back an
        // earlier pair: each of its symbols is made by merges of lower rank.
        List<String> symbols = Bpe.characters(word);
        for (Merge merge : bpe.merges()) {
          symbols = Bpe.merge(symbols, merge);
        }
        String joined = String.join("@@ ", symbols).replace("</w>", "");
        assertThat(String.join(" ", bpe.split(word)))
            .as("seed %d, %s", seed, word)
            .isEqualTo(joined);
      }
    }
  }

  @Test
  void joiningUndoesSplitting() {
    Bpe bpe = Bpe.learn(SMALL, 5);
    for (long seed = 0; seed < 100; seed++) {
      List<String> words = List.copyOf(randomWords(new Random(seed), 20, "lowernsti😀").keySet());
      assertThat(Bpe.join(bpe.split(words))).as("seed %d", seed).isEqualTo(words);
    }
    assertThat(Bpe.join(List.of("a@@", "b", "c@@"))).containsExactly("ab", "c");
  }

  @Test
  void charactersAreCodePoints() {
    assertThat(Bpe.of(List.of()).split("a😀b")).containsExactly("a@@", "😀@@", "b");
    assertThat(Bpe.of(List.of()).split("😀")).containsExactly("😀");
  }

  @Test
  void overlappingPairsAreMergedFromTheLeft() {
    Bpe bpe = Bpe.of(List.of(new Merge("x", "x")));
    assertThat(bpe.split("xxxxx")).containsExactly("xx@@", "xx@@", "x");
    assertThat(bpe.split("xxxx")).containsExactly("xx@@", "x@@", "x");
  }

  @Test
  void aRepeatedMergeKeepsItsFirstRank() {
    List<String> lines = List.of("#version: 0.2", "a b", "b c</w>", "a b");
    assertThat(Bpe.fromLines(lines).split("abc")).containsExactly("ab@@", "c");
    assertThat(Bpe.fromLines(lines).lines()).isEqualTo(lines);
  }

  @Test
  void piecesOutsideOfTheVocabularyAreTakenApartAgain() {
    Bpe bpe = Bpe.fromLines(SMALL_LINES);
    assertThat(bpe.withVocabulary(Set.of("lo@@", "west")).split("lowest"))
        .containsExactly("lo@@", "west");
    assertThat(bpe.withVocabulary(Set.of("lo@@", "est")).split("lowest"))
        .containsExactly("lo@@", "w@@", "est");
    assertThat(bpe.withVocabulary(Set.of("ne@@")).split("newest"))
        .containsExactly("ne@@", "w@@", "e@@", "s@@", "t");
    assertThat(bpe.withVocabulary(Set.of()).split("low")).containsExactly("l@@", "o@@", "w");
  }

  @Test
  void textThatSpellsTheEndMarkIsTakenApartWithoutHarm() {
    Bpe bpe =
        Bpe.fromLines(List.of("#version: 0.2", "< /", "</ w", "</w >", "a </w>"))
            .withVocabulary(Set.of());
    assertThat(String.join("", bpe.split("xa")).replace("@@", "")).isEqualTo("xa");
    assertThat(Bpe.join(bpe.split(List.of("a</w>b")))).containsExactly("a</w>b");
  }

  @Test
  void malformedFilesAreRefusedWithTheirLine() {
    assertThatThrownBy(() -> Bpe.fromLines(List.of("a b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("#version: 0.2");
    assertThatThrownBy(() -> Bpe.fromLines(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no line");
    for (String line : List.of("", "ab", "a ", " b", "a b c", "a  b")) {
      assertThatThrownBy(() -> Bpe.fromLines(List.of("#version: 0.2", "a b", line)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("line 3");
    }
  }

  @Test
  void wordsThatNoFileOfMergesCanHoldAreRefused() {
    for (String word : List.of("", "a b", "a\n")) {
      assertThatThrownBy(() -> Bpe.learn(Map.of(word, 1L), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Bpe.learn(Map.of("a", -1L), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Bpe.of(List.of()).split(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyThreadsSplitAlike() {
    Map<String, Long> words = randomWords(new Random(7), 500, "abcdef");
    Bpe shared = Bpe.learn(words, 50);
    List<String> expected = Bpe.of(shared.merges()).split(List.copyOf(words.keySet()));
    List<List<String>> results =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(thread -> shared.split(List.copyOf(words.keySet())))
            .toList();
    assertThat(results).allMatch(expected::equals);
  }

  private static Map<String, Long> randomWords(Random random, int number, String alphabet) {
    int[] characters = alphabet.codePoints().toArray();
    Map<String, Long> words = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      StringBuilder word = new StringBuilder();
      for (int left = 1 + random.nextInt(8); left > 0; left--) {
        word.appendCodePoint(characters[random.nextInt(characters.length)]);
      }
      words.put(word.toString(), (long) random.nextInt(4));
    }
    return words;
  }

  /** Straight from the description: count everything, take the best, merge it everywhere. */
  private static List<Merge> learnSlowly(Map<String, Long> wordCounts, int number) {
    Map<String, List<String>> words = new HashMap<>();
    wordCounts.keySet().forEach(word -> words.put(word, Bpe.characters(word)));
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < number) {
      Map<Merge, Long> counts = new HashMap<>();
      words.forEach(
          (word, symbols) -> {
            for (int i = 0; i + 1 < symbols.size(); i++) {
              Merge pair = new Merge(symbols.get(i), symbols.get(i + 1));
              counts.merge(pair, wordCounts.getOrDefault(word, 0L), Long::sum);
            }
          });
      Comparator<Merge> byCount = Comparator.comparing(pair -> counts.getOrDefault(pair, 0L));
      Merge best =
          counts.keySet().stream()
              .max(byCount.thenComparing(BpeTest::compareByCodePoints))
              .orElse(null);
      if (best == null || counts.getOrDefault(best, 0L) < 2) {
        break;
      }
      merges.add(best);
      words.replaceAll((word, symbols) -> Bpe.merge(symbols, best));
    }
    return merges;
  }

  private static int compareByCodePoints(Merge a, Merge b) {
    Comparator<String> order =
        (s, t) -> java.util.Arrays.compare(s.codePoints().toArray(), t.codePoints().toArray());
    return Comparator.comparing(Merge::left, order)
        .thenComparing(Merge::right, order)
        .compare(a, b);
  }
}
