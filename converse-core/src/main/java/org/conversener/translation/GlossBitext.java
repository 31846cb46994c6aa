package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.conversener.corpus.SentencePair;
import org.conversener.text.MosesTokenizer;

/**
 * Parallel text as words for a gloss translator.
 *
 * @param sources the source words of each pair: tokens by Moses' rules, or characters
 * @param targets the English tokens of each pair
 * @param empty pairs left out because a side has no word
 * @param tooLong pairs left out because a side is too long
 * @param tooUneven pairs left out because one side is much longer than the other
 */
record GlossBitext(
    List<List<String>> sources, List<List<String>> targets, int empty, int tooLong, int tooUneven) {

  /**
   * Cuts pairs into words; those that training does without are counted.
   *
   * @param segment makes source words of what the source was cut into
   */
  static GlossBitext of(
      List<SentencePair> pairs,
      GlossConfig config,
      UnaryOperator<List<String>> segment,
      Workers workers) {
    MosesTokenizer sourceTokenizer = new MosesTokenizer(config.sourceLanguage());
    MosesTokenizer targetTokenizer = new MosesTokenizer("en");
    List<List<List<String>>> tokenised =
        workers.map(
            pairs,
            pair ->
                List.of(
                    segment.apply(tokens(pair.source(), config.sourceUnits(), sourceTokenizer)),
                    targetTokenizer.tokenize(pair.target())));
    List<List<String>> sources = new ArrayList<>();
    List<List<String>> targets = new ArrayList<>();
    int empty = 0;
    int tooLong = 0;
    int tooUneven = 0;
    for (List<List<String>> pair : tokenised) {
      int shorter = Math.min(pair.get(0).size(), pair.get(1).size());
      int longer = Math.max(pair.get(0).size(), pair.get(1).size());
      if (shorter == 0) {
        empty++;
      } else if (longer > config.maxLength()) {
        tooLong++;
      } else if (longer > config.maxRatio() * shorter + 5) {
        // A few more words are no sign of a bad pair in very short sentences.
        tooUneven++;
      } else {
        sources.add(pair.get(0));
        targets.add(pair.get(1));
      }
    }
    return new GlossBitext(sources, targets, empty, tooLong, tooUneven);
  }

  /** The tokens of a line: every word between white space is cut by itself, as in translation. */
  static List<String> tokens(String line, SourceUnits units, MosesTokenizer tokenizer) {
    List<String> tokens = new ArrayList<>();
    for (String word : units.words(line)) {
      tokens.addAll(units.tokens(word, tokenizer));
    }
    return tokens;
  }
}
