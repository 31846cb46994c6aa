package org.conversener.translation;

import java.util.List;
import org.conversener.text.Bpe;
import org.conversener.text.Characters;
import org.conversener.text.MosesTokenizer;

/** What a translator cuts source words into. */
public enum SourceUnits {
  /** Tokens by Moses' rules, then byte-pair subwords. */
  BPE,
  /** Tokens by Moses' rules, whole. */
  WORDS,
  /** Single characters (code points), for Chinese. */
  CHARACTERS;

  /** The words of a line of text: what stands between white space, or every character. */
  public List<String> words(String line) {
    return this == CHARACTERS
        ? Characters.split(line)
        : line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
  }

  /** The units of one word before subwords are cut: tokens or characters. */
  List<String> tokens(String word, MosesTokenizer tokenizer) {
    return this == CHARACTERS ? Characters.split(word) : tokenizer.tokenize(word);
  }

  /** The final units of one token. */
  List<String> pieces(String token, Bpe bpe) {
    return this == BPE ? bpe.split(token) : List.of(token);
  }
}
