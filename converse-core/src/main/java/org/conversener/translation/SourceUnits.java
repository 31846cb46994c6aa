package org.conversener.translation;

import java.util.List;
import java.util.regex.Pattern;
import org.conversener.text.Bpe;
import org.conversener.text.Characters;
import org.conversener.text.MosesTokenizer;

/** What a translator cuts source words into. */
public enum SourceUnits {
  /** Tokens by Moses' rules, then byte-pair subwords by merges that English shares. */
  BPE,
  /** As BPE, but by merges learned from the source alone; those of English are its own too. */
  OWN_BPE,
  /** Tokens by Moses' rules, whole. */
  WORDS,
  /** Single characters (code points), for Chinese. */
  CHARACTERS;

  /** Unicode's White_Space, so that a no-break or an ideographic space is no word either. */
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  /** The words of a line of text: what stands between white space, or every character. */
  public List<String> words(String line) {
    return this == CHARACTERS
        ? Characters.split(line)
        : SPACE.splitAsStream(line).filter(word -> !word.isEmpty()).toList();
  }

  /** The units of one word before subwords are cut: tokens or characters. */
  List<String> tokens(String word, MosesTokenizer tokenizer) {
    return this == CHARACTERS ? Characters.split(word) : tokenizer.tokenize(word);
  }

  /** The final units of one token. */
  List<String> pieces(String token, Bpe bpe) {
    return hasSubwords() ? bpe.split(token) : List.of(token);
  }

  /** Whether tokens are cut into subwords. */
  boolean hasSubwords() {
    return this == BPE || this == OWN_BPE;
  }
}
