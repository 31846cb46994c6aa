package org.conversener.flair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.embedding.Embeddings;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/**
 * A sequence tagger of Flair ({@code flair/models/sequence_tagger_model.py}): embeddings, {@code
 * embedding2nn}, layers of BiLSTM, a linear layer and a CRF, or none, which is a CRF of zeros.
 *
 * <p>D width of the embeddings, P width after the reprojection, H hidden width of one direction, K
 * tags of Flair's dictionary.
 */
final class FlairTagger {
  private static final String REPROJECTION = "embedding2nn.";
  private static final String OLD_TRANSITIONS = "transitions";
  private static final String TRANSITIONS = "crf.transitions";

  /** Flair forbids with -10,000, which training does not move. */
  private static final float FORBIDDEN = -1_000;

  private final FlairFile file;
  private final FlairFields fields;
  private final FlairWeights weights;
  private final List<String> notices = new ArrayList<>();

  private FlairTagger(FlairFile file) {
    this.file = file;
    fields = file.fields();
    weights = new FlairWeights(file);
  }

  /**
   * Reads a tagger.
   *
   * @throws org.conversener.tensor.CorruptFileException if it is not one that Converse has
   */
  static FlairImport.OfTagger read(FlairFile file) throws IOException {
    return new FlairTagger(file).read();
  }

  private FlairImport.OfTagger read() throws IOException {
    checkKind();
    boolean hasCrf = fields.flag("use_crf");
    FlairTags tags = FlairTags.of(fields, hasCrf);
    FlairStack stack = FlairStack.read(fields, weights, notices);
    try (Scope scope = Scope.withoutGradients()) {
      int hidden = fields.size("hidden_size");
      int reprojection = reprojection(stack.width());
      int layers = layers();
      Map<String, Tensor> tensors = tensors(stack.width(), reprojection, hidden, layers, tags);
      TaggerConfig config = config(hidden, reprojection);
      Embeddings.Factory embeddings = Embeddings.of(stack.features());
      Tagger tagger = new Tagger(config, new TagSet(tags.tags()), embeddings, null, layers);
      try {
        tagger.parameters().load(tensors);
        return new FlairImport.OfTagger(tagger, notices, fields.scalars());
      } catch (RuntimeException e) {
        tagger.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void checkKind() throws IOException {
    if (!fields.flag("use_rnn", true)) {
      throw fields.wrong("use_rnn", "true: Converse's tagger always has a BiLSTM");
    }
    if (!fields.text("rnn_type", "LSTM").equals("LSTM")) {
      throw fields.wrong("rnn_type", "LSTM");
    }
    if (fields.flag("train_initial_hidden_state", false)) {
      throw fields.wrong(
          "train_initial_hidden_state", "false: Converse's BiLSTM starts from a state of zero");
    }
  }

  private int layers() throws IOException {
    int layers = fields.has("rnn_layers") ? fields.size("rnn_layers") : 1;
    if (layers > Tagger.MOST_LAYERS) {
      throw fields.wrong("rnn_layers", "at most " + Tagger.MOST_LAYERS + " layers");
    }
    return layers;
  }

  /** The width after {@code embedding2nn}; 0 if there is none. */
  private int reprojection(int width) throws IOException {
    if (!weights.has(REPROJECTION + "weight")) {
      if (fields.flag("reproject_embeddings", false)) {
        throw file.bad("the tensor " + REPROJECTION + "weight is missing");
      }
      return 0;
    }
    long[] shape = weights.tableShape(REPROJECTION + "weight"); // P x D
    if (shape[0] > width) {
      throw file.bad(
          "tensor "
              + REPROJECTION
              + "weight: expected at most the "
              + width
              + " rows that the embeddings are wide, found "
              + shape[0]);
    }
    return (int) shape[0];
  }

  private Map<String, Tensor> tensors(
      int width, int reprojection, int hidden, int layers, FlairTags tags) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (reprojection > 0) {
      put(tensors, REPROJECTION + "weight", "reprojection.weight", reprojection, width);
      put(tensors, REPROJECTION + "bias", "reprojection.bias", reprojection);
    }
    long in = reprojection == 0 ? width : reprojection;
    for (int layer = 0; layer < layers; layer++) {
      String to = layer == 0 ? "lstm." : "lstm" + (layer + 1) + ".";
      weights.putLstm(tensors, "rnn.", "_l" + layer, to + "forward.", in, hidden);
      weights.putLstm(tensors, "rnn.", "_l" + layer + "_reverse", to + "backward.", in, hidden);
      in = 2L * hidden;
    }
    int kept = tags.rows().length;
    float[] linear = weights.take("linear.weight", tags.size(), 2L * hidden);
    tensors.put(
        "linear.weight", Tensor.of(tags.choose(linear, 2 * hidden), kept, 2L * hidden)); // K x 2H
    float[] bias = weights.take("linear.bias", tags.size());
    tensors.put("linear.bias", Tensor.of(tags.choose(bias, 1), kept));
    putTransitions(tensors, tags);
    weights.checkNoneIsLeft();
    return tensors;
  }

  private void put(Map<String, Tensor> tensors, String from, String to, long... shape)
      throws IOException {
    tensors.put(to, Tensor.of(weights.take(from, shape), shape));
  }

  /** From [to][from] over all tags to [from][to], with START and STOP as vectors of their own. */
  private void putTransitions(Map<String, Tensor> tensors, FlairTags tags) throws IOException {
    int[] rows = tags.rows();
    int kept = rows.length;
    float[] transitions = new float[kept * kept];
    float[] start = new float[kept];
    float[] stop = new float[kept];
    if (tags.start() >= 0) {
      int size = tags.size();
      String name = weights.has(OLD_TRANSITIONS) ? OLD_TRANSITIONS : TRANSITIONS;
      float[] scores = weights.take(name, size, size); // to x from
      checkForbidden(name, scores, tags);
      for (int i = 0; i < kept; i++) {
        start[i] = scores[rows[i] * size + tags.start()];
        stop[i] = scores[tags.stop() * size + rows[i]];
        for (int j = 0; j < kept; j++) {
          transitions[i * kept + j] = scores[rows[j] * size + rows[i]];
        }
      }
    }
    tensors.put("crf.transitions", Tensor.of(transitions, kept, kept));
    tensors.put("crf.start", Tensor.of(start, kept));
    tensors.put("crf.stop", Tensor.of(stop, kept));
  }

  /** Our CRF cannot come to START or leave STOP; Flair's must not want to. */
  private void checkForbidden(String name, float[] scores, FlairTags tags) throws IOException {
    int size = tags.size();
    for (int i = 0; i < size; i++) {
      float toStart = scores[tags.start() * size + i];
      float fromStop = scores[i * size + tags.stop()];
      if (Math.max(toStart, fromStop) > FORBIDDEN) {
        throw file.bad(
            "tensor "
                + name
                + ": expected the row of <START> and the column of <STOP> near -10,000, found "
                + Math.max(toStart, fromStop));
      }
    }
  }

  /** What is known of the tagger; the rest is Flair's recipe. */
  private TaggerConfig config(int hidden, int reprojection) throws IOException {
    TaggerConfig recipe = TaggerConfig.paper();
    double locked = fields.share("use_locked_dropout");
    if (fields.share("use_dropout") > 0) {
      notices.add(
          "use_dropout: Converse's tagger has locked and word dropout only; that matters to"
              + " training, and not to tagging");
    }
    return new TaggerConfig(
        hidden,
        reprojection,
        locked,
        locked,
        fields.share("use_word_dropout"),
        recipe.carriedDropout(),
        recipe.emissions(),
        recipe.carriedAt(),
        recipe.optimizer(),
        recipe.learningRate(),
        recipe.batchSize(),
        recipe.lossReduction(),
        recipe.clip(),
        recipe.annealing(),
        recipe.annealFactor(),
        recipe.annealPatience(),
        recipe.minimumRate(),
        recipe.stopPatience(),
        recipe.epochs(),
        recipe.lengthPool(),
        recipe.maxPaddedWords(),
        recipe.averagedEpochs(),
        recipe.seed());
  }
}
