package org.conversener.flair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What Flair computes with a {@link ToyFlair}, a number at a time and in double precision, from the
 * formulas of its source and without a look at Converse's networks.
 */
final class SlowFlair {
  private static final int HIDDEN = 5;

  private final ToyFlair toy;

  /** The order of the parts of an embedding: 0 words, 1 forward, 2 backward. */
  private final int[] order;

  SlowFlair(ToyFlair toy, int... order) {
    this.toy = toy;
    this.order = order;
  }

  /** The output of the BiLSTM at each word, forward before backward. */
  double[][] features(List<String> words) {
    double[][] input = new double[words.size()][];
    double[][][] parts = {
      vectors(words),
      states(ToyFlair.FORWARD_MODEL, ToyFlair.FORWARD, 4, true, words),
      states(ToyFlair.BACKWARD_MODEL, ToyFlair.BACKWARD, 3, false, words)
    };
    for (int t = 0; t < input.length; t++) {
      double[] joined = new double[0];
      for (int part : order) {
        joined = join(joined, parts[part][t]);
      }
      input[t] = affine("embedding2nn.weight", "embedding2nn.bias", joined);
    }
    for (int layer = 0; toy.tensors.containsKey("rnn.weight_ih_l" + layer); layer++) {
      double[][] forward = lstm("rnn.", "_l" + layer, input, HIDDEN);
      double[][] backward =
          reversed(lstm("rnn.", "_l" + layer + "_reverse", reversed(input), HIDDEN));
      double[][] output = new double[input.length][];
      for (int t = 0; t < output.length; t++) {
        output[t] = join(forward[t], backward[t]);
      }
      input = output;
    }
    return input;
  }

  private double[][] vectors(List<String> words) {
    double[][] rows = new double[words.size()][3];
    for (int t = 0; t < rows.length; t++) {
      String word = words.get(t);
      String lower = word.toLowerCase(Locale.ROOT);
      List<String> forms =
          List.of(word, lower, lower.replaceAll("[0-9]", "#"), lower.replaceAll("[0-9]", "0"));
      for (int f = forms.size() - 1; f >= 0; f--) {
        int row = ToyFlair.WORDS.indexOf(forms.get(f));
        for (int i = 0; row >= 0 && i < 3; i++) {
          rows[t][i] = toy.vectors[3 * row + i];
        }
      }
    }
    return rows;
  }

  /** The states of a language model at the spaces beside words. */
  double[][] states(
      String model, List<String> dictionary, int hidden, boolean isForward, List<String> words) {
    String text = String.join(" ", words);
    int[] points = text.codePoints().toArray();
    List<Integer> read = new ArrayList<>(List.of((int) '\n'));
    for (int i = 0; i < points.length; i++) {
      read.add(points[isForward ? i : points.length - 1 - i]);
    }
    read.add((int) ' ');
    double[] table = toy.numbers(model + ".lm.encoder.weight");
    double[][] input = new double[read.size()][];
    for (int i = 0; i < input.length; i++) {
      int number = Math.max(0, dictionary.indexOf(Character.toString(read.get(i))));
      input[i] = new double[] {table[2 * number], table[2 * number + 1]};
    }
    double[][] all = lstm(model + ".lm.rnn.", "_l0", input, hidden);
    double[][] states = new double[words.size()][];
    int start = 0;
    for (int t = 0; t < states.length; t++) {
      int end = start + words.get(t).codePointCount(0, words.get(t).length());
      states[t] = all[isForward ? 1 + end : 1 + points.length - start];
      start = end + 1;
    }
    return states;
  }

  private double[][] lstm(String prefix, String suffix, double[][] input, int hidden) {
    double[] output = new double[hidden];
    double[] cell = new double[hidden];
    double[][] all = new double[input.length][];
    for (int t = 0; t < input.length; t++) {
      double[] ofInput =
          affine(prefix + "weight_ih" + suffix, prefix + "bias_ih" + suffix, input[t]);
      double[] ofState = affine(prefix + "weight_hh" + suffix, prefix + "bias_hh" + suffix, output);
      double[] next = new double[hidden];
      for (int h = 0; h < hidden; h++) {
        double in = sigmoid(ofInput[h] + ofState[h]);
        double forget = sigmoid(ofInput[hidden + h] + ofState[hidden + h]);
        double candidate = Math.tanh(ofInput[2 * hidden + h] + ofState[2 * hidden + h]);
        double out = sigmoid(ofInput[3 * hidden + h] + ofState[3 * hidden + h]);
        cell[h] = forget * cell[h] + in * candidate;
        next[h] = out * Math.tanh(cell[h]);
      }
      output = next;
      all[t] = next;
    }
    return all;
  }

  private double[] affine(String weight, String bias, double[] x) {
    double[] w = toy.numbers(weight);
    double[] y = toy.numbers(bias).clone();
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += w[i * x.length + j] * x[j];
      }
    }
    return y;
  }

  /** The tags that Flair's Viterbi chooses. */
  List<String> tags(List<String> words) {
    double[] transitions = toy.numbers(toy.transitions());
    int size = ToyFlair.TAGS.size();
    int start = ToyFlair.TAGS.indexOf("<START>");
    int stop = ToyFlair.TAGS.indexOf("<STOP>");
    double[] best = new double[size];
    Arrays.fill(best, -10_000);
    best[start] = 0;
    List<int[]> back = new ArrayList<>();
    for (double[] features : features(words)) {
      double[] emissions = affine("linear.weight", "linear.bias", features);
      double[] next = new double[size];
      int[] from = new int[size];
      for (int to = 0; to < size; to++) {
        for (int f = 1; f < size; f++) {
          double score = best[f] + transitions[to * size + f];
          from[to] = score > best[from[to]] + transitions[to * size + from[to]] ? f : from[to];
        }
        next[to] = best[from[to]] + transitions[to * size + from[to]] + emissions[to];
      }
      back.add(from);
      best = next;
    }
    int tag = -1;
    for (int last = 0; last < size; last++) {
      best[last] += transitions[stop * size + last];
      boolean isTag = last != start && last != stop;
      tag = isTag && (tag < 0 || best[last] > best[tag]) ? last : tag;
    }
    String[] tags = new String[words.size()];
    for (int t = tags.length - 1; t >= 0; t--) {
      tags[t] = ToyFlair.TAGS.get(tag);
      tag = back.get(t)[tag];
    }
    return List.of(tags);
  }

  /** The tags that a tagger without a CRF chooses. */
  List<String> tagsWithoutCrf(List<String> words) {
    List<String> tags = new ArrayList<>();
    for (double[] features : features(words)) {
      double[] emissions = affine("linear.weight", "linear.bias", features);
      int best = 0;
      for (int tag = 1; tag < emissions.length; tag++) {
        best = emissions[tag] > emissions[best] ? tag : best;
      }
      tags.add(ToyFlair.TAGS.get(best));
    }
    return tags;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[] join(double[] a, double[] b) {
    double[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static double[][] reversed(double[][] rows) {
    double[][] reversed = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      reversed[i] = rows[rows.length - 1 - i];
    }
    return reversed;
  }
}
