package org.conversener.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.conversener.store.Address;
import org.conversener.store.RecordLog;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Crew;
import org.conversener.tensor.Natives;
import org.conversener.text.Sentence;
import org.conversener.training.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Knowledge on disk, so that epochs, sweeps and later runs never translate a sentence twice. One
 * file may serve any number of translators and teachers: its addresses ({@link KnowledgeKey}) hold
 * the identity of both. What was computed is always returned as it would be read, so that a run
 * cannot tell an empty store from a full one. The layouts are those of {@link RecordLog} and, for a
 * record's payload, {@link KnowledgeCodec}.
 *
 * <p>One writer (over all processes) and any number of readers at a time. May be used from many
 * threads at once.
 */
public final class KnowledgeStore implements KnowledgeSource, AutoCloseable {
  private static final RecordLog.Format FORMAT =
      new RecordLog.Format("CNVKNOWL", 1, "knowledge store");

  /** Sentences that one worker translates at a time; what they need must fit the memory. */
  private static final int LARGEST_PORTION = 128;

  private final Path path;
  private final RecordLog file;
  private final @Nullable KnowledgeMaker maker;
  private final String translatorIdentity;
  private final String teacherIdentity;
  private final LongAdder hits = new LongAdder();
  private final LongAdder computed = new LongAdder();

  /**
   * What a store has done since it was opened.
   *
   * @param hits how often knowledge was found
   * @param computed how often it had to be made
   */
  public record Counts(long hits, long computed) {}

  private KnowledgeStore(
      Path path,
      RecordLog file,
      @Nullable KnowledgeMaker maker,
      String translatorIdentity,
      String teacherIdentity) {
    this.path = path;
    this.file = file;
    this.maker = maker;
    this.translatorIdentity = translatorIdentity;
    this.teacherIdentity = teacherIdentity;
  }

  /**
   * Opens a store to read and extend; makes the file and its folder if they are not there.
   *
   * @param maker makes what is missing; not closed with the store
   * @param wait how long to wait for another writer
   * @throws java.nio.file.FileSystemException if another run is still writing to it then
   * @throws CorruptFileException if the file is damaged, or no knowledge store
   */
  public static KnowledgeStore open(Path path, KnowledgeMaker maker, Duration wait)
      throws IOException {
    return new KnowledgeStore(
        path,
        RecordLog.openForWriting(FORMAT, path, wait),
        maker,
        maker.translator().identity(),
        maker.teacher().identity());
  }

  /**
   * Opens the store of one translator and one teacher in a folder that holds many.
   *
   * @throws java.nio.file.FileSystemException if another run writes to it for longer than a minute
   * @throws CorruptFileException if the file is damaged
   */
  public static KnowledgeStore openIn(Path folder, KnowledgeMaker maker) throws IOException {
    Address both =
        KnowledgeKey.of(List.of(), maker.translator().identity(), maker.teacher().identity());
    return open(folder.resolve(both.shortName() + ".knowledge"), maker, Duration.ofMinutes(1));
  }

  /**
   * Opens a store to read, without translator and teacher; another process may write to it.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws CorruptFileException if the file is damaged, or no knowledge store
   */
  public static KnowledgeStore openForReading(
      Path path, String translatorIdentity, String teacherIdentity) throws IOException {
    return new KnowledgeStore(
        path, RecordLog.openForReading(FORMAT, path), null, translatorIdentity, teacherIdentity);
  }

  /** The knowledge of a sentence, or null if the store does not hold it. */
  public @Nullable Knowledge get(List<String> words) {
    try {
      byte[] payload = file.get(key(words));
      if (payload == null) {
        return null;
      }
      Knowledge knowledge = KnowledgeCodec.decode(payload);
      if (!knowledge.translation().source().equals(words)) {
        throw new CorruptFileException(
            path,
            "the record of " + words + " holds the sentence " + knowledge.translation().source());
      }
      hits.increment();
      return knowledge;
    } catch (KnowledgeCodec.MalformedException e) {
      throw new UncheckedIOException(
          new CorruptFileException(
              path,
              "the record of "
                  + words
                  + " is malformed: "
                  + e.getMessage()
                  + "; delete the store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the knowledge of a sentence, unless the store holds some. */
  public void put(Knowledge knowledge) {
    try {
      file.append(key(knowledge.translation().source()), KnowledgeCodec.encode(knowledge));
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": could not be written", e);
    }
  }

  /**
   * The knowledge of a sentence; made and kept if it is missing.
   *
   * @throws NoSuchElementException if it is missing and the store was opened for reading
   */
  public Knowledge computeIfAbsent(List<String> words) {
    Knowledge found = get(words);
    if (found != null) {
      return found;
    }
    make(words);
    Knowledge made = get(words);
    if (made == null) {
      throw new IllegalStateException(path + ": what was written is not there");
    }
    hits.decrement();
    return made;
  }

  @Override
  public Knowledge of(List<String> words) {
    return computeIfAbsent(words);
  }

  /**
   * Makes what is missing of these sentences, on as many cores as there are, and waits until it is
   * on the disk. Sentences of like length are translated side by side, which changes nothing in the
   * knowledge of each.
   */
  public void ensure(List<Sentence> sentences, Progress progress) {
    try {
      Set<List<String>> missing = new LinkedHashSet<>();
      for (Sentence sentence : sentences) {
        if (!file.contains(key(sentence.words()))) {
          missing.add(sentence.words());
        }
      }
      if (missing.isEmpty()) {
        return;
      }
      progress.begin("translate and read", missing.size());
      makeAll(missing, progress);
      file.force();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeAll(Set<List<String>> missing, Progress progress) {
    List<List<List<String>>> portions = portions(missing, Natives.threads());
    long[] done = {0};
    Crew.work(
        portions.size(),
        i -> makeTogether(portions.get(i)),
        i -> {
          done[0] += portions.get(i).size();
          progress.step(done[0], "sentences");
        });
  }

  /** Sentences of like length together, the longest first, several portions for each worker. */
  private List<List<List<String>>> portions(Set<List<String>> missing, int workers) {
    if (maker == null) {
      throw openedForReading(missing.iterator().next());
    }
    Map<List<String>, Integer> lengths = new HashMap<>();
    missing.forEach(words -> lengths.put(words, maker.translator().lengthOf(words)));
    List<List<String>> sorted = new ArrayList<>(missing);
    sorted.sort(Comparator.<List<String>, Integer>comparing(lengths::get).reversed());
    int size = Math.max(1, Math.min(LARGEST_PORTION, sorted.size() / (8 * workers)));
    List<List<List<String>>> portions = new ArrayList<>();
    for (int start = 0; start < sorted.size(); start += size) {
      portions.add(sorted.subList(start, Math.min(start + size, sorted.size())));
    }
    return portions;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** How many sentences the file holds, those of other translators and teachers among them. */
  public int size() {
    return file.size();
  }

  /** What was found and what was made since the store was opened. */
  public Counts counts() {
    return new Counts(hits.sum(), computed.sum());
  }

  /** Repairs that were made on opening, for a person to read. */
  public List<String> notices() {
    return file.notices();
  }

  /** Closes the file and lets the next writer in. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private void make(List<String> words) {
    makeTogether(List.of(words));
  }

  private void makeTogether(List<List<String>> sentences) {
    if (maker == null) {
      throw openedForReading(sentences.get(0));
    }
    for (Knowledge knowledge : maker.ofAll(sentences)) {
      put(knowledge);
      computed.increment();
    }
  }

  private NoSuchElementException openedForReading(List<String> words) {
    return new NoSuchElementException(
        path
            + " was opened for reading and does not hold the sentence "
            + words
            + " for this translator and teacher; open it with them");
  }

  private Address key(List<String> words) {
    return KnowledgeKey.of(words, translatorIdentity, teacherIdentity);
  }
}
