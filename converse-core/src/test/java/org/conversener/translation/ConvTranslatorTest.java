package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.conversener.corpus.SentencePair;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Natives;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvTranslatorTest {
  private static final int LONGEST = 9;
  private static final Decoding SHORT = new Decoding(3, 1, 0, 0.5, 2, 1);

  @TempDir Path folder;
  private final ConvTranslator translator = TinyTranslation.untrained(LONGEST).with(SHORT);

  @AfterEach
  void close() {
    translator.close();
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }

  private static List<String> randomWords(SplittableRandom random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(10);
      words.add(
          kind < 2 ? "," : kind == 2 ? "\u0007" : "abcdefgh".substring(8 - random.nextInt(1, 8)));
    }
    return words;
  }

  @Test
  void aSentenceFarLongerThanTrainedHasARowForEveryWord() {
    List<String> words = Collections.nCopies(60, "ab");
    Translation translation = translator.translate(words);
    assertThat(translation.windows()).hasSizeGreaterThan(10);
    List<WordMatrix> matrices = WordAttention.gather(translation, AttentionOptions.DEFAULT);
    assertThat(matrices).hasSize(translator.layers());
    for (WordMatrix matrix : matrices) {
      assertThat(matrix.rows()).isEqualTo(60);
      assertThat(matrix.columns()).isEqualTo(translation.target().size());
      for (int i = 0; i < 60; i++) {
        float sum = 0;
        for (int j = 0; j < matrix.columns(); j++) {
          sum += matrix.at(i, j);
        }
        assertThat(sum).as("row %s", i).isPositive();
      }
    }
  }

  @Test
  void manySentencesAtOnceAreTranslatedAsEachAlone() {
    SplittableRandom random = new SplittableRandom(6);
    List<List<String>> sentences = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      sentences.add(randomWords(random, random.nextInt(1, 25)));
    }
    List<Translation> together = translator.translateAll(sentences);
    assertThat(together).hasSize(70);
    for (int i = 0; i < 70; i++) {
      Translation alone = translator.translate(sentences.get(i));
      assertThat(together.get(i).source()).isEqualTo(sentences.get(i));
      assertThat(together.get(i).target()).as("seed 6, sentence %s", i).isEqualTo(alone.target());
      assertThat(together.get(i).score()).isEqualTo(alone.score());
      assertThat(together.get(i).windows()).hasSameSizeAs(alone.windows());
      for (int w = 0; w < alone.windows().size(); w++) {
        assertThat(together.get(i).windows().get(w).values())
            .isEqualTo(alone.windows().get(w).values());
      }
    }
  }

  @Test
  void aTranslationStartsAsItIsTold() {
    List<List<String>> sentences = List.of(words("a b c d"), words("a b c d"));
    List<List<Translation>> found = translator.translateAll(sentences, List.of("q p", ""), 1);
    assertThat(found.get(0).get(0).target()).startsWith("q", "p");
    assertThat(found.get(1).get(0).target())
        .isEqualTo(translator.translate(words("a b c d")).target());
    assertThatThrownBy(() -> translator.translateAll(sentences, List.of("q"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 sentences");
  }

  @Test
  void aWindowIsTranslatedAsIfItStoodAlone() {
    List<String> words = words("a b c d e , g h a b c");
    List<String> expected = new ArrayList<>(translator.translate(words.subList(0, 6)).target());
    expected.addAll(translator.translate(words.subList(6, 11)).target());
    assertThat(translator.translate(words).target()).isEqualTo(expected);
  }

  @Test
  void aWordLongerThanThePositionTableIsStillTranslated() {
    Translation translation = translator.translate(List.of("a", "b".repeat(200), "c"));
    assertThat(WordAttention.gather(translation, AttentionOptions.DEFAULT).get(0).rows())
        .isEqualTo(3);
  }

  @Test
  void aWordWithoutSubwordsHasARowOfZeros() {
    WordMatrix matrix =
        WordAttention.gather(
                translator.translate(List.of("a", "\u0007", "b")), AttentionOptions.DEFAULT)
            .get(0);
    assertThat(matrix.strongestColumn(0)).isNotNegative();
    assertThat(matrix.strongestColumn(1)).isEqualTo(-1);
    assertThat(matrix.strongestColumn(2)).isNotNegative();
    assertThat(translator.translate(List.of("\u0007")).source()).containsExactly("\u0007");
  }

  @Test
  void aSourceWithMergesOfItsOwnIsReadAgain() throws IOException {
    ConvConfig config =
        TinyTranslation.with(TinyTranslation.config(16, 0, 1), "sourceUnits", "OWN_BPE");
    config = TinyTranslation.with(config, "bpe", 3);
    List<SentencePair> pairs = List.of(new SentencePair("abab abab cdcd", "mn mno mno"));
    Subwords own = EncodedBitext.learnSubwords(pairs, config);
    ConvNetwork network = ConvTranslator.network(config, own);
    try (ConvTranslator written =
        new ConvTranslator(
            config, own, network, SourceLengths.upTo(LONGEST), KnownWords.all(null))) {
      written.writeTo(folder);
      try (ConvTranslator read = ConvTranslator.readFrom(folder)) {
        assertThat(read.identity()).isEqualTo(written.identity());
        assertThat(read.subwords().codeSource(words("abab cd")).ids())
            .isEqualTo(own.codeSource(words("abab cd")).ids());
        assertThat(read.subwords().sourceBpe().lines()).isEqualTo(own.sourceBpe().lines());
        assertThat(read.subwords().bpe().lines()).isNotEqualTo(own.sourceBpe().lines());
      }
    }
  }

  @Test
  void noWordIsRejected() {
    assertThatThrownBy(() -> translator.translate(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nBestTranslationsComeBestFirstWithoutRepetition() {
    List<Translation> best = translator.translate(words("a b c"), 3);
    assertThat(best).hasSize(3);
    assertThat(best.stream().map(Translation::score).map(s -> -s).toList()).isSorted();
    assertSame(best.get(0), translator.translate(words("a b c")));
  }

  @Test
  void ofRepetitionsOthersTakeThePlaces() {
    SplittableRandom random = new SplittableRandom(3);
    Decoding wide = new Decoding(8, 1, 0, 0.5, 2, 1);
    try (ConvTranslator wider = TinyTranslation.untrained(LONGEST).with(wide)) {
      for (int i = 0; i < 50; i++) {
        List<String> sentence = randomWords(random, random.nextInt(1, 5));
        List<Translation> all = wider.translate(sentence, 8);
        List<Translation> some = wider.translate(sentence, 3);
        assertThat(some).as("seed 3, sentence %s", i).hasSize(Math.min(3, all.size()));
        for (int rank = 0; rank < some.size(); rank++) {
          assertSame(some.get(rank), all.get(rank));
        }
      }
    }
  }

  @Test
  void aStartInLettersThatWereNeverWrittenIsRefused() {
    translator.checkStart(words("a b c"), "m");
    assertThatThrownBy(() -> translator.checkStart(words("a b c"), "m 日"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m 日");
  }

  @Test
  void aTranslationDoesNotDependOnThoseBefore() {
    List<String> words = words("c a b , d");
    Translation first = translator.translate(words);
    translator.translate(Collections.nCopies(30, "h"));
    translator.translate(words("a"));
    assertSame(translator.translate(words), first);
  }

  @Test
  void fourThreadsTranslateAsOne() throws Exception {
    SplittableRandom random = new SplittableRandom(8);
    List<List<String>> sentences = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      sentences.add(randomWords(random, random.nextInt(1, 15)));
    }
    List<Translation> expected = sentences.stream().map(translator::translate).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Translation>> found = new ArrayList<>();
      for (List<String> sentence : sentences) {
        found.add(threads.submit(() -> translator.translate(sentence)));
      }
      for (int i = 0; i < sentences.size(); i++) {
        assertSame(found.get(i).get(), expected.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    List<List<String>> sentences =
        List.of(words("a b c"), words("c"), words("h g f"), words("b a"), words("d e a"));
    int threads = Natives.threads();
    try {
      Natives.threads(1);
      List<Translation> alone = translator.translateAll(sentences);
      Natives.threads(2);
      List<Translation> together = translator.translateAll(sentences);
      for (int i = 0; i < sentences.size(); i++) {
        assertSame(together.get(i), alone.get(i));
      }
    } finally {
      Natives.threads(threads);
    }
  }

  @Test
  void aSavedTranslatorIsTheSame() throws IOException {
    translator.writeTo(folder);
    try (ConvTranslator loaded = ConvTranslator.readFrom(folder).with(SHORT)) {
      assertThat(loaded.identity()).isEqualTo(translator.identity());
      assertThat(loaded.config()).isEqualTo(translator.config());
      for (String line : new String[] {"a", "c a b , d", "a b c d e , g h a b c"}) {
        assertSame(loaded.translate(words(line)), translator.translate(words(line)));
      }
    }
  }

  @Test
  void aTranslatorMayMultiplyOtherwiseThanItLearned() throws IOException {
    translator.writeTo(folder);
    try (ConvTranslator loaded = ConvTranslator.readFrom(folder, Products.BFLOAT16).with(SHORT);
        ConvTranslator same = ConvTranslator.readFrom(folder, Products.FLOAT32).with(SHORT)) {
      assertThat(same.identity()).isEqualTo(translator.identity());
      assertThat(loaded.config().products()).isEqualTo(Products.BFLOAT16);
      assertThat(loaded.identity()).isNotEqualTo(translator.identity());
      Translation narrow = loaded.translate(words("c a b , d"));
      Translation exact = translator.translate(words("c a b , d"));
      assertThat(narrow.target()).isEqualTo(exact.target());
      assertThat(narrow.score()).isNotEqualTo(exact.score()).isCloseTo(exact.score(), within(0.1));
    }
  }

  /** Knows the English word {@code L} alone. */
  private static ConvTranslator withNames(KeptNames names) {
    ConvConfig config = TinyTranslation.with(TinyTranslation.config(8, 0, 1), "bpe", 1);
    List<SentencePair> pairs = List.of(new SentencePair("ab", "L"), new SentencePair("ab", "L"));
    Subwords subwords = EncodedBitext.learnSubwords(pairs, config);
    return new ConvTranslator(
        config,
        subwords,
        ConvTranslator.network(config, subwords),
        SourceLengths.upTo(LONGEST),
        KnownWords.all(names));
  }

  @Test
  void lostNamesArePutInUnlessToldOtherwise() throws IOException {
    KeptNames names = KeptNames.learn(List.of(new SentencePair("Quito a", "Quito L")), "other");
    try (ConvTranslator keeping = withNames(names)) {
      ConvTranslator leaving = keeping.withoutKeptNames();
      List<String> words = List.of("Quito");
      assertThat(leaving.translate(words).target()).contains("L").doesNotContain("Quito");
      assertThat(keeping.translate(words).target()).contains("Quito");
      assertThat(keeping.translate(words).target())
          .hasSameSizeAs(leaving.translate(words).target());
      assertThat(leaving.keepsNames()).isFalse();
      assertThat(leaving.identity()).isNotEqualTo(keeping.identity());
      keeping.writeTo(folder);
      try (ConvTranslator loaded = ConvTranslator.readFrom(folder)) {
        assertThat(loaded.keepsNames()).isTrue();
        assertThat(loaded.identity()).isEqualTo(keeping.identity());
        assertSame(loaded.translate(words), keeping.translate(words));
      }
    }
  }

  @Test
  void sentencesInCapitalsAreReadAsIfTheyWereNotUnlessToldOtherwise() throws IOException {
    KeptNames counts = KeptNames.learn(List.of(new SentencePair("ab ab a b", "L")), "other");
    List<String> capitals = List.of("AB", "AB", "AB");
    try (ConvTranslator recasing = withNames(counts)) {
      Translation translation = recasing.translate(capitals);
      assertThat(translation.source()).isEqualTo(capitals);
      List<String> read = List.of("Ab", "ab", "ab");
      assertSame(translation, recasing.translate(read).withSource(capitals));
      ConvTranslator leaving = recasing.withoutRecasing();
      assertThat(recasing.lengthOf(capitals)).isEqualTo(leaving.lengthOf(read)).isEqualTo(5);
      assertThat(leaving.lengthOf(capitals)).isEqualTo(7);
      assertThat(leaving.recasesHeadlines()).isFalse();
      assertThat(leaving.keepsNames()).isTrue();
      assertThat(leaving.identity()).isNotEqualTo(recasing.identity());
      assertThat(leaving.translate(capitals).score())
          .isNotEqualTo(recasing.translate(capitals).score());
      leaving.writeTo(folder);
      try (ConvTranslator loaded = ConvTranslator.readFrom(folder)) {
        assertThat(loaded.recasesHeadlines()).isFalse();
        assertThat(loaded.keepsNames()).isTrue();
        assertThat(loaded.identity()).isEqualTo(leaving.identity());
      }
    }
  }

  @Test
  void theIdentityChangesWithWeightsAndDecoding() {
    assertThat(translator.with(Decoding.DEFAULT).identity()).isNotEqualTo(translator.identity());
    ConvConfig config = TinyTranslation.config(8, 0, 1);
    Subwords subwords = translator.subwords();
    try (ConvTranslator other =
        new ConvTranslator(
            config,
            subwords,
            ConvTranslator.network(config, subwords),
            SourceLengths.upTo(LONGEST),
            KnownWords.all(null))) {
      assertThat(other.with(SHORT).identity()).isNotEqualTo(translator.identity());
    }
    assertThat(translator.withWindow(5).identity()).isNotEqualTo(translator.identity());
  }

  @Test
  void smallerWindowsCutWhatOneHeldBefore() {
    List<String> words = words("a b c d e f g h");
    assertThat(translator.translate(words).windows()).hasSize(1);
    ConvTranslator smaller = translator.withWindow(5);
    assertThat(smaller.window()).isEqualTo(5);
    assertThat(smaller.translate(words).windows()).hasSize(2);
    assertThat(smaller.withWindow(0).translate(words).windows()).hasSize(1);
  }

  @Test
  void theBestOfASentenceInPartsAreTheBestOfAllCombinations() {
    List<String> words = words("a b c d e f g h");
    List<Translation> found = translator.withWindow(5).translate(words, 5);
    Map<List<String>, Double> expected = new LinkedHashMap<>();
    for (Translation first : translator.translate(words.subList(0, 4), 5)) {
      for (Translation second : translator.translate(words.subList(4, 8), 5)) {
        List<String> both = new ArrayList<>(first.target());
        both.addAll(second.target());
        expected.merge(both, (first.score() + second.score()) / 2, Math::max);
      }
    }
    List<List<String>> sorted =
        expected.entrySet().stream()
            .sorted(Map.Entry.<List<String>, Double>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(found).hasSizeGreaterThan(1);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).target()).as("place %s", i).isEqualTo(sorted.get(i));
      assertThat(found.get(i).score())
          .isCloseTo(expected.getOrDefault(sorted.get(i), Double.NaN), within(1e-9));
      assertThat(found.get(i).windows()).hasSize(2);
    }
  }

  @Test
  void theWindowIsWrittenAndReadAndOlderTranslatorsHaveTheLongest() throws IOException {
    translator.withWindow(5).writeTo(folder);
    try (ConvTranslator read = ConvTranslator.readFrom(folder)) {
      assertThat(read.window()).isEqualTo(5);
    }
    Path file = folder.resolve("translator.json");
    Files.writeString(file, Files.readString(file).replaceAll(",\\s*\"window\" : \\d+", ""));
    try (ConvTranslator older = ConvTranslator.readFrom(folder)) {
      assertThat(older.window()).isEqualTo(LONGEST);
    }
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    assertDamageShows("translator.json", "", "[]", "{", "{\"longest\":5}");
    translator.writeTo(folder);
    String config = Files.readString(folder.resolve("translator.json"));
    assertDamageShows("translator.json", config.replaceAll("\"longest\"", "\"lngst\""));
    assertDamageShows(
        "translator.json",
        config.replaceAll("\"longest\" : \\d+", "\"longest\" : 0"),
        config.replaceAll("\"window\" : \\d+", "\"window\" : 0"),
        config.replaceAll("\"window\" : \\d+", "\"window\" : \"5\""),
        config.replaceAll("\"window\" : \\d+", "\"window\" : " + (LONGEST + 1)));
    assertDamageShows("weights.safetensors", "", "short", "longer than eight bytes");
  }

  private void assertDamageShows(String name, String... contents) throws IOException {
    for (String content : contents) {
      translator.writeTo(folder);
      Files.writeString(folder.resolve(name), content);
      assertThatThrownBy(() -> ConvTranslator.readFrom(folder))
          .as(content)
          .isInstanceOf(CorruptFileException.class)
          .hasMessageContaining(name);
    }
  }

  private static void assertSame(Translation found, Translation expected) {
    assertThat(found.source()).isEqualTo(expected.source());
    assertThat(found.target()).isEqualTo(expected.target());
    assertThat(found.score()).isEqualTo(expected.score());
    assertThat(found.windows()).hasSameSizeAs(expected.windows());
    for (int w = 0; w < found.windows().size(); w++) {
      Translation.Window window = found.windows().get(w);
      Translation.Window other = expected.windows().get(w);
      assertThat(window.layers()).isEqualTo(other.layers());
      assertThat(Arrays.equals(window.sourceOwners(), other.sourceOwners())).isTrue();
      assertThat(Arrays.equals(window.targetOwners(), other.targetOwners())).isTrue();
      assertThat(Arrays.equals(window.values(), other.values())).isTrue();
    }
  }
}
