package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The convolutional translator, frozen, with everything it needs to read words: paper section 2.1.
 *
 * <p>A sentence with more subwords than a window has is cut at punctuation; each window is
 * translated on its own and their attention stitched, so that every word has a row.
 */
public final class ConvTranslator implements Translator {
  /** Changes whenever the same weights may translate a sentence otherwise. */
  private static final String SEARCH = "conv 3";

  private final ConvConfig config;
  private final Subwords subwords;
  private final ConvNetwork network;
  private final SourceLengths lengths;
  private final KnownWords known;
  private final @Nullable Headlines headlines;
  private final Decoding decoding;
  private final String weightsHash;

  /**
   * A trained translator, which takes over the network.
   *
   * @param lengths how long its sentences in training were, and how long its windows are
   * @param known the words counted in parallel text, and what is done with them
   */
  ConvTranslator(
      ConvConfig config,
      Subwords subwords,
      ConvNetwork network,
      SourceLengths lengths,
      KnownWords known) {
    this(
        config,
        subwords,
        network,
        lengths,
        known,
        Decoding.DEFAULT,
        ConvTranslatorFiles.hash(config, network, subwords, known));
    network.fold();
  }

  /** A view of a network in training, to see how it translates; folded by the caller. */
  static ConvTranslator inTraining(
      ConvConfig config,
      Subwords subwords,
      ConvNetwork network,
      SourceLengths lengths,
      KnownWords known) {
    return new ConvTranslator(
        config, subwords, network, lengths, known, Decoding.DEFAULT, "in training");
  }

  private ConvTranslator(
      ConvConfig config,
      Subwords subwords,
      ConvNetwork network,
      SourceLengths lengths,
      KnownWords known,
      Decoding decoding,
      String weightsHash) {
    this.config = config;
    this.subwords = subwords;
    this.network = network;
    this.lengths = lengths;
    this.known = known;
    this.headlines = known.headlines();
    this.decoding = decoding;
    this.weightsHash = weightsHash;
  }

  /** The same translator, sharing its weights, with another way to decode. */
  public ConvTranslator with(Decoding other) {
    return new ConvTranslator(config, subwords, network, lengths, known, other, weightsHash);
  }

  /** The most subwords of a sentence that are translated together, end-of-sentence included. */
  public int window() {
    return lengths.window();
  }

  /**
   * The same translator, sharing its weights, with other windows.
   *
   * @param window subwords of a window, end-of-sentence included; 0, or more than the longest
   *     sentence in training has, for windows as long as that
   * @throws IllegalArgumentException if it is 1 or negative
   */
  public ConvTranslator withWindow(int window) {
    return new ConvTranslator(
        config, subwords, network, lengths.withWindow(window), known, decoding, weightsHash);
  }

  /** Whether it puts names into translations that lost them. */
  public boolean keepsNames() {
    return known.keepsNames();
  }

  /** The same translator, sharing its weights, that leaves its translations as they are. */
  public ConvTranslator withoutKeptNames() {
    return with(known.withoutNames());
  }

  /** Whether it reads sentences in capitals, as headlines are, as if they were not. */
  public boolean recasesHeadlines() {
    return known.recasesHeadlines();
  }

  /** The same translator, sharing its weights, that reads sentences as they are written. */
  public ConvTranslator withoutRecasing() {
    return with(known.withoutHeadlines());
  }

  private ConvTranslator with(KnownWords other) {
    String hash = ConvTranslatorFiles.hash(config, network, subwords, other);
    return new ConvTranslator(config, subwords, network, lengths, other, decoding, hash);
  }

  /** The words as they are read, one for each. */
  private List<String> asRead(List<String> words) {
    return headlines == null ? words : headlines.asElsewhere(words);
  }

  private Translation withNames(Translation translation, int[] prefix) {
    KeptNames names = known.names();
    if (names == null) {
      return translation;
    }
    List<Integer> guided = config.guided();
    return names.keep(
        translation,
        guided.isEmpty() ? -1 : guided.get(guided.size() - 1),
        subwords.join(prefix).words().size());
  }

  /** How it was configured. */
  public ConvConfig config() {
    return config;
  }

  /** How it cuts words. */
  public Subwords subwords() {
    return subwords;
  }

  /** How it decodes. */
  public Decoding decoding() {
    return decoding;
  }

  @Override
  public List<String> words(String line) {
    return subwords.units().words(line);
  }

  @Override
  public int lengthOf(List<String> words) {
    return subwords.codeSource(asRead(words)).ids().length;
  }

  @Override
  public int layers() {
    return config.shape().decoder().size();
  }

  @Override
  public String identity() {
    return SEARCH + " " + weightsHash + " window " + window() + " " + decoding;
  }

  @Override
  public Translation translate(List<String> words) {
    return translate(words, 1).get(0);
  }

  /**
   * The best translations of one sentence, best first.
   *
   * @param count how many are wanted, at most the beam; fewer may be found
   */
  public List<Translation> translate(List<String> words, int count) {
    return translateAll(List.of(words), count).get(0);
  }

  /**
   * Whether {@link #withWindow} takes it.
   *
   * @throws IllegalArgumentException if not
   */
  public static void checkWindow(int window) {
    SourceLengths.check(window);
  }

  /** As {@link #translate}, with the same answers to the last bit, but several times as fast. */
  @Override
  public List<Translation> translateAll(List<List<String>> sentences) {
    return translateAll(sentences, 1).stream().map(found -> found.get(0)).toList();
  }

  /** As {@link #translate(List, int)}, many sentences at a time. */
  public List<List<Translation>> translateAll(List<List<String>> sentences, int count) {
    return translateAll(sentences, sentences.stream().map(words -> "").toList(), count);
  }

  /**
   * As above, with translations that start as they are told.
   *
   * @param starts the English text with which the translation of each sentence starts; blank for
   *     none
   * @throws IllegalArgumentException if a start is longer than the longest translation
   */
  public List<List<Translation>> translateAll(
      List<List<String>> sentences, List<String> starts, int count) {
    if (starts.size() != sentences.size()) {
      throw new IllegalArgumentException(
          "expected a start for each of "
              + sentences.size()
              + " sentences, found "
              + starts.size());
    }
    List<List<Piece>> pieces = new ArrayList<>();
    List<Piece> all = new ArrayList<>();
    List<List<String>> read = sentences.stream().map(this::asRead).toList();
    for (int i = 0; i < sentences.size(); i++) {
      List<Piece> ofSentence = pieces(read.get(i));
      ofSentence.get(0).prefix = prefix(starts.get(i));
      pieces.add(ofSentence);
      all.addAll(ofSentence);
    }
    // Of those found some may be the same words cut otherwise, so all of the beam are looked at.
    BeamSearch search = new BeamSearch(network, decoding, config.positions());
    Piece.searchAll(search, all, count == 1 ? 1 : decoding.beam());
    List<List<Translation>> translations = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      int[] prefix = pieces.get(i).get(0).prefix;
      PieceJoiner joiner = new PieceJoiner(subwords, joined -> withNames(joined, prefix));
      List<Translation> found = joiner.join(read.get(i), pieces.get(i), count);
      List<String> written = sentences.get(i);
      translations.add(found.stream().map(each -> each.withSource(written)).toList());
    }
    return translations;
  }

  /**
   * Whether a translation of a sentence can start as it is told.
   *
   * @throws IllegalArgumentException if the start is longer than the longest translation, or has
   *     letters that no English text had which the translator learned from
   */
  public void checkStart(List<String> words, String start) {
    int[] ids = prefix(start);
    if (Arrays.stream(ids).anyMatch(id -> id == Symbols.UNKNOWN)) {
      throw new IllegalArgumentException(
          "the start has letters that the translator has never written: \"" + start + "\"");
    }
    int found = ids.length;
    int longest = decoding.longest(pieces(asRead(words)).get(0).ids().length, config.positions());
    if (found > longest) {
      throw new IllegalArgumentException(
          "the start has "
              + found
              + " subwords, but the longest translation of this sentence "
              + longest
              + "; shorten the start, or let translations be longer");
    }
  }

  private int[] prefix(String start) {
    int[] ids = subwords.codeTarget(start).ids();
    return Arrays.copyOf(ids, ids.length - 1);
  }

  private List<Piece> pieces(List<String> words) {
    return windows().cut(words).stream().map(Piece::new).toList();
  }

  /** How long sentences are cut. */
  SourceWindows windows() {
    return new SourceWindows(subwords, window(), config.positions());
  }

  /** Writes everything but the model's manifest into a folder. */
  public void writeTo(Path directory) throws IOException {
    ConvTranslatorFiles.write(directory, config, lengths, subwords, network, known);
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws org.conversener.tensor.CorruptFileException if a file is not what it should be
   */
  public static ConvTranslator readFrom(Path directory) throws IOException {
    return ConvTranslatorFiles.read(directory, null);
  }

  /**
   * As above, but with matrices multiplied in another kind of number than the model was trained
   * with. Its {@link #identity} says so.
   */
  public static ConvTranslator readFrom(Path directory, Products products) throws IOException {
    return ConvTranslatorFiles.read(directory, products);
  }

  /** A new network for these subwords. */
  static ConvNetwork network(ConvConfig config, Subwords subwords) {
    return new ConvNetwork(
        new Parameters(config.seed(), DType.FLOAT32, config.products().type()),
        config.shape(),
        subwords.source().size(),
        subwords.target().size(),
        config.dropout());
  }

  @Override
  public void close() {
    network.close();
  }
}
