package org.conversener.flair;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.conversener.torchfile.PickleNone;
import org.conversener.torchfile.TorchWriter;
import org.conversener.torchfile.TorchWriter.Instance;
import org.conversener.torchfile.TorchWriter.Made;
import org.conversener.torchfile.TorchWriter.Tensor;
import org.conversener.torchfile.TorchWriter.Tuple;

/**
 * A small random tagger as Flair would have saved it: word vectors of width 3, a forward and a
 * backward language model of widths 4 and 3, {@code embedding2nn}, a BiLSTM of width 5 (a layer or
 * more), a CRF.
 */
final class ToyFlair {
  /** What the pickled objects look like. */
  enum Form {
    /** 0.2 to 0.4.3: objects, gensim 3, names as they are. */
    OLD,
    /** 0.4.4 to 0.10: language models as their settings, gensim 4, names with numbers. */
    MIDDLE,
    /** 0.11: vectors as a tensor, transitions in a part of their own. */
    NEW,
    /** Since 0.13: dicts instead of objects. */
    DICTS
  }

  static final List<String> WORDS = List.of("ada", "the", "Sea", "1#", "y00", "Ñu");
  static final List<String> TAGS =
      List.of("<unk>", "O", "S-PER", "B-PER", "I-PER", "E-PER", "S-LOC", "<START>", "<STOP>");

  /** Neither sorted nor all of one character; the language models know others each. */
  static final List<String> FORWARD =
      List.of("<unk>", "d", "a", " ", "\n", "e", "𝔘", "ab", "S", "h", "1", "é");

  static final List<String> BACKWARD = List.of("<unk>", "\n", "z", "e", "t", "A", " ", "a", "3");

  static final String WORD = "embeddings.list_embedding_0";
  static final String FORWARD_MODEL = "embeddings.list_embedding_1";
  static final String BACKWARD_MODEL = "embeddings.list_embedding_2";
  private static final int WORD_WIDTH = 3;
  private static final int CHARACTER_WIDTH = 2;

  final Map<String, Object> root = new LinkedHashMap<>();
  final Map<String, Object> tensors = new LinkedHashMap<>();
  final List<Object> members = new ArrayList<>();
  final float[] vectors;
  private final Form form;
  private final SplittableRandom random;

  ToyFlair(Form form, long seed) {
    this(form, seed, 1);
  }

  ToyFlair(Form form, long seed, int layers) {
    this.form = form;
    random = new SplittableRandom(seed);
    vectors = floats(1, WORDS.size() * WORD_WIDTH);
    putModel(FORWARD_MODEL + ".lm.", FORWARD.size(), 4);
    putModel(BACKWARD_MODEL + ".lm.", BACKWARD.size(), 3);
    put("embedding2nn.weight", 0.5, 10, 10);
    put("embedding2nn.bias", 0.5, 10);
    for (int layer = 0; layer < layers; layer++) {
      putLstm("rnn.", "_l" + layer, 10, 5);
      putLstm("rnn.", "_l" + layer + "_reverse", 10, 5);
    }
    put("linear.weight", 2, TAGS.size(), 10);
    put("linear.bias", 0.5, TAGS.size());
    numbers("linear.bias")[0] -= 4; // <unk> is rare.
    putTransitions();
    members.add(words());
    members.add(states(FORWARD, 4, true));
    members.add(states(BACKWARD, 3, false));
    putSettings();
    root.put("rnn_layers", (long) layers);
  }

  private void putSettings() {
    root.put("state_dict", tensors);
    root.put(
        "embeddings",
        form == Form.DICTS
            ? Map.of("embeddings", members, "__cls__", "StackedEmbeddings")
            : object("StackedEmbeddings", fields("embeddings", members, "name", "Stack")));
    root.put("hidden_size", 5L);
    root.put("tag_dictionary", dictionary(TAGS));
    root.put("tag_type", "ner");
    root.put("use_crf", true);
    root.put("use_rnn", true);
    root.put("use_word_dropout", 0.05);
    root.put("use_locked_dropout", 0.5);
    if (form == Form.DICTS) {
      root.put("__cls__", "flair.models.SequenceTagger");
      root.put("reproject_embeddings", true);
      root.put("rnn_type", "LSTM");
      root.put("weight_dict", PickleNone.NONE);
      root.put("train_initial_hidden_state", false);
    }
  }

  // ---- numbers ----

  private float[] floats(double scale, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private void put(String name, double scale, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    put(name, doubles(floats(scale, count)), shape);
  }

  void put(String name, double[] values, long... shape) {
    tensors.put(name, Tensor.of("FloatStorage", "s" + tensors.size() + name, values, shape));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private void putModel(String prefix, int size, int hidden) {
    put(prefix + "encoder.weight", 1.5, size, CHARACTER_WIDTH);
    putLstm(prefix + "rnn.", "_l0", CHARACTER_WIDTH, hidden);
    put(prefix + "decoder.weight", 1, size, hidden);
    put(prefix + "decoder.bias", 1, size);
  }

  private void putLstm(String prefix, String suffix, int in, int hidden) {
    put(prefix + "weight_ih" + suffix, 0.7, 4L * hidden, in);
    put(prefix + "weight_hh" + suffix, 0.7, 4L * hidden, hidden);
    put(prefix + "bias_ih" + suffix, 0.5, 4L * hidden);
    put(prefix + "bias_hh" + suffix, 0.5, 4L * hidden);
  }

  private void putTransitions() {
    int size = TAGS.size();
    double[] scores = doubles(floats(1.5, size * size)); // [to][from]
    for (int i = 0; i < size; i++) {
      scores[TAGS.indexOf("<START>") * size + i] = -10_000;
      scores[i * size + TAGS.indexOf("<STOP>")] = -10_000;
    }
    put(transitions(), scores, size, size);
  }

  /** What the transitions are called. */
  String transitions() {
    return form == Form.NEW || form == Form.DICTS ? "crf.transitions" : "transitions";
  }

  /** The numbers of a tensor. */
  double[] numbers(String name) {
    return ((Tensor) Objects.requireNonNull(tensors.get(name), name)).values();
  }

  // ---- objects ----

  /** Attributes in their order; null stands for None. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private Instance object(String name, Map<String, Object> fields) {
    boolean isOld = form == Form.OLD;
    return new Instance(isOld ? "flair.embeddings" : "flair.embeddings.token", name, fields);
  }

  static Instance dictionary(List<String> items) {
    List<Object> encoded = new ArrayList<>();
    Map<Object, Object> numbers = new LinkedHashMap<>();
    for (String item : items) {
      byte[] bytes = item.getBytes(StandardCharsets.UTF_8);
      numbers.put(bytes, (long) encoded.size());
      encoded.add(bytes);
    }
    return new Instance(
        "flair.data",
        "Dictionary",
        fields("item2idx", numbers, "idx2item", encoded, "multi_label", false));
  }

  private Object words() {
    String name = (form == Form.OLD ? "" : "0-") + "resources/glove.gensim";
    Map<String, Object> rows = new LinkedHashMap<>();
    for (String word : WORDS) {
      rows.put(word, (long) rows.size());
    }
    Map<String, Object> fields = fields("name", name, "static_embeddings", true);
    if (form == Form.OLD || form == Form.MIDDLE) {
      fields.put("precomputed_word_embeddings", gensim(rows));
      return object("WordEmbeddings", fields);
    }
    double[] table = new double[vectors.length + WORD_WIDTH];
    System.arraycopy(doubles(vectors), 0, table, 0, vectors.length);
    put(WORD + ".embedding.weight", table, WORDS.size() + 1, WORD_WIDTH);
    fields.put("vocab", rows);
    fields.put("stable", false);
    fields.put("field", PickleNone.NONE);
    fields.put("__cls__", "WordEmbeddings");
    return form == Form.DICTS ? fields : object("WordEmbeddings", fields);
  }

  private Object gensim(Map<String, Object> rows) {
    if (form == Form.MIDDLE) {
      Map<String, Object> fields = fields("vectors", array(vectors), "vector_size", 3L);
      fields.put("key_to_index", rows);
      return new Instance("gensim.models.keyedvectors", "KeyedVectors", fields);
    }
    Map<String, Object> vocabulary = new LinkedHashMap<>();
    rows.forEach(
        (word, row) ->
            vocabulary.put(
                word,
                new Instance(
                    "gensim.models.keyedvectors", "Vocab", fields("count", 9L, "index", row))));
    Map<String, Object> fields = fields("vectors", array(vectors), "vocab", vocabulary);
    fields.put("index2word", WORDS);
    fields.put("vectors_norm", PickleNone.NONE);
    return new Instance("gensim.models.keyedvectors", "Word2VecKeyedVectors", fields);
  }

  /** A numpy array of rows of width 3. */
  static Made array(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    Tuple shape = Tuple.of((long) values.length / WORD_WIDTH, (long) WORD_WIDTH);
    return array(shape, "f4", "<", bytes.array());
  }

  static Made array(Tuple shape, String type, String order, byte[] bytes) {
    Object none = PickleNone.NONE;
    Made kind =
        new Made(
            "numpy",
            "dtype",
            List.of(type, 0L, 1L),
            Tuple.of(3L, order, none, none, none, -1L, -1L, 0L));
    return new Made(
        "numpy.core.multiarray",
        "_reconstruct",
        List.of(new TorchWriter.Global("numpy", "ndarray"), Tuple.of(0L), new byte[] {'b'}),
        Tuple.of(1L, shape, kind, false, bytes));
  }

  /** The settings of a language model. */
  static Map<String, Object> settings(List<String> dictionary, int hidden, boolean isForward) {
    Map<String, Object> fields = fields("dictionary", dictionary(dictionary));
    fields.put("is_forward_lm", isForward);
    fields.put("hidden_size", (long) hidden);
    fields.put("nlayers", 1L);
    fields.put("embedding_size", (long) CHARACTER_WIDTH);
    fields.put("nout", PickleNone.NONE);
    fields.put("dropout", 0.05);
    return fields;
  }

  private Object states(List<String> dictionary, int hidden, boolean isForward) {
    String file = "resources/news-" + (isForward ? "forward" : "backward") + "-0.4.1.pt";
    String name = (form == Form.OLD ? "" : isForward ? "1-" : "2-") + file;
    Map<String, Object> fields = fields("name", name);
    Map<String, Object> settings = settings(dictionary, hidden, isForward);
    if (form == Form.DICTS) {
      settings.put("document_delimiter", "\n");
      fields.put("model_params", settings);
      fields.put("tokenized_lm", true);
      fields.put("is_lower", false);
      fields.put("__cls__", "FlairEmbeddings");
      return fields;
    }
    if (form == Form.OLD) {
      settings.put("_modules", Map.of());
    } else {
      settings.put("state_dict", Map.of());
      settings.put("recurrent_type", "LSTM");
    }
    Instance model = new Instance("flair.models.language_model", "LanguageModel", settings);
    fields.put("_parameters", Map.of());
    fields.put("_modules", Map.of("lm", model));
    return object(form == Form.OLD && isForward ? "CharLMEmbeddings" : "FlairEmbeddings", fields);
  }

  /** The attributes of an embedding. */
  @SuppressWarnings("unchecked") // Made above.
  Map<String, Object> member(int index) {
    Object member = members.get(index);
    return member instanceof Instance instance ? instance.state() : (Map<String, Object>) member;
  }

  /** The forward language model as a file of its own. */
  static Map<String, Object> forwardModel(long seed) {
    ToyFlair toy = new ToyFlair(Form.OLD, seed);
    Map<String, Object> own = new LinkedHashMap<>();
    toy.tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(FORWARD_MODEL)) {
            own.put(name.substring(FORWARD_MODEL.length() + 4), tensor);
          }
        });
    Map<String, Object> root = fields("state_dict", own);
    root.putAll(settings(FORWARD, 4, true));
    return root;
  }

  byte[] legacy() {
    return new TorchWriter(root).legacy();
  }

  byte[] zip() throws Exception {
    return new TorchWriter(root).zip();
  }
}
