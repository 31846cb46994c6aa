package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * Pretrained word vectors: frozen, or tuned with the network. Words are looked up as {@link
 * WordVectors#row} says; those not found are composed of their n-grams if the vectors came from a
 * fastText model, and else are zero, also when tuned.
 *
 * <p>Tuned vectors are a parameter over all rows in single precision, and every training step
 * passes over all of them: expect it to be slow with hundreds of thousands of rows.
 *
 * <p>B batch, T words of the longest sentence, D width.
 */
public final class StaticVectors implements TokenFeatures {
  private final WordVectors vectors;
  private final DType type;
  private final String name;
  private final @Nullable Tensor tuned;

  private StaticVectors(WordVectors vectors, DType type, String name, @Nullable Tensor tuned) {
    this.vectors = vectors;
    this.type = type;
    this.name = name;
    this.tuned = tuned;
  }

  /**
   * Vectors that stay as they are.
   *
   * @param name what their files are called in a model, such as {@code vectors-0}
   */
  public static StaticVectors frozen(Parameters parameters, WordVectors vectors, String name) {
    return new StaticVectors(vectors, parameters.type(), name, null);
  }

  /**
   * Vectors that learning changes.
   *
   * @throws IllegalArgumentException if they are composed of n-grams
   */
  public static StaticVectors tuned(Parameters parameters, WordVectors vectors, String name) {
    if (vectors.isComposed()) {
      throw new IllegalArgumentException(
          name + ": vectors composed of n-grams cannot be tuned, since words share them");
    }
    Tensor table =
        parameters.group(name).add("weight", vectors.toFloats(), vectors.size(), vectors.width());
    return new StaticVectors(vectors, parameters.type(), name, table);
  }

  @Override
  public int width() {
    return vectors.width();
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    int time = Batches.longest(batch);
    if (tuned != null) {
      Tensor indices =
          Tensor.of(Batches.indices(batch, -1, vectors::row), batch.size(), time); // B x T
      Tensor isUnknown = indices.isEqualTo(-1);
      return Ops.embedding(tuned, indices.maskedFill(isUnknown, 0))
          .maskedFill(isUnknown.unsqueeze(-1), 0); // B x T x D
    }
    float[] values = new float[batch.size() * time * width()];
    for (int b = 0; b < batch.size(); b++) {
      List<String> words = batch.get(b).words();
      for (int t = 0; t < words.size(); t++) {
        vectors.copy(words.get(t), values, (b * time + t) * width());
      }
    }
    return Tensor.of(values, batch.size(), time, width()).as(type); // B x T x D
  }

  @Override
  public String describe() {
    return "static:" + name + (tuned == null ? "" : ":tuned");
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    vectors.write(directory, name);
  }
}
