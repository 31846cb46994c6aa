package org.conversener.transfer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.conversener.translation.Translation;
import org.conversener.translation.Translator;

/** Small translators and teachers whose answers depend on the words alone. */
final class Toys {
  private Toys() {}

  /**
   * Turns the words around and doubles the first; splits words of more than four letters in two;
   * the word "nada" alone is translated by nothing. Attention is random, columns sum to 1.
   */
  static final class ReversingTranslator implements Translator {
    final AtomicInteger calls = new AtomicInteger();
    private final int layers;

    ReversingTranslator(int layers) {
      this.layers = layers;
    }

    @Override
    public Translation translate(List<String> words) {
      calls.incrementAndGet();
      if (words.equals(List.of("nada"))) {
        return new Translation(words, List.of(), List.of(), 0);
      }
      List<String> target = new ArrayList<>(words);
      Collections.reverse(target);
      target.add(words.get(0));
      int[] sources = owners(words);
      int[] targets = owners(target);
      float[] values = new float[layers * sources.length * targets.length];
      Random random = new Random(words.hashCode());
      for (int row = 0; row < layers * targets.length; row++) {
        float sum = 0;
        for (int s = 0; s < sources.length; s++) {
          values[row * sources.length + s] = 0.01f + random.nextFloat();
          sum += values[row * sources.length + s];
        }
        for (int s = 0; s < sources.length; s++) {
          values[row * sources.length + s] /= sum;
        }
      }
      var window = new Translation.Window(sources, targets, layers, values);
      return new Translation(words, target, List.of(window), -random.nextDouble());
    }

    private static int[] owners(List<String> words) {
      List<Integer> owners = new ArrayList<>();
      for (int i = 0; i < words.size(); i++) {
        owners.add(i);
        if (words.get(i).length() > 4) {
          owners.add(i);
        }
      }
      owners.add(Translation.EOS);
      return owners.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int layers() {
      return layers;
    }

    @Override
    public String identity() {
      return "reversing " + layers;
    }

    @Override
    public void close() {}
  }

  /** Gives each word numbers drawn from its letters. */
  record HashingTeacher(int width, String identity) implements Teacher {
    @Override
    public float[] features(List<String> words) {
      float[] features = new float[words.size() * width];
      for (int j = 0; j < words.size(); j++) {
        Random random = new Random(words.get(j).hashCode() + (long) identity.hashCode());
        for (int k = 0; k < width; k++) {
          features[j * width + k] = (float) random.nextGaussian();
        }
      }
      return features;
    }
  }

  static KnowledgeMaker maker(int layers, int width) {
    return new KnowledgeMaker(new ReversingTranslator(layers), new HashingTeacher(width, "hash"));
  }
}
