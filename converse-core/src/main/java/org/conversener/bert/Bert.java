package org.conversener.bert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.conversener.store.Digest;
import org.conversener.tensor.Crew;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.tensor.TensorMemory;
import org.conversener.text.WordPiece;
import org.jspecify.annotations.Nullable;

/**
 * A frozen BERT of a directory. A sentence's vectors depend on its words only, to the last bit:
 * windows of text are read in groups, several groups at a time, every operation on one thread, and
 * what a window becomes does not depend on its group. May be used from many threads at once, but
 * not while it is closed.
 *
 * <p>T words of a sentence, D width of a word's vector: the last four layers side by side.
 */
public final class Bert implements AutoCloseable {
  private static final List<String> FILES =
      List.of(BertFiles.CONFIG, BertFiles.TOKENIZER, BertFiles.VOCABULARY, BertFiles.WEIGHTS);

  private final Path directory;
  private final BertConfig config;
  private final WordPiece wordPiece;
  private final DType products;
  private final BertEncoder encoder;
  private final LongAdder passes = new LongAdder();
  private @Nullable String identity;

  private Bert(
      Path directory, BertConfig config, WordPiece wordPiece, DType products, BertEncoder encoder) {
    this.directory = directory;
    this.config = config;
    this.wordPiece = wordPiece;
    this.products = products;
    this.encoder = encoder;
  }

  /**
   * Reads {@code config.json}, {@code vocab.txt}, {@code model.safetensors} and, if it is there,
   * {@code tokenizer_config.json}. The weights are in memory until it is closed.
   *
   * @param products the type in which matrices are multiplied
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws org.conversener.tensor.CorruptFileException if one is not what it should be, or the
   *     network is of a kind that is not supported
   */
  public static Bert open(Path directory, DType products) throws IOException {
    BertFiles.check(directory);
    BertConfig config = BertSettings.read(directory);
    WordPiece wordPiece = BertFiles.readVocabulary(directory.resolve(BertFiles.VOCABULARY), config);
    BertEncoder encoder =
        BertEncoder.read(directory.resolve(BertFiles.WEIGHTS), config, DType.FLOAT32, products);
    return new Bert(directory, config, wordPiece, products, encoder);
  }

  /** The type in which matrices are multiplied. */
  public DType products() {
    return products;
  }

  /** The width of a word's vector, D. */
  public int width() {
    return config.width();
  }

  /** How many windows were read since it was opened. */
  public long passes() {
    return passes.sum();
  }

  /**
   * Changes with everything that the vectors depend on beside the words: a digest of the files, the
   * type of the products and the number of this way to compute, which is raised whenever a change
   * of the code may change a bit of them. Reads all files, the first time.
   */
  public synchronized String identity() throws IOException {
    if (identity == null) {
      Digest digest = new Digest("converse bert 2").add(products.name());
      for (String name : FILES) {
        Path file = directory.resolve(name);
        digest.add(name);
        if (Files.exists(file)) {
          digest.add(file);
        }
      }
      identity = digest.toHex();
    }
    return identity;
  }

  /**
   * The vectors of a sentence's words, each that of its first piece.
   *
   * @return row by row of [T, D]
   */
  public float[] rows(List<String> words) {
    try (Scope scope = Scope.withoutGradients()) {
      return rowsOfAll(List.of(words)).toFloats();
    }
  }

  /**
   * The vectors of the words of several sentences, one sentence after the other.
   *
   * @return [words, D]; owned by the caller's scope
   */
  public Tensor rowsOfAll(List<List<String>> sentences) {
    List<WindowReading> readings = new ArrayList<>();
    int words = 0;
    for (List<String> sentence : sentences) {
      readings.addAll(WindowReading.of(sentence, words, wordPiece, config.positions()));
      words = Math.addExact(words, sentence.size());
    }
    Tensor rows = TensorMemory.empty(DType.FLOAT32, words, width()); // words x D
    List<List<WindowReading>> groups = WindowReading.groups(readings, Natives.threads());
    Crew.work(groups.size(), i -> read(groups.get(i), rows));
    return rows;
  }

  /** Reads some windows side by side, and puts the vectors of their words to their places. */
  private void read(List<WindowReading> group, Tensor rows) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor read =
          encoder.forward(group.stream().map(WindowReading::numbers).toList()); // pieces x D
      passes.add(group.size());
      int from = 0;
      for (WindowReading reading : group) {
        long[] places = reading.places();
        Tensor own = read.narrow(0, from, reading.numbers().length);
        rows.narrow(0, reading.firstRow(), places.length)
            .copyFrom(own.indexSelect(0, Tensor.of(places, places.length)));
        from += reading.numbers().length;
      }
    }
  }

  /**
   * Puts the files into a folder that exists: the same file under another name where the file
   * system allows it, for they are large and never change; else a copy.
   */
  public void writeTo(Path folder) throws IOException {
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        try {
          Files.createLink(folder.resolve(name), file.toRealPath());
        } catch (UnsupportedOperationException | IOException e) {
          Files.copy(file, folder.resolve(name));
        }
      } else if (!name.equals(BertFiles.TOKENIZER)) {
        BertFiles.check(directory);
      }
    }
  }

  /** Frees the weights. */
  @Override
  public void close() {
    encoder.close();
  }
}
