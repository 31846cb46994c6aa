package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conversener.text.Bpe;
import org.conversener.text.MosesTokenizer;
import org.conversener.text.Vocabulary;

/**
 * Cuts words into numbered subwords and remembers which word owns each (REFERENCE 4.1): every word
 * is tokenised and split on its own, so that no subword ever spans two words.
 */
public final class Subwords {
  private final SourceUnits units;
  private final MosesTokenizer sourceTokenizer;
  private final MosesTokenizer targetTokenizer;
  private final TokenStyle targetStyle;
  private final Bpe sourceBpe;
  private final Bpe bpe;
  private final Vocabulary source;
  private final Vocabulary target;

  /**
   * The subwords of a translator with one list of merges.
   *
   * @param bpe the merges of both sides, learned jointly; of the English side alone if the source
   *     is cut into characters
   */
  public Subwords(
      SourceUnits units, String sourceLanguage, Bpe bpe, Vocabulary source, Vocabulary target) {
    this(units, sourceLanguage, bpe, bpe, source, target);
  }

  /**
   * The subwords of any translator.
   *
   * @param sourceBpe the merges of the source side
   * @param bpe the merges of the English side
   */
  public Subwords(
      SourceUnits units,
      String sourceLanguage,
      Bpe sourceBpe,
      Bpe bpe,
      Vocabulary source,
      Vocabulary target) {
    this.units = units;
    this.sourceTokenizer = TokenStyle.of(source).tokenizer(sourceLanguage);
    this.targetStyle = TokenStyle.of(target);
    this.targetTokenizer = targetStyle.tokenizer("en");
    this.sourceBpe = sourceBpe;
    this.bpe = bpe;
    this.source = source;
    this.target = target;
  }

  /**
   * Numbered subwords.
   *
   * @param ids the numbers, end-of-sentence last
   * @param owners the index of the word each came from; {@link Translation#EOS} for the last
   */
  public record Coded(int[] ids, int[] owners) {}

  /** The source subwords of these words. */
  public Coded codeSource(List<String> words) {
    List<List<String>> pieces = new ArrayList<>();
    for (String word : words) {
      List<String> ofWord = new ArrayList<>();
      for (String token : units.tokens(word, sourceTokenizer)) {
        ofWord.addAll(units.pieces(token, sourceBpe));
      }
      pieces.add(ofWord);
    }
    return code(pieces, source);
  }

  /** The English subwords of a line of English text. */
  public Coded codeTarget(String line) {
    List<List<String>> pieces = new ArrayList<>();
    for (String token : targetTokenizer.tokenize(line)) {
      pieces.add(bpe.split(token));
    }
    return code(pieces, target);
  }

  private static Coded code(List<List<String>> pieces, Vocabulary vocabulary) {
    int count = pieces.stream().mapToInt(List::size).sum();
    int[] ids = new int[count + 1];
    int[] owners = new int[count + 1];
    int next = 0;
    for (int word = 0; word < pieces.size(); word++) {
      for (String piece : pieces.get(word)) {
        ids[next] = vocabulary.idOf(piece);
        owners[next++] = word;
      }
    }
    ids[count] = Symbols.EOS;
    owners[count] = Translation.EOS;
    return new Coded(ids, owners);
  }

  /**
   * English words put together from subwords.
   *
   * @param words the words
   * @param owners for each subword the index of its word; {@link Translation#EOS} for
   *     end-of-sentence
   */
  public record Joined(List<String> words, int[] owners) {}

  /** Joins English subwords that end with end-of-sentence. */
  public Joined join(int[] ids) {
    List<String> words = new ArrayList<>();
    int[] owners = new int[ids.length];
    Arrays.fill(owners, Translation.EOS);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < ids.length && ids[i] != Symbols.EOS; i++) {
      owners[i] = words.size();
      String piece = target.symbol(ids[i]);
      boolean goesOn = piece.length() > 2 && piece.endsWith(Bpe.CONTINUATION);
      word.append(goesOn ? piece.substring(0, piece.length() - 2) : piece);
      boolean isLast = i + 1 == ids.length || ids[i + 1] == Symbols.EOS;
      if (!goesOn || isLast) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return targetStyle.plain(new Joined(words, owners));
  }

  /** What source words are cut into. */
  public SourceUnits units() {
    return units;
  }

  /** The merges of the source side. */
  public Bpe sourceBpe() {
    return sourceBpe;
  }

  /** The merges of the English side. */
  public Bpe bpe() {
    return bpe;
  }

  /** The source vocabulary. */
  public Vocabulary source() {
    return source;
  }

  /** The English vocabulary. */
  public Vocabulary target() {
    return target;
  }
}
