package org.conversener.bert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Scope;
import org.conversener.text.WordPiece;
import org.jspecify.annotations.Nullable;

/**
 * A BERT of a directory, for as many networks as read it. Its weights are in memory from opening
 * until the last of those that {@linkplain #acquire acquired} it released it; they are read again
 * if another acquires it after that. Thread-safe while it is acquired.
 *
 * <p>T words of a sentence, D width of a word's vector: the last four layers side by side.
 */
public final class Bert {
  private static final List<String> FILES =
      List.of(BertFiles.CONFIG, BertFiles.TOKENIZER, BertFiles.VOCABULARY, BertFiles.WEIGHTS);

  private final Path directory;
  private final BertConfig config;
  private final WordPiece wordPiece;
  private final DType products;
  private final RowMemory memory;
  private @Nullable BertEncoder encoder;
  private int users;

  private Bert(
      Path directory,
      BertConfig config,
      WordPiece wordPiece,
      DType products,
      RowMemory memory,
      BertEncoder encoder) {
    this.directory = directory;
    this.config = config;
    this.wordPiece = wordPiece;
    this.products = products;
    this.memory = memory;
    this.encoder = encoder;
  }

  /**
   * Reads {@code config.json}, {@code vocab.txt}, {@code model.safetensors} and, if it is there,
   * {@code tokenizer_config.json}.
   *
   * @param products the type in which matrices are multiplied
   * @param remembered about how many bytes of vectors of sentences may be remembered
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws org.conversener.tensor.CorruptFileException if one is not what it should be, or the
   *     network is of a kind that is not supported
   */
  public static Bert open(Path directory, DType products, long remembered) throws IOException {
    BertFiles.check(directory);
    BertConfig config = BertSettings.read(directory);
    WordPiece wordPiece = BertFiles.readVocabulary(directory.resolve(BertFiles.VOCABULARY), config);
    return new Bert(
        directory,
        config,
        wordPiece,
        products,
        new RowMemory(remembered),
        encoder(directory, config, products));
  }

  private static BertEncoder encoder(Path directory, BertConfig config, DType products)
      throws IOException {
    return BertEncoder.read(directory.resolve(BertFiles.WEIGHTS), config, DType.FLOAT32, products);
  }

  /** The type in which matrices are multiplied. */
  public DType products() {
    return products;
  }

  /** The width of a word's vector, D. */
  public int width() {
    return config.width();
  }

  /**
   * Keeps the weights in memory until they are released as often.
   *
   * @return this
   * @throws UncheckedIOException if they must be read again and cannot
   */
  public synchronized Bert acquire() {
    if (encoder == null) {
      try {
        encoder = encoder(directory, config, products);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    users++;
    return this;
  }

  /** Ends what {@link #acquire} began; the last one frees the weights. */
  public synchronized void release() {
    users--;
    if (users == 0 && encoder != null) {
      encoder.close();
      encoder = null;
    }
  }

  private synchronized BertEncoder encoder() {
    if (encoder == null) {
      throw new IllegalStateException("the weights of " + directory + " were released");
    }
    return encoder;
  }

  /**
   * The vectors of a sentence's words, each that of its first piece. They depend on these words
   * only, to the last bit.
   *
   * @return row by row of [T, D]; to be read only, since it may be remembered
   */
  public float[] rows(List<String> words) {
    float[] known = memory.find(words);
    if (known != null) {
      return known;
    }
    float[] rows = compute(words);
    memory.add(words, rows);
    return rows;
  }

  private float[] compute(List<String> words) {
    int[][] cut = words.stream().map(wordPiece::numbers).toArray(int[][]::new);
    int[] pieces = Arrays.stream(cut).flatMapToInt(Arrays::stream).toArray();
    List<BertWindows.Window> windows = new BertWindows(pieces.length, config.positions() - 2).all();
    int[] firsts = new int[cut.length];
    int[] windowOf = new int[cut.length];
    for (int t = 0, piece = 0; t < cut.length; piece += cut[t].length, t++) {
      firsts[t] = piece;
      windowOf[t] = BertWindows.best(windows, piece);
    }
    float[] rows = new float[Math.multiplyExact(words.size(), width())];
    for (int i = 0; i < windows.size(); i++) {
      float[] read = read(pieces, windows.get(i));
      for (int t = 0; t < cut.length; t++) {
        if (windowOf[t] == i) {
          int place = firsts[t] - windows.get(i).start() + 1; // behind [CLS]
          System.arraycopy(read, place * width(), rows, t * width(), width());
        }
      }
    }
    return rows;
  }

  /** The vectors of the pieces of a window, row by row, with [CLS] and [SEP]. */
  private float[] read(int[] pieces, BertWindows.Window window) {
    int length = window.end() - window.start();
    long[] numbers = new long[length + 2];
    numbers[0] = wordPiece.number(WordPiece.START);
    for (int i = 0; i < length; i++) {
      numbers[i + 1] = pieces[window.start() + i];
    }
    numbers[length + 1] = wordPiece.number(WordPiece.END);
    try (Scope scope = Scope.withoutGradients()) {
      return encoder().forward(numbers, 1).toFloats();
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
}
