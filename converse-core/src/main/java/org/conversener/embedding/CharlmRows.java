package org.conversener.embedding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * The states of a frozen language model at the words of sentences, a row each.
 *
 * <p>Sentences of like length are read side by side, so many characters at a time; the state goes
 * on, so that neither number changes what a word's row is, but for its last bits. Shorter sentences
 * end earlier; nothing is read after their end.
 *
 * <p>B sentences read side by side, T characters at a time, H width.
 */
final class CharlmRows {
  private static final int BATCH = 32;
  private static final int CHUNK = 512;

  /** Rows that are kept are at most so large; fixed, for it is part of what a run depends on. */
  private static final long KEPT_BYTES = 512L << 20;

  private final CharacterLanguageModel model;
  private final boolean isAtSpace;
  private final int batch;
  private final int chunk;
  private final Map<List<String>, Integer> keptPlaces = new HashMap<>();
  private @Nullable Tensor kept;

  CharlmRows(CharacterLanguageModel model, boolean isAtSpace) {
    this(model, isAtSpace, BATCH, CHUNK);
  }

  CharlmRows(CharacterLanguageModel model, boolean isAtSpace, int batch, int chunk) {
    this.model = model;
    this.isAtSpace = isAtSpace;
    this.batch = batch;
    this.chunk = chunk;
  }

  /**
   * With the rows of some sentences read now and kept, as many as fit. They are read in batches of
   * their own, so that a run that was resumed finds the same bits.
   */
  static CharlmRows remembering(
      CharacterLanguageModel model, boolean isAtSpace, List<Sentence> sentences) {
    CharlmRows rows = new CharlmRows(model, isAtSpace);
    long most = KEPT_BYTES / Float.BYTES / model.width();
    List<Sentence> some = new ArrayList<>();
    int count = 0;
    for (Sentence sentence : sentences) {
      if (count + sentence.length() > most) {
        break;
      }
      if (rows.keptPlaces.putIfAbsent(sentence.words(), count) == null) {
        some.add(sentence);
        count += sentence.length();
      }
    }
    if (count > 0) {
      try (Scope scope = Scope.withoutGradients()) {
        rows.kept = rows.read(some).owned();
      }
    }
    return rows;
  }

  CharacterLanguageModel model() {
    return model;
  }

  boolean isAtSpace() {
    return isAtSpace;
  }

  /** The rows of all words, sentence by sentence: [words, H]; owned by the caller's scope. */
  Tensor of(List<Sentence> sentences) {
    List<Sentence> unknown =
        sentences.stream().filter(s -> !keptPlaces.containsKey(s.words())).toList();
    if (kept == null || unknown.size() == sentences.size()) {
      return read(sentences);
    }
    int count = words(sentences);
    int known = count - words(unknown);
    long[] fromKept = new long[known];
    long[] order = new long[count];
    int word = 0;
    int nextKnown = 0;
    int nextUnknown = known;
    for (Sentence sentence : sentences) {
      Integer place = keptPlaces.get(sentence.words());
      for (int t = 0; t < sentence.length(); t++) {
        if (place == null) {
          order[word++] = nextUnknown++;
        } else {
          fromKept[nextKnown] = place + t;
          order[word++] = nextKnown++;
        }
      }
    }
    Tensor rows = kept.indexSelect(0, Tensor.of(fromKept, known));
    return unknown.isEmpty()
        ? rows
        : Tensor.concat(0, rows, read(unknown)).indexSelect(0, Tensor.of(order, count));
  }

  private static int words(List<Sentence> sentences) {
    return sentences.stream().mapToInt(Sentence::length).sum();
  }

  /** A text and where the row of its first word belongs. */
  private record Text(CharlmPlaces characters, int firstRow) {}

  private Tensor read(List<Sentence> sentences) {
    List<Text> texts = new ArrayList<>();
    int count = 0;
    for (Sentence sentence : sentences) {
      texts.add(
          new Text(
              CharlmPlaces.of(sentence, model.vocabulary(), model.direction(), isAtSpace), count));
      count += sentence.length();
    }
    texts.sort(Comparator.comparingInt((Text text) -> -text.characters.length()));
    Reader reader = new Reader(count);
    for (int start = 0; start < texts.size(); start += batch) {
      reader.read(texts.subList(start, Math.min(texts.size(), start + batch)));
    }
    return Tensor.concat(0, reader.parts.toArray(new Tensor[0]))
        .indexSelect(0, Tensor.of(reader.order, count));
  }

  /** Reads texts and remembers the rows in the order in which they come. */
  private final class Reader {
    private final List<Tensor> parts = new ArrayList<>();

    /** For each row of the result, which of the rows that came it is. */
    private final long[] order;

    private int rows;

    Reader(int count) {
      order = new long[count];
    }

    /** Reads some texts, longest first, side by side. */
    void read(List<Text> texts) {
      int longest = texts.get(0).characters.length();
      CharacterLanguageModel.State state = model.start(texts.size());
      for (int from = 0; from < longest; from += chunk) {
        int time = Math.min(chunk, longest - from);
        int start = from;
        List<Text> open = texts.stream().filter(t -> t.characters.length() > start).toList();
        // What a chunk computed is freed at its end, but for the rows and the state.
        try (Scope scope = Scope.withoutGradients()) {
          CharacterLanguageModel.Reading reading =
              model.read(numbers(open, from, time), state.first(open.size()));
          long[] chosen = choose(open, from, time);
          if (chosen.length > 0) {
            Tensor states = reading.states().reshape(-1, model.width()); // B·T x H
            parts.add(scope.keep(states.indexSelect(0, Tensor.of(chosen, chosen.length))));
          }
          state =
              new CharacterLanguageModel.State(
                  scope.keep(reading.last().hidden().times(1.0)),
                  scope.keep(reading.last().cell().times(1.0)));
        }
      }
    }

    /** [B, T]; spaces after the end of a text. */
    private Tensor numbers(List<Text> texts, int from, int time) {
      long[] numbers = new long[texts.size() * time];
      java.util.Arrays.fill(numbers, model.vocabulary().number(' '));
      for (int b = 0; b < texts.size(); b++) {
        int[] own = texts.get(b).characters.numbers();
        for (int t = 0; t < Math.min(time, own.length - from); t++) {
          numbers[b * time + t] = own[from + t];
        }
      }
      return Tensor.of(numbers, texts.size(), time);
    }

    /** Which of the B·T states belong to words. */
    private long[] choose(List<Text> texts, int from, int time) {
      LongStream.Builder chosen = LongStream.builder();
      for (int b = 0; b < texts.size(); b++) {
        int[] places = texts.get(b).characters.places();
        for (int w = 0; w < places.length; w++) {
          if (places[w] >= from && places[w] < from + time) {
            chosen.add((long) b * time + places[w] - from);
            order[texts.get(b).firstRow + w] = rows++;
          }
        }
      }
      return chosen.build().toArray();
    }
  }
}
