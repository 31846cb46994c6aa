package org.conversener.corpus;

import java.util.List;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;
import org.jspecify.annotations.Nullable;

/**
 * A CoNLL file that was read whole.
 *
 * @param name the file as the user named it
 * @param sentences the sentences, at least one
 * @param scheme the scheme given or detected; null where the file is unlabelled
 * @param docstarts how many {@code -DOCSTART-} lines were dropped
 * @param irregularEntities how many entities are not well-formed in the scheme, such as an {@code
 *     I-} that starts one in BIO; they were read as conlleval reads them
 * @param notices a sentence for each kind of thing dropped or repaired, with count and first place
 */
public record ConllFile(
    String name,
    List<ConllSentence> sentences,
    @Nullable TagScheme scheme,
    int docstarts,
    int irregularEntities,
    List<String> notices) {
  /** Copies the lists. */
  public ConllFile {
    sentences = List.copyOf(sentences);
    notices = List.copyOf(notices);
  }

  /** The words and entities of every sentence. */
  public List<Sentence> parsed() {
    return sentences.stream().map(ConllSentence::sentence).toList();
  }

  /** The tags of every sentence as they stood in the file. */
  public List<List<String>> tags() {
    return sentences.stream().map(ConllSentence::tags).toList();
  }
}
