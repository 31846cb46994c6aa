package org.conversener.transfer;

import java.util.List;
import org.conversener.translation.Translation;
import org.conversener.translation.Translator;

/**
 * Does not translate: the "English" words are the source words, each attended by itself alone. With
 * it the teacher reads the source language, the control {@link
 * TransferOptions.Control#UNTRANSLATED}. One layer; each word is one subword; end-of-sentence
 * stands last on both sides, as in a true translation.
 */
public final class IdentityTranslator implements Translator {
  @Override
  public Translation translate(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a sentence needs at least one word");
    }
    int size = words.size() + 1;
    int[] owners = new int[size];
    float[] values = new float[Math.multiplyExact(size, size)];
    for (int i = 0; i < size; i++) {
      owners[i] = i < words.size() ? i : Translation.EOS;
      values[i * size + i] = 1;
    }
    var window = new Translation.Window(owners, owners.clone(), 1, values);
    return new Translation(words, words, List.of(window), 0);
  }

  @Override
  public int layers() {
    return 1;
  }

  @Override
  public String identity() {
    return "identity translator 1";
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
