package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * The states of a frozen character language model at each word (Akbik, Blythe and Vollgraf 2018);
 * which states, {@link CharlmPlaces} says. The model is part of a tagger's files, so that the
 * tagger stands by itself. It is read without dropout and gets no gradient.
 *
 * <p>In single precision a sentence's last bits may depend on how many are read side by side.
 *
 * <p>B batch, T words of the longest sentence, H width of the model.
 */
public final class CharlmFeatures implements TokenFeatures {
  private final CharlmRows rows;
  private final @Nullable CharlmMemory memory;
  private final DType type;
  private final String name;

  /**
   * @param isAtSpace whether the state is taken after the space beside a word, as Flair, or at the
   *     word's own last or first character, as the paper's eq. 4
   * @param name what the model's folder is called in a tagger's, such as {@code charlm-0}
   */
  public CharlmFeatures(
      Parameters parameters, CharacterLanguageModel model, boolean isAtSpace, String name) {
    this(parameters, new CharlmRows(model, isAtSpace), null, name);
  }

  /**
   * @param memory what is set, pooled with it, beside each state, or null for the states alone
   */
  CharlmFeatures(
      Parameters parameters, CharlmRows rows, @Nullable CharlmMemory memory, String name) {
    this.rows = rows;
    this.memory = memory;
    this.type = parameters.type();
    this.name = name;
  }

  @Override
  public int width() {
    return (memory == null ? 1 : 2) * rows.model().width();
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    int time = Batches.longest(batch);
    long[] places = new long[batch.size() * time]; // 0 is padding
    int next = 1;
    for (int b = 0; b < batch.size(); b++) {
      for (int t = 0; t < batch.get(b).length(); t++) {
        places[b * time + t] = next++;
      }
    }
    try (Scope scope = Scope.withoutGradients()) {
      Tensor states = rows.of(batch); // words x H
      Tensor found =
          memory == null
              ? states
              : Tensor.concat(1, states, memory.pool(batch, states)); // words x 2H
      Tensor padding = Tensor.zeros(found.type(), 1, width());
      Tensor table = Tensor.concat(0, padding, found).as(type);
      return scope.keep(
          Ops.embedding(table, Tensor.of(places, batch.size(), time))); // B x T x width
    }
  }

  @Override
  public String describe() {
    String variant = memory != null ? ":pooled" : rows.isAtSpace() ? "" : ":characters";
    return "charlm:" + name + variant;
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    Path folder = directory.resolve(name);
    Files.createDirectories(folder);
    rows.model().writeTo(folder);
    if (memory != null) {
      memory.write(folder);
    }
  }
}
