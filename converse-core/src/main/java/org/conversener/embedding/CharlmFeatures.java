package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
  private final Set<EmbeddingSpec.Option> options;
  private final @Nullable CharlmMemory memory;
  private final DType type;
  private final String name;
  private boolean isReleased;

  /**
   * As below, with matrices multiplied in the model's own type.
   *
   * @param model closed by {@link #release}
   */
  public CharlmFeatures(
      Parameters parameters, CharacterLanguageModel model, boolean isAtSpace, String name) {
    this(parameters, model, isAtSpace, model.parameters().type(), name);
  }

  /**
   * @param model closed by {@link #release}
   * @param isAtSpace whether the state is taken after the space beside a word, as Flair, or at the
   *     word's own last or first character, as the paper's eq. 4
   * @param products the type in which matrices are multiplied
   * @param name what the model's folder is called in a tagger's, such as {@code charlm-0}
   */
  public CharlmFeatures(
      Parameters parameters,
      CharacterLanguageModel model,
      boolean isAtSpace,
      DType products,
      String name) {
    this(
        parameters,
        new CharlmRows(model, isAtSpace, products),
        null,
        options(isAtSpace, products),
        name);
  }

  private static Set<EmbeddingSpec.Option> options(boolean isAtSpace, DType products) {
    Set<EmbeddingSpec.Option> options = EnumSet.noneOf(EmbeddingSpec.Option.class);
    if (!isAtSpace) {
      options.add(EmbeddingSpec.Option.CHARACTERS);
    }
    if (products == DType.BFLOAT16) {
      options.add(EmbeddingSpec.Option.BFLOAT16);
    }
    return options;
  }

  /**
   * @param rows closed by {@link #release}
   * @param memory what is set, pooled with it, beside each state, or null for the states alone
   * @param options how the rows were asked for
   */
  CharlmFeatures(
      Parameters parameters,
      FrozenRows rows,
      @Nullable CharlmMemory memory,
      Set<EmbeddingSpec.Option> options,
      String name) {
    this.rows = rows;
    this.options = options;
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
    return "charlm:" + name + EmbeddingSpec.suffix(options);
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
