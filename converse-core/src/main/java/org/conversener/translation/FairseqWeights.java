package org.conversener.translation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.torchfile.TorchTensor;

/**
 * Fairseq's tensors as parameters of a {@link ConvNetwork}, whose names are the same. Shapes are
 * compared before a network is made, so that a file cannot ask for a larger one than it holds.
 *
 * <p>Shapes: V vocabulary, E embedding, C input width, D output width, k kernel. Fairseq keeps a
 * convolution as [k, C, 2D] with gains [1, 1, 2D], the network as [2D, C, k] with [2D, 1, 1].
 * Decoders before version 2 have one gain for each place of the kernel, [k, 1, 1]: their effective
 * weights are taken over, and so are weights without gains, as those of tied embeddings are.
 */
final class FairseqWeights {
  private static final long MOST_POSITIONS = 1_000_000;
  private static final String VERSION = "decoder.version";
  private static final String OUTPUT = "decoder.fc3";
  private static final String SOURCE_POSITIONS = "encoder.embed_positions";
  private static final String TARGET_POSITIONS = "decoder.embed_positions";

  private final FairseqCheckpoint checkpoint;
  private final List<Part> parts = new ArrayList<>();
  private final Set<String> unused;
  private final boolean isOld;
  private long bytes;

  private enum Kind {
    TABLE,
    POSITIONS,
    LINEAR,
    CONVOLUTION
  }

  /** A part of the network: its name, and its weight's shape in fairseq. */
  private record Part(Kind kind, String name, long... shape) {}

  /**
   * The weights of a checkpoint, all found to be there and to have their shapes.
   *
   * @param sourceVocabulary the number of source subwords
   * @param targetVocabulary the number of English subwords
   * @throws org.conversener.tensor.CorruptFileException naming the tensor and both shapes if not
   */
  FairseqWeights(
      FairseqCheckpoint checkpoint, ConvShape shape, int sourceVocabulary, int targetVocabulary)
      throws IOException {
    this.checkpoint = checkpoint;
    unused = new LinkedHashSet<>(checkpoint.tensors().keySet());
    isOld = version() < 2;
    plan(shape, sourceVocabulary, targetVocabulary);
    for (Part part : parts) {
      check(part);
    }
    if (!unused.isEmpty()) {
      throw checkpoint.bad(
          "tensor "
              + unused.iterator().next()
              + ": expected none but those of a convolutional translator with the layers that the"
              + " options describe");
    }
    // Two names may share numbers, as tied embeddings do; more would make a small file large.
    if (bytes > 2 * checkpoint.size()) {
      throw checkpoint.bad("its tensors need " + bytes + " bytes, more than the file can hold");
    }
  }

  /** The positions that both sides of a checkpoint have. */
  static int positions(FairseqCheckpoint checkpoint) throws IOException {
    return (int) Math.min(rows(checkpoint, SOURCE_POSITIONS), rows(checkpoint, TARGET_POSITIONS));
  }

  /** Whether one side has more positions, which are left out. */
  static boolean isUneven(FairseqCheckpoint checkpoint) throws IOException {
    return rows(checkpoint, SOURCE_POSITIONS) != rows(checkpoint, TARGET_POSITIONS);
  }

  private static long rows(FairseqCheckpoint checkpoint, String part) throws IOException {
    TorchTensor table = checkpoint.tensors().get(part + ".weight");
    if (table == null
        || table.shape().length != 2
        || table.shape()[0] < 5
        || table.shape()[0] > MOST_POSITIONS) {
      throw checkpoint.bad(
          "tensor "
              + part
              + ".weight: expected learned positions, 5 to 1,000,000 rows; found "
              + (table == null ? "none" : Arrays.toString(table.shape())));
    }
    return table.shape()[0];
  }

  /** Whether the decoder has the gains of before version 2. */
  boolean isOld() {
    return isOld;
  }

  private double version() throws IOException {
    TorchTensor stored = checkpoint.tensors().get(VERSION);
    unused.remove(VERSION);
    if (stored == null) {
      return 1;
    }
    double version = stored.count() == 1 ? stored.toDoubles()[0] : Double.NaN;
    if (version != 1 && version != 2) {
      throw checkpoint.bad(
          "tensor "
              + VERSION
              + ": expected 1 or 2, found "
              + (stored.count() == 1 ? version : "")
              + Arrays.toString(stored.shape()));
    }
    return version;
  }

  private void plan(ConvShape shape, int sourceVocabulary, int targetVocabulary) {
    long width = shape.embedding();
    parts.add(new Part(Kind.TABLE, "encoder.embed_tokens", sourceVocabulary, width));
    parts.add(new Part(Kind.POSITIONS, SOURCE_POSITIONS, shape.positions(), width));
    long out = planLayers("encoder", shape.encoder(), width);
    parts.add(new Part(Kind.LINEAR, "encoder.fc2", width, out));
    parts.add(new Part(Kind.TABLE, "decoder.embed_tokens", targetVocabulary, width));
    parts.add(new Part(Kind.POSITIONS, TARGET_POSITIONS, shape.positions(), width));
    out = planLayers("decoder", shape.decoder(), width);
    for (int i = 0; i < shape.decoder().size(); i++) {
      long layer = shape.decoder().get(i).width();
      String attention = "decoder.attention." + i + ".";
      parts.add(new Part(Kind.LINEAR, attention + "in_projection", width, layer));
      parts.add(new Part(Kind.LINEAR, attention + "out_projection", layer, width));
    }
    parts.add(new Part(Kind.LINEAR, "decoder.fc2", shape.outputEmbedding(), out));
    parts.add(new Part(Kind.LINEAR, OUTPUT, targetVocabulary, shape.outputEmbedding()));
  }

  /** The first layer and the convolutions of one side; the width of the last. */
  private long planLayers(String side, List<ConvShape.Layer> layers, long width) {
    long in = layers.get(0).width();
    parts.add(new Part(Kind.LINEAR, side + ".fc1", in, width));
    for (int i = 0; i < layers.size(); i++) {
      ConvShape.Layer layer = layers.get(i);
      long out = layer.width();
      if (in != out) {
        parts.add(new Part(Kind.LINEAR, side + ".projections." + i, out, in));
      }
      String name = side + ".convolutions." + i;
      parts.add(new Part(Kind.CONVOLUTION, name, layer.kernel(), in, 2 * out));
      in = out;
    }
    return in;
  }

  private void check(Part part) throws IOException {
    String name = part.name;
    if (part.kind == Kind.TABLE || part.kind == Kind.POSITIONS) {
      checkTable(part);
      return;
    }
    boolean isPlain = isPlain(name);
    check(name + (isPlain ? ".weight" : ".weight_v"), part.shape);
    if (!isPlain) {
      check(name + ".weight_g", gains(part));
    }
    long outputs = part.kind == Kind.LINEAR ? part.shape[0] : part.shape[2];
    check(name + ".bias", outputs);
  }

  private void checkTable(Part part) throws IOException {
    String weight = part.name + ".weight";
    TorchTensor table = checkpoint.tensors().get(weight);
    if (part.kind == Kind.POSITIONS && table != null && table.shape().length == 2) {
      // Of more positions the first are taken.
      check(weight, Math.max(table.shape()[0], part.shape[0]), part.shape[1]);
      return;
    }
    if (table != null && table.shape().length == 2 && table.shape()[0] != part.shape[0]) {
      throw checkpoint.bad(
          wrongShape(weight, table, part.shape)
              + "; the dictionary has "
              + part.shape[0]
              + " symbols with the four special ones: is it that of this model?");
    }
    check(weight, part.shape);
  }

  private void check(String name, long... shape) throws IOException {
    TorchTensor tensor = checkpoint.tensors().get(name);
    if (tensor == null) {
      throw checkpoint.bad("the tensor " + name + " is missing");
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw checkpoint.bad(wrongShape(name, tensor, shape));
    }
    unused.remove(name);
    bytes += tensor.bytes();
  }

  private static String wrongShape(String name, TorchTensor found, long... expected) {
    return "tensor "
        + name
        + ": expected shape "
        + Arrays.toString(expected)
        + ", found "
        + Arrays.toString(found.shape());
  }

  private boolean isPlain(String name) {
    return checkpoint.tensors().containsKey(name + ".weight");
  }

  private boolean isOld(Part part) {
    return isOld && part.kind == Kind.CONVOLUTION && part.name.startsWith("decoder.");
  }

  /** The shape of a part's gains in fairseq. */
  private long[] gains(Part part) {
    if (part.kind == Kind.LINEAR) {
      return new long[] {part.shape[0], 1};
    }
    return isOld(part) ? new long[] {part.shape[0], 1, 1} : new long[] {1, 1, part.shape[2]};
  }

  /**
   * Puts the weights into a network's parameters, which have the shape the weights were read for.
   */
  void fill(Parameters parameters) throws IOException {
    Set<String> left = new LinkedHashSet<>(parameters.all().keySet());
    for (Part part : parts) {
      try (Scope scope = Scope.withoutGradients()) {
        if (part.kind == Kind.TABLE || part.kind == Kind.POSITIONS) {
          double[] table = numbers(part.name + ".weight");
          int rows = Math.toIntExact(part.shape[0] * part.shape[1]);
          set(parameters, left, part.name + ".weight", Arrays.copyOf(table, rows), part.shape);
        } else {
          fill(parameters, left, part);
          String bias = part.name + ".bias";
          set(parameters, left, bias, numbers(bias), parameters.get(bias).shape());
        }
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("no weights of fairseq for " + left);
    }
  }

  private void fill(Parameters parameters, Set<String> left, Part part) throws IOException {
    boolean isConvolution = part.kind == Kind.CONVOLUTION;
    boolean isPlain = isPlain(part.name);
    double[] weight = numbers(part.name + (isPlain ? ".weight" : ".weight_v"));
    double[] gains = isPlain ? new double[0] : numbers(part.name + ".weight_g");
    boolean isEffective = isPlain;
    if (isOld(part)) {
      // Fairseq's rows are the places of the kernel here.
      if (!isPlain) {
        WeightNorms.apply(weight, gains);
      }
      isEffective = true;
    }
    if (isConvolution) {
      weight = outputsFirst(weight, part.shape);
    }
    int outputs = Math.toIntExact(isConvolution ? part.shape[2] : part.shape[0]);
    if (isEffective) {
      gains = WeightNorms.split(weight, outputs);
    }
    String direction = part.name + ".weight_v";
    String gain = part.name + ".weight_g";
    set(parameters, left, direction, weight, parameters.get(direction).shape());
    set(parameters, left, gain, gains, parameters.get(gain).shape());
  }

  /** [k, C, 2D] to [2D, C, k]. */
  private static double[] outputsFirst(double[] weight, long... shape) {
    int kernel = (int) shape[0];
    int in = (int) shape[1];
    int out = (int) shape[2];
    double[] turned = new double[weight.length];
    for (int k = 0; k < kernel; k++) {
      for (int c = 0; c < in; c++) {
        for (int o = 0; o < out; o++) {
          turned[(o * in + c) * kernel + k] = weight[(k * in + c) * out + o];
        }
      }
    }
    return turned;
  }

  private double[] numbers(String name) throws IOException {
    TorchTensor tensor = checkpoint.tensors().get(name);
    if (tensor == null) {
      throw checkpoint.bad("the tensor " + name + " is missing");
    }
    double[] numbers = tensor.toDoubles();
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw checkpoint.bad("tensor " + name + ": expected finite numbers, found " + number);
      }
    }
    return numbers;
  }

  private static void set(
      Parameters parameters, Set<String> left, String name, double[] values, long... shape) {
    parameters.get(name).copyFrom(Tensor.of(values, shape));
    left.remove(name);
  }
}
