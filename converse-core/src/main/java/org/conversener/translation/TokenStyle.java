package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import org.conversener.text.MosesTokenizer;
import org.conversener.text.Vocabulary;

/**
 * How tokens are written in the text a vocabulary was counted on. Converse leaves {@code &} and
 * hyphens as they are; fairseq's recipes write entities and cut {@code well-known} into {@code
 * well @-@ known}. A vocabulary shows which: Converse's own tokens never hold these symbols, as
 * both {@code &} and {@code @} stand alone in them.
 *
 * @param isEscaped whether {@code & | < > ' " [ ]} are entities
 * @param hasCutHyphens whether hyphens inside words are tokens {@code @-@}
 */
record TokenStyle(boolean isEscaped, boolean hasCutHyphens) {
  private static final List<String> ENTITIES = List.of("&amp;", "&apos;", "&quot;");

  /** The style a vocabulary shows. */
  static TokenStyle of(Vocabulary vocabulary) {
    return new TokenStyle(
        vocabulary.symbols().stream().anyMatch(s -> ENTITIES.stream().anyMatch(s::startsWith)),
        vocabulary.contains(MosesTokenizer.JOINED_HYPHEN));
  }

  /** A tokenizer that writes tokens so. */
  MosesTokenizer tokenizer(String language) {
    MosesTokenizer tokenizer = new MosesTokenizer(language);
    tokenizer = hasCutHyphens ? tokenizer.withAggressiveHyphen() : tokenizer;
    return isEscaped ? tokenizer.withEscape() : tokenizer;
  }

  /** Tokens as words that a tagger reads: entities undone, cut words whole again. */
  Subwords.Joined plain(Subwords.Joined tokens) {
    if (!isEscaped && !hasCutHyphens) {
      return tokens;
    }
    List<String> words = new ArrayList<>();
    int[] wordOf = new int[tokens.words().size()];
    boolean isOpen = false;
    for (int i = 0; i < wordOf.length; i++) {
      String token = tokens.words().get(i);
      boolean isHyphen = hasCutHyphens && token.equals(MosesTokenizer.JOINED_HYPHEN);
      // A translation may begin or end with the hyphen.
      boolean joins = !words.isEmpty() && (isOpen || isHyphen);
      String word = isEscaped || isHyphen ? MosesTokenizer.unescape(token) : token;
      if (joins) {
        words.set(words.size() - 1, words.get(words.size() - 1) + word);
      } else {
        words.add(word);
      }
      wordOf[i] = words.size() - 1;
      isOpen = isHyphen;
    }
    int[] owners = tokens.owners().clone();
    for (int i = 0; i < owners.length; i++) {
      owners[i] = owners[i] == Translation.EOS ? Translation.EOS : wordOf[owners[i]];
    }
    return new Subwords.Joined(words, owners);
  }
}
