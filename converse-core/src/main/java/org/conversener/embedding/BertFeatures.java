package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * The vectors of a BERT that does not learn: of the first piece of each word, the last four layers
 * side by side.
 *
 * <p>B batch, T words of the longest sentence, D width.
 */
public final class BertFeatures implements TokenFeatures {
  private final FrozenRows rows;
  private final DType type;
  private final Set<EmbeddingSpec.Option> options;
  private final String name;
  private boolean isReleased;

  /**
   * @param rows closed by {@link #release}
   * @param options how the rows were asked for
   * @param name what the folder of its files is called in a model, such as {@code bert-0}
   */
  BertFeatures(
      Parameters parameters, FrozenRows rows, Set<EmbeddingSpec.Option> options, String name) {
    this.rows = rows;
    this.type = parameters.type();
    this.options = options;
    this.name = name;
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    try (Scope scope = Scope.withoutGradients()) {
      return scope.keep(Batches.pad(rows.of(batch).as(type), batch)); // B x T x D
    }
  }

  @Override
  public String describe() {
    return "bert:" + name + EmbeddingSpec.suffix(options);
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    rows.writeTo(Files.createDirectory(directory.resolve(name)));
  }

  @Override
  public void release() {
    if (!isReleased) {
      isReleased = true;
      rows.close();
    }
  }
}
