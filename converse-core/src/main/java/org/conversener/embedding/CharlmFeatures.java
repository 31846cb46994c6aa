package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.DType;
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
 * <p>B batch, T words of the longest sentence, H width of the model.
 */
public final class CharlmFeatures implements TokenFeatures {
  private final FrozenRows rows;
  private final boolean isAtSpace;
  private final @Nullable CharlmMemory memory;
  private final DType type;
  private final String name;
  private boolean isReleased;

  /**
   * @param model closed by {@link #release}
   * @param isAtSpace whether the state is taken after the space beside a word, as Flair, or at the
   *     word's own last or first character, as the paper's eq. 4
   * @param name what the model's folder is called in a tagger's, such as {@code charlm-0}
   */
  public CharlmFeatures(
      Parameters parameters, CharacterLanguageModel model, boolean isAtSpace, String name) {
    this(parameters, new CharlmRows(model, isAtSpace), isAtSpace, null, name);
  }

  /**
   * @param rows closed by {@link #release}
   * @param memory what is set, pooled with it, beside each state, or null for the states alone
   */
  CharlmFeatures(
      Parameters parameters,
      FrozenRows rows,
      boolean isAtSpace,
      @Nullable CharlmMemory memory,
      String name) {
    this.rows = rows;
    this.isAtSpace = isAtSpace;
    this.memory = memory;
    this.type = parameters.type();
    this.name = name;
  }

  @Override
  public int width() {
    return (memory == null ? 1 : 2) * rows.width();
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor states = rows.of(batch); // words x H
      Tensor found =
          memory == null
              ? states
              : Tensor.concat(1, states, memory.pool(batch, states)); // words x 2H
      return scope.keep(Batches.pad(found.as(type), batch)); // B x T x width
    }
  }

  @Override
  public String describe() {
    String variant = memory != null ? ":pooled" : isAtSpace ? "" : ":characters";
    return "charlm:" + name + variant;
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    Path folder = directory.resolve(name);
    Files.createDirectories(folder);
    rows.writeTo(folder);
    if (memory != null) {
      memory.write(folder);
    }
  }

  @Override
  public void release() {
    if (!isReleased) {
      isReleased = true;
      rows.close();
    }
  }
}
