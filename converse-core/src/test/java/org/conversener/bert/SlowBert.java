package org.conversener.bert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * BERT's network once more, number by number in double precision, from the paper's formulas; and
 * networks that are not quite BERT, which a test of the real one must tell from it.
 */
final class SlowBert {
  /** What is wrong. */
  enum Mistake {
    NONE,
    UNSCALED_ATTENTION,
    GELU_BY_TANH,
    NORM_BEFORE,
    NO_TOKEN_TYPE
  }

  private final BertConfig config;
  private final Map<String, TinyBert.Numbers> weights;
  private final Mistake mistake;

  SlowBert(BertConfig config, Map<String, TinyBert.Numbers> weights, Mistake mistake) {
    this.config = config;
    this.weights = weights;
    this.mistake = mistake;
  }

  /** The output of each layer: [layers][pieces][hidden]. */
  List<double[][]> forward(long... pieces) {
    int hidden = config.hidden();
    double[][] x = new double[pieces.length][hidden];
    for (int i = 0; i < pieces.length; i++) {
      for (int c = 0; c < hidden; c++) {
        x[i][c] =
            at("embeddings.word_embeddings.weight", (int) pieces[i] * hidden + c)
                + at("embeddings.position_embeddings.weight", i * hidden + c);
        if (mistake != Mistake.NO_TOKEN_TYPE) {
          x[i][c] += at("embeddings.token_type_embeddings.weight", c);
        }
      }
      x[i] = norm("embeddings.LayerNorm", x[i]);
    }
    List<double[][]> outputs = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      x = layer("encoder.layer." + layer, x);
      outputs.add(x);
    }
    return outputs;
  }

  private double[][] layer(String name, double[][] x) {
    double[][] attended = attend(name + ".attention.self.", x);
    double[][] y = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      double[] projected = dense(name + ".attention.output.dense", attended[i]);
      double[] middle = added(name + ".attention.output.LayerNorm", x[i], projected);
      double[] wide = dense(name + ".intermediate.dense", middle);
      for (int c = 0; c < wide.length; c++) {
        wide[c] = gelu(wide[c]);
      }
      y[i] = added(name + ".output.LayerNorm", middle, dense(name + ".output.dense", wide));
    }
    return y;
  }

  private double[] added(String norm, double[] x, double[] more) {
    double[] sum = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      sum[c] = x[c] + more[c];
    }
    if (mistake == Mistake.NORM_BEFORE) {
      double[] normed = norm(norm, more);
      for (int c = 0; c < x.length; c++) {
        sum[c] = x[c] + normed[c];
      }
      return sum;
    }
    return norm(norm, sum);
  }

  private double[][] attend(String name, double[][] x) {
    int width = config.hidden() / config.heads();
    double[][] result = new double[x.length][config.hidden()];
    for (int i = 0; i < x.length; i++) {
      double[] query = dense(name + "query", x[i]);
      for (int head = 0; head < config.heads(); head++) {
        double[] shares = new double[x.length];
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
          double[] key = dense(name + "key", x[j]);
          double score = 0;
          for (int c = head * width; c < (head + 1) * width; c++) {
            score += query[c] * key[c];
          }
          boolean isScaled = mistake != Mistake.UNSCALED_ATTENTION;
          shares[j] = Math.exp(isScaled ? score / Math.sqrt(width) : score);
          sum += shares[j];
        }
        for (int j = 0; j < x.length; j++) {
          double[] value = dense(name + "value", x[j]);
          for (int c = head * width; c < (head + 1) * width; c++) {
            result[i][c] += shares[j] / sum * value[c];
          }
        }
      }
    }
    return result;
  }

  private double[] dense(String name, double[] x) {
    double[] bias = numbers(name + ".bias");
    double[] y = new double[bias.length];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias[o];
      for (int c = 0; c < x.length; c++) {
        y[o] += at(name + ".weight", o * x.length + c) * x[c];
      }
    }
    return y;
  }

  private double[] norm(String name, double[] x) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      y[c] =
          (x[c] - mean) / Math.sqrt(variance + config.epsilon()) * at(name + ".weight", c)
              + at(name + ".bias", c);
    }
    return y;
  }

  private double gelu(double x) {
    if (mistake == Mistake.GELU_BY_TANH) {
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
    return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
  }

  /** A series whose terms all have one sign, so that nothing cancels. */
  static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 500; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private double at(String name, int index) {
    return numbers(name)[index];
  }

  private double[] numbers(String name) {
    return Objects.requireNonNull(weights.get("bert." + name), name).values();
  }
}
