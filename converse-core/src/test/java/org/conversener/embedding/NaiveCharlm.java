package org.conversener.embedding;

/**
 * The formulas of a character language model in plain Java and double precision, a number at a
 * time: slow, and written without a look at the real one.
 */
public final class NaiveCharlm {
  private final double[] characters;
  private final double[] inputWeight;
  private final double[] stateWeight;
  private final double[] bias;
  private final double[] outputWeight;
  private final double[] outputBias;
  private final int in;
  private final int hidden;
  private double[] output;
  private double[] cell;

  /** With the present weights of a model, before the first character. */
  public NaiveCharlm(CharacterLanguageModel model) {
    characters = model.parameters().get("characters.weight").toDoubles();
    inputWeight = model.parameters().get("lstm.input_weight").toDoubles();
    stateWeight = model.parameters().get("lstm.state_weight").toDoubles();
    bias = model.parameters().get("lstm.bias").toDoubles();
    outputWeight = model.parameters().get("output.weight").toDoubles();
    outputBias = model.parameters().get("output.bias").toDoubles();
    in = model.config().embedding();
    hidden = model.config().hidden();
    output = new double[hidden];
    cell = new double[hidden];
  }

  /** The state after each of the characters. */
  public double[][] read(int... numbers) {
    double[][] states = new double[numbers.length][];
    for (int t = 0; t < numbers.length; t++) {
      step(numbers[t]);
      states[t] = output.clone();
    }
    return states;
  }

  private void step(int number) {
    double[] nextOutput = new double[hidden];
    double[] nextCell = new double[hidden];
    for (int h = 0; h < hidden; h++) {
      double inputGate = sigmoid(gate(0, h, number));
      double forgetGate = sigmoid(gate(1, h, number));
      double candidate = Math.tanh(gate(2, h, number));
      double outputGate = sigmoid(gate(3, h, number));
      nextCell[h] = forgetGate * cell[h] + inputGate * candidate;
      nextOutput[h] = outputGate * Math.tanh(nextCell[h]);
    }
    output = nextOutput;
    cell = nextCell;
  }

  private double gate(int gate, int h, int number) {
    int row = gate * hidden + h;
    double sum = bias[row];
    for (int i = 0; i < in; i++) {
      sum += inputWeight[row * in + i] * characters[number * in + i];
    }
    for (int i = 0; i < hidden; i++) {
      sum += stateWeight[row * hidden + i] * output[i];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The negative log-likelihood of one character after another was read. */
  double loss(int number, int next) {
    step(number);
    double[] scores = new double[outputBias.length];
    double sum = 0;
    for (int v = 0; v < scores.length; v++) {
      scores[v] = outputBias[v];
      for (int h = 0; h < hidden; h++) {
        scores[v] += outputWeight[v * hidden + h] * output[h];
      }
      sum += Math.exp(scores[v]);
    }
    return Math.log(sum) - scores[next];
  }
}
