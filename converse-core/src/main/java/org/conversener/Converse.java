package org.conversener;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.model.LoadedTagger;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.tagging.Tagging;
import org.conversener.text.Sentence;

/**
 * A tagger ready for use.
 *
 * <p>The story it tells: a sentence is translated into English by a convolutional translator whose
 * decoder layers each say where they looked; an English tagger, the teacher, reads the translation;
 * what its BiLSTM made of the English words is carried back over that attention to the source
 * words, {@code T = A·R}, and stands beside the features of the source tagger under a CRF. A tagger
 * trained without a translator does none of that and is used the same way.
 *
 * <p>One object may be shared by any number of threads. A sentence's entities depend on its words
 * and the model only, not on other sentences, on batches or on threads.
 */
public final class Converse implements AutoCloseable {
  private final LoadedTagger loaded;

  private Converse(LoadedTagger loaded) {
    this.loaded = loaded;
  }

  /**
   * Loads a tagger, and the translator and teacher it refers to.
   *
   * @param directory a model directory, as {@code converse train tagger} or {@code pack} makes it
   * @throws java.nio.file.NoSuchFileException if the directory or one of its files is missing
   * @throws org.conversener.tensor.CorruptFileException if a file is not the one that was saved
   * @throws IllegalArgumentException if the directory holds a model that is not a tagger
   */
  public static Converse load(Path directory) throws IOException {
    return new Converse(
        Models.loadTagger(ModelDirectory.open(directory), Models.KnowledgeKeeper.inMemory()));
  }

  /** The entities of a sentence, each with the probability the CRF gives it. */
  public Tagging tag(Sentence sentence) {
    return loaded.tagger().tag(sentence);
  }

  /**
   * The entities of sentences, in the order given: what {@link #tag} says of each, to the last bit,
   * but several times faster.
   *
   * @throws java.util.concurrent.CancellationException if this thread is interrupted meanwhile
   */
  public List<Tagging> tagAll(List<Sentence> sentences) {
    return loaded.tagger().tagAll(sentences);
  }

  /** Frees the native memory; nothing can be tagged afterwards. */
  @Override
  public void close() {
    loaded.close();
  }
}
