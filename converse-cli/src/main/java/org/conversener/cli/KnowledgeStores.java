package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.model.Models.Bridge;
import org.conversener.text.Sentence;
import org.conversener.transfer.KnowledgeMaker;
import org.conversener.transfer.KnowledgeStore;

/** Fills the store of a translator and a teacher, and opens it for reading. */
final class KnowledgeStores {
  private KnowledgeStores() {}

  /**
   * Makes what is missing of these sentences, then opens the store for reading, so that other runs
   * may write to it while this one trains.
   */
  static KnowledgeStore fill(Path folder, Bridge bridge, List<Sentence> sentences, Console console)
      throws IOException {
    KnowledgeMaker maker = new KnowledgeMaker(bridge.translator(), bridge.teacher());
    Path file;
    try (KnowledgeStore store =
        BusyStores.open(() -> KnowledgeStore.openIn(folder, maker), console)) {
      file = store.path();
      console.sayAll(store.notices());
      store.ensure(sentences, console.progress());
      console.say(file + ": " + store.counts().computed() + " sentences translated and read");
    }
    return KnowledgeStore.openForReading(
        file, bridge.translator().identity(), bridge.teacher().identity());
  }
}
