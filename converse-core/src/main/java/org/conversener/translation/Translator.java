package org.conversener.translation;

import java.util.List;

/**
 * Turns a sentence's words into English with attention. Implementations may be called from many
 * threads at once, and the answer for a sentence depends on nothing but its words.
 */
public interface Translator extends AutoCloseable {
  /**
   * Translates one sentence of any length.
   *
   * @param words the source words, as a tagger counts them; they are cut further inside
   * @throws IllegalArgumentException if there is no word
   */
  Translation translate(List<String> words);

  /**
   * Translates many sentences, each as {@link #translate} would; often much faster.
   *
   * @return their translations, in their order
   */
  default List<Translation> translateAll(List<List<String>> sentences) {
    return sentences.stream().map(this::translate).toList();
  }

  /**
   * The source words of a line of text as this translator counts them: what stands between white
   * space, unless it says otherwise.
   */
  default List<String> words(String line) {
    return SourceUnits.BPE.words(line);
  }

  /**
   * How long a sentence is as this translator counts. Sentences of one length are those that {@link
   * #translateAll} translates fastest together.
   */
  default int lengthOf(List<String> words) {
    return words.size();
  }

  /** The number of decoder layers, each with an attention of its own. */
  int layers();

  /** A text that changes with everything a translation depends on: weights and decoding options. */
  String identity();

  @Override
  void close();
}
