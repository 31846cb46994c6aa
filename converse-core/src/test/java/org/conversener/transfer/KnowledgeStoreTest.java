package org.conversener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Sentence;
import org.conversener.training.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeStoreTest {
  private static final List<String> ANA = List.of("Ana", "visita", "Granada");
  private static final List<String> LEO = List.of("Leo", "duerme");
  private static final List<String> NADA = List.of("nada");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("knowledge.store");
  }

  @Test
  void whatWasMadeIsWhatIsRead() throws IOException {
    byte[] made = KnowledgeCodec.encode(Toys.maker(3, 4).of(ANA));
    try (KnowledgeStore store = open()) {
      assertThat(KnowledgeCodec.encode(store.of(ANA))).isEqualTo(made);
      assertThat(KnowledgeCodec.encode(store.of(ANA))).isEqualTo(made);
    }
    try (KnowledgeStore store = open()) {
      assertThat(KnowledgeCodec.encode(store.of(ANA))).isEqualTo(made);
    }
  }

  @Test
  void aSentenceIsTranslatedOnce() throws IOException {
    var translator = new Toys.ReversingTranslator(3);
    var maker = new KnowledgeMaker(translator, new Toys.HashingTeacher(4, "hash"));
    var sentences = List.of(Sentence.of(ANA), Sentence.of(LEO), Sentence.of(ANA));
    for (int run = 0; run < 2; run++) {
      try (KnowledgeStore store = KnowledgeStore.open(file, maker, Duration.ZERO)) {
        store.ensure(sentences, Progress.silent());
        sentences.forEach(sentence -> assertThat(store.get(sentence.words())).isNotNull());
        assertThat(store.counts()).isEqualTo(new KnowledgeStore.Counts(3, run == 0 ? 2 : 0));
      }
    }
    assertThat(translator.calls).hasValue(2);
  }

  @Test
  void anEmptyTranslationIsKept() throws IOException {
    try (KnowledgeStore store = open()) {
      Knowledge knowledge = store.of(NADA);
      assertThat(knowledge.translation().target()).isEmpty();
      assertThat(knowledge.features()).isEmpty();
    }
  }

  @Test
  void wordsThatAreNotValidUnicodeAreKeptAsTheyAre() throws IOException {
    List<String> words = List.of("\ud800", "?", "\ud83d\ude00");
    try (KnowledgeStore store = open()) {
      assertThat(store.of(words).translation().source()).isEqualTo(words);
    }
  }

  @Test
  void sentencesTranslatorsAndTeachersHaveTheirOwnAddresses() {
    assertThat(
            List.of(
                KnowledgeKey.of(List.of("a", "b"), "t", "e"),
                KnowledgeKey.of(List.of("ab"), "t", "e"),
                KnowledgeKey.of(List.of("a", "b", ""), "t", "e"),
                KnowledgeKey.of(List.of("a b"), "t", "e"),
                KnowledgeKey.of(List.of("b", "a"), "t", "e"),
                KnowledgeKey.of(List.of("a", "b"), "te", ""),
                KnowledgeKey.of(List.of("a", "b"), "e", "t")))
        .doesNotHaveDuplicates();
  }

  @Test
  void addressesAreThoseOfStoresThatExist() {
    // SHA-256 computed elsewhere, of the bytes that Digest describes.
    assertThat(KnowledgeKey.of(List.of("Ana", "visitó"), "t", "e").shortName())
        .isEqualTo("f22b0a00d7681045");
  }

  @Test
  void oneFileServesSeveralTeachers() throws IOException {
    float[] first;
    try (KnowledgeStore store = open()) {
      first = store.of(ANA).features();
    }
    var other =
        new KnowledgeMaker(new Toys.ReversingTranslator(3), new Toys.HashingTeacher(4, "other"));
    try (KnowledgeStore store = KnowledgeStore.open(file, other, Duration.ZERO)) {
      assertThat(store.get(ANA)).isNull();
      assertThat(store.of(ANA).features()).isNotEqualTo(first);
      assertThat(store.size()).isEqualTo(2);
    }
  }

  @Test
  void aStoreCutOffAnywhereKeepsItsWholeRecordsAndGoesOn() throws IOException {
    long afterFirst;
    try (KnowledgeStore store = open()) {
      var unused = store.of(LEO);
      afterFirst = Files.size(file);
      unused = store.of(NADA);
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (KnowledgeStore store = open()) {
        int expected = length == whole.length ? 2 : length >= afterFirst ? 1 : 0;
        assertThat(store.size()).as("cut at %d", length).isEqualTo(expected);
        boolean isTorn = length > 16 && length != afterFirst && length != whole.length;
        assertThat(store.notices()).as("cut at %d", length).hasSize(isTorn ? 1 : 0);
        var unused = store.of(LEO);
        unused = store.of(NADA);
      }
      assertThat(Files.readAllBytes(file)).as("cut at %d", length).isEqualTo(whole);
    }
  }

  @Test
  void noDamagedByteIsEverReadAsKnowledge() throws IOException {
    byte[] leo;
    byte[] nada;
    try (KnowledgeStore store = open()) {
      leo = KnowledgeCodec.encode(store.of(LEO));
      nada = KnowledgeCodec.encode(store.of(NADA));
    }
    byte[] whole = Files.readAllBytes(file);
    for (int place = 0; place < whole.length; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x41;
      Files.write(file, damaged);
      try (KnowledgeStore store = open()) {
        assertThat(KnowledgeCodec.encode(store.of(LEO))).as("byte %d", place).isEqualTo(leo);
        assertThat(KnowledgeCodec.encode(store.of(NADA))).as("byte %d", place).isEqualTo(nada);
        // The damage was in the last record, which counts as not finished.
        assertThat(store.notices()).as("byte %d", place).isNotEmpty();
      } catch (CorruptFileException e) {
        assertThat(e).hasMessageContaining("knowledge.store");
      } catch (UncheckedIOException e) {
        assertThat(e).hasCauseInstanceOf(CorruptFileException.class);
      }
    }
  }

  @Test
  void hostilePayloadsAreRefusedWithoutAllocatingWhatTheyClaim() {
    byte[] payload = KnowledgeCodec.encode(Toys.maker(2, 3).of(ANA));
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      byte[] hostile = payload.clone();
      int place = random.nextInt(hostile.length - 4);
      int value = random.nextBoolean() ? Integer.MAX_VALUE - random.nextInt(9) : random.nextInt();
      ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN).putInt(place, value);
      try {
        var unused = KnowledgeCodec.decode(hostile);
      } catch (KnowledgeCodec.MalformedException e) {
        assertThat(e).as("seed %d round %d", seed, round).hasMessageMatching(".+");
      }
    }
  }

  @Test
  void aFileThatIsNoStoreIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(file, "Diario de Ana\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("not a knowledge store");
    assertThat(file).hasContent("Diario de Ana\n");
  }

  @Test
  void aStoreOfAnotherVersionIsRefused() throws IOException {
    open().close();
    byte[] bytes = Files.readAllBytes(file);
    bytes[8] = 9;
    Files.write(file, bytes);
    assertThatThrownBy(this::open).hasMessageContaining("found another version");
  }

  @Test
  void aSecondWriterIsRefusedAndTheFirstKeepsItsLock() throws IOException {
    try (KnowledgeStore store = open()) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(this::open)
            .isInstanceOf(FileSystemException.class)
            .hasMessageContaining("another run is writing to this store");
      }
      assertThat(store.of(ANA)).isNotNull();
    }
    open().close();
  }

  @Test
  void aSecondWriterWaits() throws Exception {
    KnowledgeStore first = open();
    Thread closer =
        new Thread(
            () -> {
              try {
                Thread.sleep(150);
                first.close();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    closer.start();
    KnowledgeStore.open(file, Toys.maker(3, 4), Duration.ofSeconds(5)).close();
    closer.join();
  }

  @Test
  void aReaderSeesWhatAWriterAppends() throws IOException {
    try (KnowledgeStore writer = open();
        KnowledgeStore reader = KnowledgeStore.openForReading(file, "reversing 3", "hash")) {
      assertThat(reader.get(ANA)).isNull();
      byte[] written = KnowledgeCodec.encode(writer.of(ANA));
      assertThat(KnowledgeCodec.encode(reader.of(ANA))).isEqualTo(written);
    }
  }

  @Test
  void aReaderTellsThatASentenceIsMissing() throws IOException {
    open().close();
    try (KnowledgeStore reader = KnowledgeStore.openForReading(file, "reversing 3", "hash")) {
      assertThatThrownBy(() -> reader.of(LEO))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContaining("does not hold the sentence [Leo, duerme]");
    }
  }

  @Test
  void aMissingStoreCannotBeOpenedForReading() {
    assertThatThrownBy(() -> KnowledgeStore.openForReading(file, "t", "e"))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void manyThreadsGetTheSameKnowledge() throws IOException {
    List<List<String>> sentences =
        IntStream.range(0, 40).mapToObj(i -> List.of("palabra", "número" + i % 10)).toList();
    try (KnowledgeStore store = open()) {
      sentences.parallelStream()
          .forEach(
              words ->
                  assertThat(KnowledgeCodec.encode(store.of(words)))
                      .isEqualTo(KnowledgeCodec.encode(Toys.maker(3, 4).of(words))));
      assertThat(store.size()).isEqualTo(10);
    }
  }

  @Test
  void theMemoryVariantAsksAgainOnlyForWhatItForgot() {
    var translator = new Toys.ReversingTranslator(3);
    var maker = new KnowledgeMaker(translator, new Toys.HashingTeacher(4, "hash"));
    var cache = new KnowledgeCache(maker, 3_500);
    var unused = cache.of(ANA);
    unused = cache.of(ANA);
    assertThat(translator.calls).hasValue(1);
    unused = cache.of(LEO);
    unused = cache.of(NADA);
    unused = cache.of(ANA);
    assertThat(translator.calls).as("Ana was used longest ago").hasValue(4);
    unused = cache.of(NADA);
    assertThat(translator.calls).hasValue(4);
  }

  @Test
  void aTeacherThatGivesNoNumbersIsRefused() throws IOException {
    Teacher broken =
        new Teacher() {
          @Override
          public int width() {
            return 1;
          }

          @Override
          public float[] features(List<String> words) {
            float[] features = new float[words.size()];
            features[0] = Float.NaN;
            return features;
          }

          @Override
          public String identity() {
            return "broken";
          }
        };
    var maker = new KnowledgeMaker(new IdentityTranslator(), broken);
    try (KnowledgeStore store = KnowledgeStore.open(file, maker, Duration.ZERO)) {
      assertThatThrownBy(() -> store.of(ANA)).hasMessageContaining("gives the feature NaN");
      assertThat(store.get(ANA)).isNull();
    }
  }

  private KnowledgeStore open() throws IOException {
    return KnowledgeStore.open(file, Toys.maker(3, 4), Duration.ZERO);
  }
}
