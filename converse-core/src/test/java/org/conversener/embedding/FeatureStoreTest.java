package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import org.conversener.bert.Bert;
import org.conversener.bert.TinyBert;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.conversener.training.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {
  private static final Sentence SHORT = Sentence.of("Ada", "ran", ".");
  private static final Sentence LONG = Sentence.of("López", "saw", "the", "seas", "Ada", ".");
  private static final Sentence OTHER = Sentence.of("Quito");
  private static final List<Sentence> CORPUS = List.of(SHORT, LONG, OTHER, SHORT);

  @TempDir private Path folder = Path.of("");
  private final ToyRows rows = new ToyRows("toy", 5);

  private FeatureStore open() throws IOException {
    return FeatureStore.open(FeatureStore.fileIn(folder, rows), rows, Duration.ZERO);
  }

  private FeatureStore filled() throws IOException {
    FeatureStore store = open();
    store.ensure(CORPUS, rows, Progress.silent());
    return store;
  }

  private static float[] floats(FrozenRows rows, List<Sentence> sentences) {
    try (Scope scope = Scope.withoutGradients()) {
      return rows.of(sentences).toFloats();
    }
  }

  @Test
  void aCorpusIsEmbeddedOnceAndNotAgainInALaterStore() throws IOException {
    for (int run = 0; run < 2; run++) {
      try (FeatureStore store = filled()) {
        store.ensure(CORPUS, rows, Progress.silent());
        assertThat(rows.computed).as("SHORT stands there twice").hasValue(3);
        assertThat(store.counts()).isEqualTo(new FeatureStore.Counts(0, run == 0 ? 3 : 0));
        assertThat(store.size()).isEqualTo(3);
      }
    }
    try (var stored =
        new StoredRows(
            rows, FeatureStore.openForReading(FeatureStore.fileIn(folder, rows), rows))) {
      var unused = floats(stored, CORPUS);
      unused = floats(stored, List.of(OTHER, LONG));
    }
    assertThat(rows.computed).hasValue(3);
  }

  @Test
  void whatIsReadIsWhatWasComputedToTheLastBit() throws IOException {
    float[] expected = floats(rows, CORPUS);
    filled().close();
    try (var stored =
        new StoredRows(
            rows, FeatureStore.openForReading(FeatureStore.fileIn(folder, rows), rows))) {
      assertThat(floats(stored, CORPUS)).containsExactly(expected);
    }
  }

  @Test
  void whatIsMissingIsComputedBesideWhatIsReadAndNotWritten() throws IOException {
    filled().close();
    Path file = FeatureStore.fileIn(folder, rows);
    long size = Files.size(file);
    Sentence unseen = Sentence.of("never", "seen");
    List<Sentence> mixed = List.of(unseen, SHORT, unseen, LONG);
    float[] expected = floats(rows, mixed);
    int before = rows.computed.get();
    try (var stored = new StoredRows(rows, FeatureStore.openForReading(file, rows))) {
      assertThat(floats(stored, mixed)).containsExactly(expected);
    }
    assertThat(rows.computed).hasValue(before + 2);
    assertThat(file).hasSize(size);
    assertThat(rows.closed).hasValue(1);
  }

  @Test
  void aBertsRowsAreReadToTheLastBitWithoutAPass() throws IOException {
    for (DType products : List.of(DType.FLOAT32, DType.BFLOAT16)) {
      Bert bert = Bert.open(TinyBert.write(folder.resolve("bert")), products);
      FrozenRows computing = new BertRows(bert);
      float[] expected = floats(computing, CORPUS);
      Path file = FeatureStore.fileIn(folder, computing);
      try (FeatureStore store = FeatureStore.open(file, computing, Duration.ZERO)) {
        store.ensure(CORPUS, computing, Progress.silent());
      }
      long passes = bert.passes();
      assertThat(passes).isEqualTo(4 + 3);
      try (var stored = new StoredRows(computing, FeatureStore.openForReading(file, computing))) {
        assertThat(floats(stored, CORPUS)).containsExactly(expected);
        assertThat(floats(stored, List.of(OTHER)))
            .containsExactly(floats(computing, List.of(OTHER)));
      }
      assertThat(bert.passes()).as("one was asked of the BERT itself").isEqualTo(passes + 1);
    }
  }

  @Test
  void aModelThatWasTrainedAgainReadsNothingOfWhatItMadeBefore() throws IOException {
    Path directory = TinyBert.write(folder.resolve("bert"));
    String before;
    try (FrozenRows first = new BertRows(Bert.open(directory, DType.FLOAT32))) {
      before = first.identity();
    }
    Path weights = directory.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 3] ^= 1;
    Files.write(weights, bytes);
    try (FrozenRows again = new BertRows(Bert.open(directory, DType.FLOAT32));
        FrozenRows narrow = new BertRows(Bert.open(directory, DType.BFLOAT16))) {
      assertThat(List.of(before, again.identity(), narrow.identity())).doesNotHaveDuplicates();
    }
    filled().close();
    ToyRows trained = new ToyRows("toy, trained again", 5);
    assertThat(FeatureStore.fileIn(folder, trained))
        .isNotEqualTo(FeatureStore.fileIn(folder, rows));
    // Even if its file were taken for its own.
    try (FeatureStore store =
        FeatureStore.open(FeatureStore.fileIn(folder, rows), trained, Duration.ZERO)) {
      assertThat(store.contains(SHORT.words())).isFalse();
      store.ensure(CORPUS, trained, Progress.silent());
      assertThat(trained.computed).hasValue(3);
      assertThat(store.size()).isEqualTo(6);
    }
  }

  @Test
  void theOptionsOfALanguageModelAreAnotherModel() {
    List<String> identities = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (boolean isAtSpace : new boolean[] {true, false}) {
        try (var of = new CharlmRows(TinyCharlm.model(direction, 6, DType.FLOAT32), isAtSpace);
            var same = new CharlmRows(TinyCharlm.model(direction, 6, DType.FLOAT32), isAtSpace)) {
          assertThat(of.identity()).isEqualTo(same.identity());
          identities.add(of.identity());
        }
      }
    }
    CharacterLanguageModel narrow = TinyCharlm.model(Direction.FORWARD, 6, DType.FLOAT32);
    try (var of = new CharlmRows(narrow, true, DType.BFLOAT16)) {
      identities.add(of.identity());
    }
    CharacterLanguageModel trained = TinyCharlm.model(Direction.FORWARD, 6, DType.FLOAT32);
    trained.parameters().get("lstm.bias").detach().multiplyInPlace(2);
    try (var of = new CharlmRows(trained, true)) {
      identities.add(of.identity());
    }
    assertThat(identities).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void rowsNeverTouchTheHeap() throws IOException {
    // 3,072 wide, as of four layers of a BERT: 47 MB in all.
    int width = 3072;
    ToyRows wide = new ToyRows("wide", width);
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      sentences.add(Sentence.of(Collections.nCopies(50, "w" + i)));
    }
    Path file = FeatureStore.fileIn(folder, wide);
    long bytes = 4L * width * 80 * 50;
    try (FeatureStore store = FeatureStore.open(file, wide, Duration.ZERO)) {
      store.ensure(sentences, wide, Progress.silent());
      assertThat(store.bytes()).isGreaterThan(bytes);
    }
    try (var stored = new StoredRows(wide, FeatureStore.openForReading(file, wide))) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int epoch = 0; epoch < 2; epoch++) {
        for (Sentence sentence : sentences) {
          try (Scope scope = Scope.withoutGradients()) {
            assertThat(stored.of(List.of(sentence)).size(1)).isEqualTo(width);
          }
        }
      }
      long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      assertThat(allocated).as("bytes of heap, for rows of %,d", 2 * bytes).isLessThan(bytes / 10);
    }
    assertThat(wide.computed).hasValue(80);
  }

  @Test
  void aTailThatWasNotFinishedIsToldCutOffAndComputedAgain() throws IOException {
    filled().close();
    Path file = FeatureStore.fileIn(folder, rows);
    byte[] whole = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var unused = channel.truncate(whole.length - 5);
    }
    try (FeatureStore store = open()) {
      assertThat(store.notices())
          .singleElement()
          .asString()
          .contains(file.toString())
          .contains("was not finished");
      assertThat(store.size()).isEqualTo(2);
      store.ensure(CORPUS, rows, Progress.silent());
      assertThat(store.counts().computed()).isEqualTo(1);
    }
    assertThat(file).hasBinaryContent(whole);
  }

  @Test
  void aDamagedRecordIsRefusedWithItsFileAndAdvice() throws IOException {
    filled().close();
    Path file = FeatureStore.fileIn(folder, rows);
    byte[] bytes = Files.readAllBytes(file);
    bytes[16 + 40 + 7] ^= 0x10; // in the first record, that of the longest sentence
    Files.write(file, bytes);
    try (var stored = new StoredRows(rows, FeatureStore.openForReading(file, rows))) {
      assertThatThrownBy(() -> floats(stored, List.of(LONG)))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(CorruptFileException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("does not match its checksum")
          .hasMessageContaining("delete the store");
      assertThat(floats(stored, List.of(SHORT))).containsExactly(floats(rows, List.of(SHORT)));
    }
  }

  @Test
  void anythingElseIsNoFeatureStore() throws IOException {
    Path file = FeatureStore.fileIn(folder, rows);
    Files.writeString(file, "a diary");
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("this is not a feature store");
    Files.delete(file);
    assertThatThrownBy(() -> FeatureStore.openForReading(file, rows))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void oneWritesWhileAnotherReads() throws IOException {
    Path file = FeatureStore.fileIn(folder, rows);
    try (FeatureStore writer = open();
        FeatureStore reader = FeatureStore.openForReading(file, rows)) {
      assertThat(reader.contains(SHORT.words())).isFalse();
      assertThatThrownBy(() -> reader.ensure(CORPUS, rows, Progress.silent()))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContaining("opened for reading");
      writer.ensure(CORPUS, rows, Progress.silent());
      assertThat(reader.contains(SHORT.words())).isTrue();
      assertThatThrownBy(this::open)
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("another run is writing to this store");
    }
    open().close();
  }

  @Test
  void aDiskWithoutSpaceIsToldBeforeAnythingIsComputed() throws IOException {
    try (FeatureStore store = open()) {
      assertThatThrownBy(() -> store.ensure(CORPUS, rows, Progress.silent(), 64L << 20))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("the features of 3 sentences need")
          .hasMessageContaining("64.0 MB free")
          .hasMessageContaining("without a feature store");
      assertThat(rows.computed).hasValue(0);
      store.ensure(CORPUS, rows, Progress.silent(), 65L << 20);
      // Nothing is missing, so nothing is needed.
      store.ensure(CORPUS, rows, Progress.silent(), 0);
    }
  }

  @Test
  void whatCannotBeWrittenIsAnErrorWithAdvice() throws IOException {
    FeatureStore store = open();
    store.close();
    try (Scope scope = Scope.withoutGradients()) {
      Tensor some = rows.of(List.of(SHORT));
      assertThatThrownBy(() -> store.put(SHORT.words(), some))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("could not be written")
          .hasMessageContaining("another folder");
    }
  }

  @Test
  void rowsOfAnotherShapeAreRefused() throws IOException {
    try (FeatureStore store = open();
        Scope scope = Scope.withoutGradients()) {
      for (Tensor wrong :
          List.of(
              Tensor.zeros(DType.FLOAT32, 3, 4),
              Tensor.zeros(DType.FLOAT32, 2, 5),
              Tensor.zeros(DType.FLOAT64, 3, 5))) {
        assertThatThrownBy(() -> store.put(SHORT.words(), wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected FLOAT32[3, 5]");
      }
    }
  }
}
