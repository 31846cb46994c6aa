package org.conversener.tagging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.WordVectors;
import org.conversener.tensor.DType;
import org.conversener.text.Sentence;
import org.conversener.text.Span;

/** Made-up sentences in which people visit places; a name's vector tells which of them it is. */
final class TinyTask {
  static final List<String> PEOPLE = List.of("Mira", "Tolan", "Besk", "Irun", "Vado");
  static final List<String> PLACES = List.of("Korth", "Elbany", "Sund", "Pellar", "Quay");

  /** Never in {@link #sentences}: only their vectors tell that the first is a person. */
  static final String NEW_PERSON = "Zzyx";

  static final String NEW_PLACE = "Zzyy";

  private static final List<String> OTHERS = List.of("visited", "old", "and", ".", "with");

  private TinyTask() {}

  static List<Sentence> sentences(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sentence> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String person = PEOPLE.get(random.nextInt(5));
      String place = PLACES.get(random.nextInt(5));
      if (random.nextBoolean()) {
        result.add(
            new Sentence(
                List.of(person, "visited", "old", place, "."),
                List.of(new Span("PER", 0, 1), new Span("LOC", 3, 4))));
      } else {
        String second = PEOPLE.get(random.nextInt(5));
        result.add(
            new Sentence(
                List.of(place, "with", person, second, "and", "old", "."),
                List.of(new Span("LOC", 0, 1), new Span("PER", 2, 4))));
      }
    }
    return result;
  }

  /** People near (1, 0, ..), places near (0, 1, ..), other words elsewhere. */
  static WordVectors vectors() {
    List<String> words = new ArrayList<>(PEOPLE);
    words.addAll(PLACES);
    words.addAll(OTHERS);
    words.addAll(List.of(NEW_PERSON, NEW_PLACE));
    float[] values = new float[words.size() * 4];
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean isPerson = PEOPLE.contains(word) || word.equals(NEW_PERSON);
      boolean isPlace = PLACES.contains(word) || word.equals(NEW_PLACE);
      for (int d = 0; d < 4; d++) {
        values[4 * i + d] = (float) (0.2 * random.nextGaussian());
      }
      values[4 * i + (isPerson ? 0 : isPlace ? 1 : 2)] += 2;
    }
    return new WordVectors(words, values, 4);
  }

  static TaggerConfig config() {
    return config(0, 10);
  }

  static TaggerConfig config(double dropout, int epochs) {
    return new TaggerConfig(
        6,
        5,
        dropout,
        dropout,
        dropout / 2,
        dropout,
        TaggerConfig.Emissions.LINEAR,
        TaggerConfig.CarriedAt.OUTPUT,
        TaggerConfig.Rule.SGD,
        0.3,
        4,
        TaggerConfig.Reduction.MEAN,
        5,
        TaggerConfig.Annealing.DEV_F1,
        0.5,
        3,
        1e-4,
        0,
        epochs,
        2,
        4096,
        0,
        11);
  }

  /** The same, averaged over so many epochs. */
  static TaggerConfig averaged(TaggerConfig config, double epochs) {
    ObjectNode json = TaggerFiles.JSON.valueToTree(config);
    json.put("averagedEpochs", epochs);
    return TaggerFiles.JSON.convertValue(json, TaggerConfig.class);
  }

  static Embeddings.Factory embeddings() {
    return embeddings("static:vectors.txt", "char:3");
  }

  static Embeddings.Factory embeddings(String... specs) {
    try {
      return Embeddings.forTraining(
          java.util.Arrays.stream(specs).map(EmbeddingSpec::parse).toList(),
          sentences(40, 1),
          path -> vectors());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Tagger tagger(TaggerConfig config) {
    return new Tagger(config, TagSet.of(sentences(40, 1)), embeddings(), null);
  }

  static Tagger preciseTagger(TaggerConfig config) {
    return new Tagger(config, TagSet.of(sentences(40, 1)), embeddings(), null, DType.FLOAT64);
  }
}
