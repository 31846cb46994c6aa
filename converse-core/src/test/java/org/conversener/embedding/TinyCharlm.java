package org.conversener.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.tensor.DType;

/** Language models and texts small enough for tests. */
public final class TinyCharlm {
  private static final List<String> WORDS = List.of("an", "bad", "cab", "dune", "édé", "𝔘x");

  private TinyCharlm() {}

  /** Lines of a few words that come again and again. */
  public static List<String> lines(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder line = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
      for (int w = random.nextInt(6); w > 0; w--) {
        line.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** A config; everything trains in a moment. */
  public static CharlmConfig config(Direction direction, int hidden) {
    return new CharlmConfig(
        direction, hidden, 5, 0.1, 5, 0.25, 3, 1e-3, 0.25, 4, 16, 3, 2, 0.05, 0.05, 2, 0.1, 0.5, 7);
  }

  /** Untrained, but with weights large enough to matter. */
  public static CharacterLanguageModel model(Direction direction, int hidden, DType type) {
    CharacterLanguageModel model =
        new CharacterLanguageModel(
            config(direction, hidden), CharacterVocabulary.of(lines(50, 1), 2), type);
    model.parameters().get("characters.weight").detach().multiplyInPlace(10);
    return model;
  }
}
