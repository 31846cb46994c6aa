package org.conversener.transfer;

import java.util.List;
import org.conversener.store.Address;
import org.conversener.store.Digest;

/** The address of a sentence's knowledge: of its words, the translator and the teacher. */
final class KnowledgeKey {
  private static final String SCHEME = "converse knowledge 1";

  private KnowledgeKey() {}

  static Address of(List<String> words, String translatorIdentity, String teacherIdentity) {
    return new Digest(SCHEME).add(translatorIdentity).add(teacherIdentity).add(words).toAddress();
  }
}
