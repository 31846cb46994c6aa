package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.conversener.store.Digest;
import org.conversener.tensor.Crew;
import org.conversener.tensor.DType;
import org.conversener.tensor.Natives;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.tensor.TensorMemory;
import org.conversener.text.Sentence;

/**
 * The states of a frozen language model at the words of sentences, a row each.
 *
 * <p>Sentences of like length are read side by side, so many characters at a time; the state goes
 * on, so that neither number changes what a word's row is. Shorter sentences end earlier; nothing
 * is read after their end.
 *
 * <p>B sentences read side by side, T characters at a time, H width.
 */
final class CharlmRows implements FrozenRows {
  private static final int BATCH = 128;
  private static final int CHUNK = 32;

  private final CharacterLanguageModel model;
  private final boolean isAtSpace;
  private final DType products;
  private final int batch;
  private final int chunk;

  /** Takes over the model, and closes it. Matrices are multiplied in the model's own type. */
  CharlmRows(CharacterLanguageModel model, boolean isAtSpace) {
    this(model, isAtSpace, BATCH, CHUNK);
  }

  CharlmRows(CharacterLanguageModel model, boolean isAtSpace, int batch, int chunk) {
    this(model, isAtSpace, model.parameters().type(), batch, chunk);
  }

  /**
   * Takes over the model, and closes it.
   *
   * @param products the type in which matrices are multiplied
   */
  CharlmRows(CharacterLanguageModel model, boolean isAtSpace, DType products) {
    this(model, isAtSpace, products, BATCH, CHUNK);
  }

  private CharlmRows(
      CharacterLanguageModel model, boolean isAtSpace, DType products, int batch, int chunk) {
    this.model = model;
    this.isAtSpace = isAtSpace;
    this.batch = batch;
    this.chunk = chunk;
    this.products = products;
    model.fold(products);
  }

  @Override
  public int width() {
    return model.width();
  }

  @Override
  public String identity() {
    return new Digest("converse charlm rows 3")
        .add(model.identity())
        .add(isAtSpace ? "at the space" : "at the character")
        .add(products.name())
        .toHex();
  }

  @Override
  public void writeTo(Path folder) throws IOException {
    model.writeTo(folder);
  }

  @Override
  public void close() {
    model.close();
  }

  /**
   * A text and where it belongs.
   *
   * @param firstRow the row of its first word
   */
  private record Text(CharlmPlaces characters, int firstRow) {}

  @Override
  public Tensor of(List<Sentence> sentences) {
    List<Text> texts = new ArrayList<>();
    int count = 0;
    for (Sentence sentence : sentences) {
      texts.add(
          new Text(
              CharlmPlaces.of(sentence, model.vocabulary(), model.direction(), isAtSpace), count));
      count += sentence.length();
    }
    texts.sort(Comparator.comparingInt((Text text) -> -text.characters.length()));
    Tensor rows = TensorMemory.empty(model.parameters().type(), count, width()); // words x H
    // Few sentences are parted too, so that no thread is idle.
    int each = Math.min(batch, (texts.size() + Natives.threads() - 1) / Natives.threads());
    Crew.work(
        each == 0 ? 0 : (texts.size() + each - 1) / each,
        i -> {
          int from = i * each;
          try (Scope scope = Scope.withoutGradients()) {
            new Reader(texts.subList(from, Math.min(texts.size(), from + each))).read(rows);
          }
        });
    return rows;
  }

  /** Reads some texts, longest first, side by side. */
  private final class Reader {
    private final List<Text> texts;
    private final List<Tensor> parts = new ArrayList<>();

    /** For each text, where the rows of its words come among all that come. */
    private final List<long[]> order = new ArrayList<>();

    /** For each text, how many of its words have been read; backward the last is the first. */
    private final int[] next;

    private long come;

    Reader(List<Text> texts) {
      this.texts = texts;
      texts.forEach(text -> order.add(new long[text.characters.places().length]));
      next = new int[texts.size()];
    }

    /** Puts their rows to their places. */
    void read(Tensor rows) {
      int longest = texts.get(0).characters.length();
      CharacterLanguageModel.State state = owned(model.start(texts.size()));
      try {
        for (int from = 0; from < longest; from += chunk) {
          CharacterLanguageModel.State next = read(from, Math.min(chunk, longest - from), state);
          free(state);
          state = next;
        }
      } finally {
        free(state);
      }
      if (come == 0) {
        return;
      }
      Tensor all = Tensor.concat(0, parts.toArray(new Tensor[0]));
      for (int b = 0; b < texts.size(); b++) {
        long[] own = order.get(b);
        rows.narrow(0, texts.get(b).firstRow, own.length)
            .copyFrom(all.indexSelect(0, Tensor.of(own, own.length)));
      }
    }

    /** Reads the characters of a chunk in those texts that have not ended. */
    private CharacterLanguageModel.State read(
        int from, int time, CharacterLanguageModel.State before) {
      List<Text> open = texts.stream().filter(t -> t.characters.length() > from).toList();
      // What a chunk computed is freed at its end, but for the rows and the state.
      try (Scope scope = Scope.withoutGradients()) {
        CharacterLanguageModel.Reading reading =
            model.read(numbers(open, from, time), before.first(open.size()));
        long[] chosen = choose(open, from, time);
        if (chosen.length > 0) {
          Tensor states = reading.states().transpose(0, 1).reshape(-1, width()); // T·B x H
          parts.add(scope.keep(states.indexSelect(0, Tensor.of(chosen, chosen.length))));
        }
        return owned(reading.last());
      }
    }

    /** A copy that no scope frees, so that a long text does not gather its states. */
    private static CharacterLanguageModel.State owned(CharacterLanguageModel.State state) {
      return new CharacterLanguageModel.State(
          state.hidden().times(1.0).owned(), state.cell().times(1.0).owned());
    }

    private static void free(CharacterLanguageModel.State state) {
      state.hidden().close();
      state.cell().close();
    }

    /** [B, T]; spaces after the end of a text. */
    private Tensor numbers(List<Text> open, int from, int time) {
      long[] numbers = new long[open.size() * time];
      Arrays.fill(numbers, model.vocabulary().number(' '));
      for (int b = 0; b < open.size(); b++) {
        int[] own = open.get(b).characters.numbers();
        for (int t = 0; t < Math.min(time, own.length - from); t++) {
          numbers[b * time + t] = own[from + t];
        }
      }
      return Tensor.of(numbers, open.size(), time);
    }

    /** Which of the T·B states belong to words. */
    private long[] choose(List<Text> open, int from, int time) {
      LongStream.Builder chosen = LongStream.builder();
      for (int b = 0; b < open.size(); b++) {
        int[] places = open.get(b).characters.places();
        int last = places.length - 1;
        boolean isForward = last < 1 || places[0] < places[last];
        for (; next[b] <= last; next[b]++) {
          int w = isForward ? next[b] : last - next[b];
          if (places[w] >= from + time) {
            break;
          }
          chosen.add((long) (places[w] - from) * open.size() + b);
          order.get(b)[w] = come++;
        }
      }
      return chosen.build().toArray();
    }
  }
}
