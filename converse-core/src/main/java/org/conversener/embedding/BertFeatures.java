package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.bert.Bert;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * The vectors of a BERT that does not learn: of the first piece of each word, the last four layers
 * side by side. Each sentence is computed alone.
 *
 * <p>B batch, T words of the longest sentence, D width.
 */
public final class BertFeatures implements TokenFeatures {
  private final Bert bert;
  private final DType type;
  private final String name;
  private boolean isReleased;

  /**
   * Acquires the BERT, until {@link #release}.
   *
   * @param name what the folder of its files is called in a model, such as {@code bert-0}
   */
  public BertFeatures(Parameters parameters, Bert bert, String name) {
    this.bert = bert.acquire();
    this.type = parameters.type();
    this.name = name;
  }

  @Override
  public int width() {
    return bert.width();
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    int time = Batches.longest(batch);
    int width = width();
    float[] values = new float[Math.multiplyExact(Math.multiplyExact(batch.size(), time), width)];
    for (int b = 0; b < batch.size(); b++) {
      float[] rows = bert.rows(batch.get(b).words());
      System.arraycopy(rows, 0, values, b * time * width, rows.length);
    }
    return Tensor.of(values, batch.size(), time, width).as(type); // B x T x D
  }

  @Override
  public String describe() {
    return "bert:" + name + (bert.products() == DType.BFLOAT16 ? ":bfloat16" : "");
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    bert.writeTo(Files.createDirectory(directory.resolve(name)));
  }

  @Override
  public void release() {
    if (!isReleased) {
      isReleased = true;
      bert.release();
    }
  }
}
