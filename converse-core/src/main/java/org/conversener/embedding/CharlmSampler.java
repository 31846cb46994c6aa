package org.conversener.embedding;

import java.util.SplittableRandom;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/** Lets a language model write, so that a person sees at a glance what it has learned. */
final class CharlmSampler {
  private CharlmSampler() {}

  /**
   * Characters drawn one after the other, each from what the model expects after those before it;
   * in the order of writing whichever way the model reads.
   */
  static String sample(CharacterLanguageModel model, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    try (Scope scope = Scope.withoutGradients()) {
      CharacterLanguageModel.State state = model.start(1);
      int number = model.vocabulary().number('\n');
      for (int i = 0; i < length; i++) {
        Tensor input = Tensor.of(new long[] {number}, 1, 1);
        CharacterLanguageModel.Reading reading = model.read(input, state);
        state = reading.last();
        Tensor chances = Ops.softmax(model.scores(reading.states()), 2);
        number = draw(chances.as(DType.FLOAT64).toDoubles(), random.nextDouble());
        text.append(model.vocabulary().text(number));
      }
    }
    if (model.direction() == Direction.BACKWARD) {
      text.reverse();
    }
    return text.toString().replace("\n", "⏎");
  }

  private static int draw(double[] chances, double share) {
    double sum = 0;
    for (int i = 0; i < chances.length; i++) {
      sum += chances[i];
      if (share < sum) {
        return i;
      }
    }
    return chances.length - 1;
  }
}
