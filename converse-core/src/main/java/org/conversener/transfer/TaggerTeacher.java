package org.conversener.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.conversener.tagging.Tagger;
import org.conversener.tensor.Randomness;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/** A trained tagger as a teacher: its features are the output of its BiLSTM (paper eq. 5). */
public final class TaggerTeacher implements Teacher {
  private final Tagger tagger;
  private final String identity;

  /**
   * A teacher that does not own the tagger.
   *
   * @param identity changes with the tagger's weights, such as the identity of its model
   */
  public TaggerTeacher(Tagger tagger, String identity) {
    this.tagger = tagger;
    this.identity = identity;
  }

  /**
   * The control {@code random-teacher}: draws every learned tensor of the tagger anew, each with
   * the mean and the deviation it has, so that only what was learned is lost.
   *
   * @param identity of the tagger before: its shape, its words and the spread of its weights stay
   */
  public static TaggerTeacher randomised(Tagger tagger, String identity, long seed) {
    Map<String, Tensor> drawn = new LinkedHashMap<>();
    try (Scope scope = Scope.withoutGradients()) {
      tagger
          .parameters()
          .all()
          .forEach(
              (name, tensor) -> {
                double[] values = tensor.toDoubles();
                double mean = 0;
                for (double value : values) {
                  mean += value / values.length;
                }
                double variance = 0;
                for (double value : values) {
                  variance += (value - mean) * (value - mean) / values.length;
                }
                SplittableRandom random = new SplittableRandom(Randomness.seedFor(seed, name));
                for (int i = 0; i < values.length; i++) {
                  values[i] = mean + Math.sqrt(variance) * random.nextGaussian();
                }
                drawn.put(name, Tensor.of(values, tensor.shape()));
              });
      tagger.parameters().load(drawn);
    }
    return new TaggerTeacher(tagger, "randomised " + seed + " " + identity);
  }

  @Override
  public int width() {
    return tagger.featureWidth();
  }

  @Override
  public float[] features(List<String> words) {
    return flat(tagger.features(Sentence.of(words)));
  }

  @Override
  public List<float[]> featuresOfAll(List<List<String>> sentences) {
    return tagger.featuresOfAll(sentences.stream().map(Sentence::of).toList()).stream()
        .map(this::flat)
        .toList();
  }

  private float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * width()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * width(), width());
    }
    return flat;
  }

  @Override
  public String identity() {
    return identity;
  }
}
