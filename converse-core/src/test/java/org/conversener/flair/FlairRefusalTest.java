package org.conversener.flair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.flair.ToyFlair.Form;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.PickleNone;
import org.conversener.torchfile.TorchWriter;
import org.conversener.torchfile.TorchWriter.Instance;
import org.conversener.torchfile.TorchWriter.Made;
import org.conversener.torchfile.TorchWriter.Pickle;
import org.conversener.torchfile.TorchWriter.Tensor;
import org.conversener.torchfile.TorchWriter.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are hostile, damaged, or of models that Converse does not have. */
class FlairRefusalTest {
  private static final long SEED = 5;

  @TempDir private Path folder = Path.of("");

  private final ToyFlair toy = new ToyFlair(Form.OLD, SEED);
  private final Map<String, Object> model = ToyFlair.forwardModel(SEED);

  private void assertRefused(byte[] bytes, String... problems) throws Exception {
    Path file = Files.write(folder.resolve("toy.pt"), bytes);
    var thrown =
        assertThatThrownBy(() -> FlairImport.read(file).close())
            .isInstanceOf(CorruptFileException.class)
            .hasMessageContaining("toy.pt: ");
    for (String problem : problems) {
      thrown.hasMessageContaining(problem);
    }
  }

  private void assertRefused(String... problems) throws Exception {
    assertRefused(toy.legacy(), problems);
  }

  private void assertModelRefused(String... problems) throws Exception {
    assertRefused(new TorchWriter(model).legacy(), problems);
  }

  // ---- hostile files ----

  @Test
  void aCommandInTheFileIsNamedAndNotRun() throws Exception {
    Path trace = folder.resolve("trace");
    for (String module : List.of("os", "posix", "subprocess", "builtins")) {
      String name = module.equals("builtins") ? "eval" : "system";
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(TorchWriter.head());
      Pickle pickle = new Pickle().global(module, name).text("touch " + trace).op(0x85).op('R');
      bytes.writeBytes(pickle.stop());
      assertRefused(bytes.toByteArray(), module + "." + name, "nothing was run");
      toy.member(0).put("cache", new Made(module, name, List.of("touch " + trace), "x"));
      assertRefused(module + "." + name, "nothing was run");
    }
    assertThat(trace).doesNotExist();
  }

  @Test
  void whatAClassOfFlairIsMadeFromHasNoEffect() throws Exception {
    // A name that would fetch or read something if it were called.
    toy.root.put("extra", new Made("flair.file_utils", "cached_path", List.of("http://x"), "x"));
    Path file = Files.write(folder.resolve("toy.pt"), toy.legacy());
    try (FlairImport.Imported imported = FlairImport.read(file)) {
      assertThat(imported.settings()).doesNotContainKey("extra");
    }
  }

  @Test
  void filesCutOffAnywhereAreRefused() throws Exception {
    byte[] legacy = toy.legacy();
    byte[] zip = toy.zip();
    for (int i = 0; i < 40; i++) {
      assertRefused(Arrays.copyOf(legacy, (int) ((long) legacy.length * i / 40)));
      assertRefused(Arrays.copyOf(zip, (int) ((long) zip.length * i / 40)));
    }
  }

  @Test
  void overlappingAndNegativeStridesAreRefused() throws Exception {
    double[] few = new double[10];
    toy.tensors.put(
        "embedding2nn.weight",
        new Tensor("FloatStorage", "few", few, 0, new long[] {10, 10}, new long[] {0, 1}));
    assertRefused("overlap");
    toy.tensors.put(
        "embedding2nn.weight",
        new Tensor("FloatStorage", "few", few, 9, new long[] {10}, new long[] {-1}));
    assertRefused("expected nothing negative");
  }

  @Test
  void tensorsOverTheSameNumbersAreRefused() throws Exception {
    double[] all = new double[90_000];
    toy.root.put("hidden_size", 150L);
    toy.root.put("padding", Tensor.of("FloatStorage", "all", all, 90_000));
    for (String name : List.of("rnn.weight_hh_l0", "rnn.weight_hh_l0_reverse")) {
      toy.tensors.put(name, Tensor.of("FloatStorage", "all", all, 600, 150));
    }
    for (String suffix : List.of("_l0", "_l0_reverse")) {
      toy.tensors.put("rnn.weight_ih" + suffix, part(all, 600, 10));
      toy.tensors.put("rnn.bias_ih" + suffix, part(all, 600));
      toy.tensors.put("rnn.bias_hh" + suffix, part(all, 600));
    }
    assertRefused("its numbers are those of other tensors, too");
  }

  private static Tensor part(double[] all, long... shape) {
    Tensor whole = Tensor.of("FloatStorage", "all", all, shape);
    return new Tensor("FloatStorage", "all", all, 0, shape, whole.strides());
  }

  @Test
  void hugeSizesAreRefusedBeforeAnythingIsMade() throws Exception {
    toy.root.put("hidden_size", 999_999L);
    assertRefused("expected shape [3999996, 10], found [20, 10]");
    toy.root.put("hidden_size", 1L << 40);
    assertRefused("hidden_size: expected a whole number of 1 to 1,000,000, found 1099511627776");
    model.put("hidden_size", 30_000L);
    assertModelRefused("rnn.weight_ih_l0: expected shape [120000, 2], found [16, 2]");
  }

  @Test
  void arraysThatAreNotOfTheirShapeAreRefused() throws Exception {
    byte[] bytes = new byte[72];
    assertVectorsRefused(ToyFlair.array(Tuple.of(7L, 3L), "f4", "<", bytes), "72 bytes");
    assertVectorsRefused(
        ToyFlair.array(Tuple.of(1L << 31, 1L << 33), "f4", "<", bytes), "72 bytes");
    assertVectorsRefused(
        ToyFlair.array(Tuple.of(-6L, -3L), "f4", "<", bytes), "found shape unknown");
    assertVectorsRefused(ToyFlair.array(Tuple.of(6L, 3L), "f4", ">", bytes), "little-endian");
    assertVectorsRefused(ToyFlair.array(Tuple.of(6L, 3L), "O8", "|", bytes), "little-endian");
    assertVectorsRefused(
        new Instance("numpy", "matrix", Map.of()), "expected a numpy array, found an object");
    float[] values = new float[18];
    values[5] = Float.NaN;
    assertVectorsRefused(ToyFlair.array(values), "expected finite numbers, found NaN");
  }

  private void assertVectorsRefused(Object vectors, String problem) throws Exception {
    ToyFlair other = new ToyFlair(Form.MIDDLE, SEED);
    Instance gensim = (Instance) other.member(0).get("precomputed_word_embeddings");
    if (gensim == null) {
      throw new IllegalStateException("the toy has no vectors");
    }
    gensim.state().put("vectors", vectors);
    assertRefused(
        other.legacy(), ToyFlair.WORD + ".precomputed_word_embeddings.vectors: ", problem);
  }

  @Test
  void wordsHaveRowsOfTheirOwn() throws Exception {
    ToyFlair other = new ToyFlair(Form.NEW, SEED);
    other.member(0).put("vocab", Map.of("one", 3L, "other", 3L));
    assertRefused(other.legacy(), "vocab: expected a row for each word, found two words of row 3");
  }

  @Test
  void rowsOfWordsMustBeThere() throws Exception {
    for (Object row : List.of(6L, -1L, 1L << 40, "one", List.of())) {
      ToyFlair other = new ToyFlair(Form.NEW, SEED);
      other.member(0).put("vocab", Map.of("word", row));
      assertRefused(other.legacy(), "vocab: \"word\": expected a row from 0 to below 6");
    }
  }

  @Test
  void aDictionaryThatHoldsItselfIsRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(TorchWriter.head());
    // {state_dict: {}, is_forward_lm: True, nlayers: 1, dictionary: itself}
    Pickle pickle = new Pickle().op('}').op('q').op(0).mark();
    pickle.text("state_dict").op('}').text("is_forward_lm").op(0x88);
    pickle.text("nlayers").whole(1).text("dictionary").op('h').op(0).op('u');
    bytes.writeBytes(pickle.stop());
    bytes.writeBytes(new Pickle().op(']').stop());
    assertRefused(bytes.toByteArray(), "the tensor encoder.weight is missing");
    // As a member of itself.
    toy.members.set(
        0, new Instance("flair.embeddings", "StackedEmbeddings", new LinkedHashMap<>()));
    assertRefused(ToyFlair.WORD, "found StackedEmbeddings");
  }

  @Test
  void aDictionaryOfMoreThanTheNetworkHasIsRefused() throws Exception {
    List<String> items = new ArrayList<>(ToyFlair.FORWARD);
    items.add("b");
    model.put("dictionary", ToyFlair.dictionary(items));
    assertModelRefused("dictionary.item2idx: 13 items; the network has rows for 12");
    model.put("dictionary", Map.of("item2idx", Map.of("a", 12L)));
    assertModelRefused("expected numbers from 0 to below 12");
    model.put("dictionary", Map.of("item2idx", Map.of("a", 1L << 40)));
    assertModelRefused("expected numbers from 0 to below 12");
    model.put("dictionary", List.of());
    assertModelRefused("dictionary: expected an object with attributes, found a list");
  }

  // ---- other models ----

  @Test
  void otherFilesAreToldApart() throws Exception {
    assertRefused(new TorchWriter(List.of()).legacy(), "expected a model of Flair", "a list");
    assertRefused(
        new TorchWriter(Map.of("state_dict", Map.of(), "document_embeddings", "x")).legacy(),
        "expected a sequence tagger",
        "document_embeddings");
    assertRefused("no model".getBytes(java.nio.charset.StandardCharsets.UTF_8), "torch.save");
    Path none = folder.resolve("none.pt");
    assertThatThrownBy(() -> FlairImport.read(none).close())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void embeddingsThatConverseLacksAreNamed() throws Exception {
    Map<String, Object> fields = ToyFlair.fields("name", "x");
    for (String kind : List.of("PooledFlairEmbeddings", "BytePairEmbeddings", "ELMoEmbeddings")) {
      toy.members.set(1, new Instance("flair.embeddings", kind, fields));
      assertRefused(ToyFlair.FORWARD_MODEL, "expected WordEmbeddings or FlairEmbeddings", kind);
    }
    toy.members.set(1, Map.of("__cls__", "TransformerWordEmbeddings"));
    assertRefused("found TransformerWordEmbeddings", "cannot be imported");
    toy.members.set(1, 7L);
    assertRefused("expected an object with attributes, found 7");
    for (int i = 0; i < 40; i++) {
      toy.members.add(toy.member(0));
    }
    assertRefused("embeddings.embeddings: expected at most 32 of them, found 43");
    toy.members.clear();
    assertRefused("embeddings.embeddings: expected a list of embeddings");
  }

  @Test
  void settingsOfATaggerThatConverseLacksAreNamed() throws Exception {
    assertTaggerRefused("use_rnn", false, "use_rnn: expected true: ");
    assertTaggerRefused("rnn_layers", 9L, "rnn_layers: expected at most 8 layers, found 9");
    assertTaggerRefused("rnn_layers", 2L, "the tensor rnn.weight_ih_l1 is missing");
    assertTaggerRefused("rnn_type", "GRU", "rnn_type: expected LSTM, found the text \"GRU\"");
    assertTaggerRefused("train_initial_hidden_state", true, "a state of zero, found true");
    assertTaggerRefused("use_crf", "yes", "use_crf: expected true or false, found the text");
    assertTaggerRefused("use_locked_dropout", 1.5, "expected a share from 0 to below 1, found 1.5");
  }

  private void assertTaggerRefused(String name, Object value, String problem) throws Exception {
    ToyFlair other = new ToyFlair(Form.OLD, SEED);
    other.root.put(name, value);
    assertRefused(other.legacy(), problem);
  }

  @Test
  void settingsOfEmbeddingsThatConverseLacksAreNamed() throws Exception {
    assertMemberRefused(1, "tokenized_lm", false, "tokenized_lm: expected true");
    assertMemberRefused(1, "is_lower", true, "is_lower: expected false");
    assertMemberRefused(1, "with_whitespace", 1L, "with_whitespace: expected true or false");
    assertMemberRefused(0, "field", "pos", "field: expected None");
    assertMemberRefused(0, "stable", true, "stable: expected false");
    assertMemberRefused(0, "name", PickleNone.NONE, "name: expected a text, found nothing");
    assertMemberRefused(
        2, "name", "resources/glove.gensim", "two are named \"resources/glove.gensim\"");
    assertMemberRefused(
        0,
        "precomputed_word_embeddings",
        new Instance("gensim.models.keyedvectors", "FastTextKeyedVectors", Map.of()),
        "found FastTextKeyedVectors");
  }

  private void assertMemberRefused(int index, String name, Object value, String problem)
      throws Exception {
    ToyFlair other = new ToyFlair(Form.OLD, SEED);
    other.member(index).put(name, value);
    assertRefused(other.legacy(), "embeddings", problem);
  }

  @Test
  void languageModelsThatConverseLacksAreNamed() throws Exception {
    assertModelRefused("nlayers", 2L, "nlayers: expected 1 layer");
    assertModelRefused("nout", 7L, "nout: expected None");
    assertModelRefused("recurrent_type", "gru", "recurrent_type: expected lstm");
    assertModelRefused("document_delimiter", "", "document_delimiter: expected a line feed");
    assertModelRefused("is_forward_lm", "x", "is_forward_lm: expected true or false");
  }

  private void assertModelRefused(String name, Object value, String problem) throws Exception {
    Map<String, Object> other = ToyFlair.forwardModel(SEED);
    other.put(name, value);
    assertRefused(new TorchWriter(other).legacy(), problem);
  }

  @Test
  void tagsThatAreNoneOfEntitiesAreRefused() throws Exception {
    assertTagsRefused(
        List.of("O", "NOUN", "<START>", "<STOP>"), "the tag \"NOUN\" is none of entities");
    assertTagsRefused(List.of("O", "S-PER"), "expected <START> and <STOP>");
    assertTagsRefused(List.of("S-PER", "<START>", "<STOP>"), "with O among them");
    assertTagsRefused(List.of("O", "O", "<START>", "<STOP>"), "expected different tags");
    List<String> many = new ArrayList<>(List.of("O"));
    for (int i = 0; i < 2_000; i++) {
      many.add("S-" + i);
    }
    assertTagsRefused(many, "expected at most 2000 tags, found 2001");
  }

  private void assertTagsRefused(List<String> tags, String problem) throws Exception {
    toy.root.put("tag_dictionary", ToyFlair.dictionary(tags));
    assertRefused("tag_dictionary: ", problem);
  }

  @Test
  void tensorsTooManyTooFewOrWrongAreNamed() throws Exception {
    toy.put("linear.bias", new double[8], 8);
    assertRefused("tensor linear.bias: expected shape [9], found [8]");
    toy.put("linear.bias", new double[] {0, 0, 0, 0, Double.POSITIVE_INFINITY, 0, 0, 0, 0}, 9);
    assertRefused("tensor linear.bias: expected finite numbers, found Infinity");
    toy.put("linear.bias", new double[9], 9);
    toy.put("attention.weight", new double[4], 2, 2);
    assertRefused("tensor attention.weight: Converse's network has no such part");
    toy.tensors.remove("attention.weight");
    toy.tensors.remove("rnn.bias_hh_l0_reverse");
    assertRefused("the tensor rnn.bias_hh_l0_reverse is missing");
  }

  @Test
  void transitionsThroughStartMustBeForbidden() throws Exception {
    int size = ToyFlair.TAGS.size();
    toy.numbers("transitions")[ToyFlair.TAGS.indexOf("<START>") * size + 1] = 3;
    assertRefused("tensor transitions: expected the row of <START>", "found 3.0");
  }

  @Test
  void aVectorOfUnknownWordsIsRefused() throws Exception {
    ToyFlair other = new ToyFlair(Form.NEW, SEED);
    other.numbers(ToyFlair.WORD + ".embedding.weight")[20] = 0.5;
    assertRefused(other.legacy(), "embedding.weight: the last row, of unknown words, is not zero");
  }
}
