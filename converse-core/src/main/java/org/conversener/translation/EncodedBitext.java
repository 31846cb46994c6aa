package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.SentencePair;
import org.conversener.text.Bpe;
import org.conversener.text.MosesTokenizer;
import org.conversener.text.Vocabulary;

/**
 * Parallel text as numbered subwords.
 *
 * @param sources source sides, end-of-sentence last
 * @param targets English sides, end-of-sentence last
 * @param empty pairs left out because a side has no subword
 * @param tooLong pairs left out because a side is too long
 * @param tooUneven pairs left out because one side is much longer than the other
 */
record EncodedBitext(
    List<int[]> sources, List<int[]> targets, int empty, int tooLong, int tooUneven) {

  /** Encodes pairs; those that training does without are counted. */
  static EncodedBitext encode(List<SentencePair> pairs, Subwords subwords, ConvConfig config) {
    List<int[][]> coded =
        pairs.parallelStream()
            .map(
                pair ->
                    new int[][] {
                      subwords.codeSource(subwords.units().words(pair.source())).ids(),
                      subwords.codeTarget(pair.target()).ids()
                    })
            .toList();
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    int empty = 0;
    int tooLong = 0;
    int tooUneven = 0;
    for (int[][] pair : coded) {
      int shorter = Math.min(pair[0].length, pair[1].length) - 1;
      int longer = Math.max(pair[0].length, pair[1].length) - 1;
      if (shorter == 0) {
        empty++;
      } else if (longer > config.maxLength()) {
        tooLong++;
      } else if (longer > config.maxRatio() * shorter + 5) {
        // A few more subwords are no sign of a bad pair in very short sentences.
        tooUneven++;
      } else {
        sources.add(pair[0]);
        targets.add(pair[1]);
      }
    }
    return new EncodedBitext(sources, targets, empty, tooLong, tooUneven);
  }

  /** The source sides of these pairs. */
  List<int[]> sources(int[] pairs) {
    return Arrays.stream(pairs).mapToObj(sources::get).toList();
  }

  /** The English sides of these pairs. */
  List<int[]> targets(int[] pairs) {
    return Arrays.stream(pairs).mapToObj(targets::get).toList();
  }

  /** Learns merges and vocabularies from parallel text. */
  static Subwords learnSubwords(List<SentencePair> pairs, ConvConfig config) {
    SourceUnits units = config.sourceUnits();
    MosesTokenizer sourceTokenizer = new MosesTokenizer(config.sourceLanguage());
    MosesTokenizer targetTokenizer = new MosesTokenizer("en");
    Map<String, Long> sourceTokens = new LinkedHashMap<>();
    Map<String, Long> targetTokens = new LinkedHashMap<>();
    List<List<List<String>>> tokenised =
        pairs.parallelStream()
            .map(
                pair ->
                    List.of(
                        units.words(pair.source()).stream()
                            .flatMap(word -> units.tokens(word, sourceTokenizer).stream())
                            .toList(),
                        targetTokenizer.tokenize(pair.target())))
            .toList();
    for (List<List<String>> pair : tokenised) {
      pair.get(0).forEach(token -> sourceTokens.merge(token, 1L, Long::sum));
      pair.get(1).forEach(token -> targetTokens.merge(token, 1L, Long::sum));
    }
    Map<String, Long> joint = new LinkedHashMap<>(targetTokens);
    if (units == SourceUnits.BPE) {
      sourceTokens.forEach((token, count) -> joint.merge(token, count, Long::sum));
    }
    Bpe bpe = Bpe.learn(joint, config.bpe());
    Bpe sourceBpe = units == SourceUnits.OWN_BPE ? Bpe.learn(sourceTokens, config.bpe()) : bpe;
    return new Subwords(
        units,
        config.sourceLanguage(),
        sourceBpe,
        bpe,
        vocabulary(sourceTokens, token -> units.pieces(token, sourceBpe)),
        vocabulary(targetTokens, bpe::split));
  }

  private static Vocabulary vocabulary(
      Map<String, Long> tokens, java.util.function.Function<String, List<String>> split) {
    Map<String, Long> pieces = new LinkedHashMap<>();
    tokens.forEach(
        (token, count) -> split.apply(token).forEach(p -> pieces.merge(p, count, Long::sum)));
    Symbols.NAMES.forEach(pieces::remove);
    return Vocabulary.builder()
        .specials(Symbols.NAMES.toArray(String[]::new))
        .counts(pieces)
        .build();
  }
}
