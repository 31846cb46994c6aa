package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/**
 * A frozen random vector for each word of the training text, even in ±√(3/D); other words are zero.
 * A word's vector depends on the seed and its spelling only. The embedding of the paper's Table 5.
 */
public final class RandomVectors implements TokenFeatures {
  private final int width;
  private final DType type;
  private final String name;
  private final TreeSet<String> words;
  private final Map<String, float[]> vectors = new HashMap<>();

  /**
   * @param name what the list of words is called in a model, such as {@code words-0}
   */
  public RandomVectors(Parameters parameters, int width, Collection<String> words, String name) {
    this.width = EmbeddingSpec.checkedWidth("random", width);
    this.type = parameters.type();
    this.name = name;
    this.words = new TreeSet<>(words);
    double bound = Math.sqrt(3.0 / width);
    for (String word : this.words) {
      SplittableRandom random =
          new SplittableRandom(Randomness.seedFor(parameters.seed(), "random vector " + word));
      float[] vector = new float[width];
      for (int i = 0; i < width; i++) {
        vector[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
      vectors.put(word, vector);
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    int time = Batches.longest(batch);
    float[] values = new float[batch.size() * time * width];
    for (int b = 0; b < batch.size(); b++) {
      List<String> sentence = batch.get(b).words();
      for (int t = 0; t < sentence.size(); t++) {
        float[] vector = vectors.get(sentence.get(t));
        if (vector != null) {
          System.arraycopy(vector, 0, values, (b * time + t) * width, width);
        }
      }
    }
    return Tensor.of(values, batch.size(), time, width).as(type); // B x T x D
  }

  @Override
  public String describe() {
    return "random:" + width;
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    Lines.write(directory.resolve(name + ".vocab"), words);
  }
}
