package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.torchfile.PickleNone;
import org.conversener.torchfile.TorchWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FairseqImportTest {
  @TempDir private Path folder = Path.of("");

  // ---- numbers from outside ----

  @Test
  void bothContainersGiveTheNumbersOfTheGoldenNetwork() throws Exception {
    ToyCheckpoint toy = ToyCheckpoint.of("DoubleStorage");
    assertThat(goldenError(toy.legacy())).isLessThan(1e-6);
    assertThat(goldenError(toy.zip())).isLessThan(1e-6);
  }

  @Test
  void aTransposedKernelIsNotTheGoldenNetwork() throws Exception {
    ToyCheckpoint toy = ToyCheckpoint.of("DoubleStorage");
    String name = "decoder.convolutions.0.weight_v";
    TorchWriter.Tensor tensor = toy.tensor(name);
    double[] turned = tensor.values().clone();
    for (int i = 0; i < 72; i++) { // The first and the last place of the kernel.
      turned[i] = tensor.values()[i + 144];
      turned[i + 144] = tensor.values()[i];
    }
    toy.tensors.put(name, TorchWriter.Tensor.of("DoubleStorage", tensor.key(), turned, 3, 6, 12));
    assertThat(goldenError(toy.legacy())).isGreaterThan(1e-4);
  }

  @Test
  void theGainsOfBeforeVersionTwoGiveTheSameNetwork() throws Exception {
    assertThat(goldenError(ToyCheckpoint.withOldGains().legacy())).isLessThan(1e-6);
  }

  @Test
  void weightsWithoutGainsGiveTheSameNetwork() throws Exception {
    assertThat(goldenError(ToyCheckpoint.withoutGains().legacy())).isLessThan(1e-6);
  }

  /** The largest difference of attention and log-probabilities to {@code golden/fconv.json}. */
  private double goldenError(byte[] bytes) throws Exception {
    JsonNode golden = ToyNetwork.golden();
    Path file = Files.write(folder.resolve("golden.pt"), bytes);
    try (FairseqCheckpoint checkpoint = FairseqCheckpoint.open(file);
        ConvNetwork network =
            new ConvNetwork(new Parameters(7, DType.FLOAT64), ToyNetwork.SHAPE, 12, 12, 0);
        Scope scope = Scope.withoutGradients()) {
      new FairseqWeights(checkpoint, ToyNetwork.SHAPE, 12, 12).fill(network.parameters());
      List<Tensor> attention = new ArrayList<>();
      SubwordBatch previous =
          SubwordBatch.of(List.of(ToyNetwork.ints(golden.path("prev_output"))), DType.FLOAT64);
      Tensor states =
          network
              .decoder()
              .forward(
                  previous,
                  network.encode(List.of(ToyNetwork.ints(golden.path("src")))),
                  false,
                  attention);
      Tensor logs = Ops.logSoftmax(network.decoder().logits(states), -1);
      double worst = error(logs, golden.path("log_probs"));
      for (int layer = 0; layer < 3; layer++) {
        worst = Math.max(worst, error(attention.get(layer), golden.path("attn").path(layer)));
      }
      return worst;
    }
  }

  private static double error(Tensor found, JsonNode expected) {
    double[][] rows = ToyNetwork.matrix(expected);
    double[] values = found.toDoubles();
    assertThat(values).hasSize(rows.length * rows[0].length);
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] - rows[i / rows[0].length][i % rows[0].length]));
    }
    return worst;
  }

  // ---- the whole import ----

  private FairseqImport.Imported read(ToyCheckpoint toy) throws Exception {
    return read(toy.legacy(), ToyCheckpoint.dictionary(), null, null);
  }

  private FairseqImport.Imported read(
      byte[] bytes, String dictionary, @Nullable String codes, @Nullable Integer longest)
      throws Exception {
    Path merges = codes == null ? null : Files.writeString(folder.resolve("codes"), codes);
    Path symbols = Files.writeString(folder.resolve("dict.txt"), dictionary);
    Path file = Files.write(folder.resolve("toy.pt"), bytes);
    return FairseqImport.read(
        new FairseqImport.Source(file, symbols, symbols, merges, null, longest));
  }

  @Test
  void theTranslatorIsLikeOneThatConverseTrained() throws Exception {
    try (FairseqImport.Imported imported = read(ToyCheckpoint.of("FloatStorage"))) {
      ConvTranslator translator = imported.translator();
      assertThat(translator.config().shape()).isEqualTo(ToyNetwork.SHAPE);
      assertThat(translator.config().encoder()).isEqualTo("6x3,8x1");
      assertThat(translator.config().decoder()).isEqualTo("2*6x3,8x1");
      assertThat(translator.config().dropout()).isEqualTo(0.2);
      assertThat(translator.config().sourceLanguage()).isEqualTo("es");
      assertThat(translator.config().sourceUnits()).isEqualTo(SourceUnits.WORDS);
      assertThat(translator.subwords().codeSource(List.of("casa,", "roja")).ids())
          .containsExactly(5, Symbols.UNKNOWN, 10, Symbols.EOS);
      assertThat(imported.settings()).containsEntry("arch", "fconv").containsEntry("dropout", 0.2);
      assertThat(imported.notices())
          .hasSize(1)
          .first()
          .asString()
          .contains("more than 18 subwords");

      Path stored = Files.createDirectory(folder.resolve("stored"));
      translator.writeTo(stored);
      try (ConvTranslator again = ConvTranslator.readFrom(stored)) {
        assertThat(again.identity()).isEqualTo(translator.identity());
        List<String> words = List.of("la", "casa", "roja");
        assertThat(again.translate(words).target()).isEqualTo(translator.translate(words).target());
      }
    }
  }

  @Test
  void optionsMayStandInACfgOfDictsOrOfOmegaconf() throws Exception {
    ToyCheckpoint toy = ToyCheckpoint.of("FloatStorage");
    Map<String, Object> checkpoint = new LinkedHashMap<>(toy.checkpoint());
    checkpoint.put("args", PickleNone.NONE);
    Object namespace = new TorchWriter.Instance("argparse", "Namespace", toy.args);
    checkpoint.put("cfg", Map.of("model", namespace));
    try (var imported =
        read(new TorchWriter(checkpoint).legacy(), ToyCheckpoint.dictionary(), null, 10)) {
      assertThat(imported.translator().config().shape()).isEqualTo(ToyNetwork.SHAPE);
    }
    Object node = new TorchWriter.Instance("omegaconf.nodes", "AnyNode", Map.of("_val", namespace));
    checkpoint.put(
        "cfg",
        new TorchWriter.Instance(
            "omegaconf.dictconfig", "DictConfig", Map.of("_content", Map.of("model", node))));
    try (var imported =
        read(new TorchWriter(checkpoint).legacy(), ToyCheckpoint.dictionary(), null, 10)) {
      assertThat(imported.translator().config().shape()).isEqualTo(ToyNetwork.SHAPE);
      assertThat(imported.notices()).isEmpty();
    }
  }

  @Test
  void tiedEmbeddingsAreTaken() throws Exception {
    ToyCheckpoint toy = ToyCheckpoint.of("DoubleStorage");
    toy.args.put("share_input_output_embed", true);
    toy.args.put("decoder_out_embed_dim", 4L);
    toy.tensors.remove("decoder.fc3.weight_g");
    toy.tensors.remove("decoder.fc3.weight_v");
    toy.tensors.put("decoder.fc3.weight", toy.tensor("decoder.embed_tokens.weight"));
    toy.tensors.remove("decoder.fc2.weight_g");
    toy.tensors.remove("decoder.fc2.weight_v");
    toy.put("decoder.fc2.weight", new double[32], 4, 8);
    toy.put("decoder.fc2.bias", new double[4], 4);
    try (var imported = read(toy)) {
      double[] table = toy.tensor("decoder.embed_tokens.weight").values();
      assertThat(imported.translator().layers()).isEqualTo(3);
      Path stored = Files.createDirectory(folder.resolve("tied"));
      imported.translator().writeTo(stored);
      try (Scope scope = Scope.withoutGradients()) {
        Map<String, Tensor> saved =
            org.conversener.tensor.Safetensors.read(stored.resolve("weights.safetensors"));
        Tensor weight =
            Ops.weightNorm(
                java.util.Objects.requireNonNull(saved.get("decoder.fc3.weight_v")),
                java.util.Objects.requireNonNull(saved.get("decoder.fc3.weight_g")));
        double[] found = weight.toDoubles();
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).isCloseTo(table[i], org.assertj.core.api.Assertions.within(1e-6));
        }
      }
    }
  }

  // ---- what is refused ----

  private void assertRefused(ToyCheckpoint toy, String problem) {
    assertThatThrownBy(() -> read(toy).close())
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("toy.pt")
        .hasMessageContaining(problem);
  }

  @Test
  void wrongShapesNameTheTensorAndBothShapes() {
    ToyCheckpoint toy = ToyCheckpoint.of("FloatStorage");
    toy.put("encoder.convolutions.0.weight_v", new double[216], 12, 6, 3);
    assertRefused(
        toy, "tensor encoder.convolutions.0.weight_v: expected shape [3, 6, 12], found [12, 6, 3]");
    ToyCheckpoint other = ToyCheckpoint.of("FloatStorage");
    other.put("encoder.embed_tokens.weight", new double[52], 13, 4);
    assertRefused(other, "expected shape [12, 4], found [13, 4]; the dictionary has 12 symbols");
    ToyCheckpoint old = ToyCheckpoint.withOldGains();
    old.put("decoder.version", new double[] {2}, 1);
    assertRefused(
        old, "tensor decoder.convolutions.0.weight_g: expected shape [1, 1, 12], found [3, 1, 1]");
  }

  @Test
  void tensorsTooManyTooFewOrNotFiniteAreRefused() {
    ToyCheckpoint missing = ToyCheckpoint.of("FloatStorage");
    missing.tensors.remove("decoder.attention.1.in_projection.bias");
    assertRefused(missing, "the tensor decoder.attention.1.in_projection.bias is missing");
    ToyCheckpoint more = ToyCheckpoint.of("FloatStorage");
    more.put("encoder.layers.0.fc1.weight", new double[4], 4);
    assertRefused(more, "tensor encoder.layers.0.fc1.weight: expected none but");
    ToyCheckpoint infinite = ToyCheckpoint.of("FloatStorage");
    infinite.put("decoder.fc2.bias", new double[] {0, 0, Double.NaN, 0, 0}, 5);
    assertRefused(infinite, "tensor decoder.fc2.bias: expected finite numbers, found NaN");
  }

  @Test
  void aSmallFileCannotAskForALargeNetwork() {
    ToyCheckpoint toy = ToyCheckpoint.of("FloatStorage");
    toy.args.put("encoder_layers", "[(999999, 99)] * 1000");
    assertRefused(toy, "tensor encoder.fc1.weight_v: expected shape [999999, 4], found [6, 4]");
  }

  @Test
  void whatTheNetworkCannotBeIsRefused() {
    assertOption("decoder_attention", "[True, False, True]", "attention in each of its 3 layers");
    assertOption("decoder_attention", "False", "attention in each of its 3 layers");
    assertOption("encoder_layers", "[(6, 3, 2)] + [(8, 1)]", "layer 1 takes its residual from 2");
    assertOption("encoder_layers", "os.system('x')", "encoder_layers: expected");
    assertOption("encoder_layers", "[(0, 3)]", "expected a width of 1 to 999,999");
    assertOption("encoder_layers", "True", "expected a list of layers");
    assertOption("decoder_embed_dim", 5L, "decoder_embed_dim: expected 4 as encoder_embed_dim");
    assertOption("normalization_constant", 1.0, "Converse's network has 0.5, found 1.0");
    assertOption("dropout", "much", "dropout: expected a number, found the text \"much\"");
    assertOption("arch", "fconv_lm", "expected a convolutional translator");
    assertOption("arch", "transformer", "found \"transformer\"");
  }

  private void assertOption(String name, Object value, String problem) {
    ToyCheckpoint toy = ToyCheckpoint.of("FloatStorage");
    toy.args.put(name, value);
    assertRefused(toy, problem);
  }

  @Test
  void absentOptionsAreThoseOfTheArchitecture() throws Exception {
    Path file = Path.of("x.pt");
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("arch", "fconv_wmt_en_de");
    args.put("share_input_output_embed", false);
    FairseqArchitecture german =
        FairseqArchitecture.of(file, FairseqSettings.of(file, Map.of("args", args)));
    assertThat(german.embedding()).isEqualTo(768);
    assertThat(german.decoder()).hasSize(15).endsWith(new ConvShape.Layer(2048, 1));
    assertThat(german.outputEmbedding()).isEqualTo(512);
    args.put("arch", "fconv_iwslt_de_en");
    args.put("decoder_layers", "[(64, 5)]");
    FairseqArchitecture small =
        FairseqArchitecture.of(file, FairseqSettings.of(file, Map.of("args", args)));
    assertThat(small.encoder()).isEqualTo(ConvShape.repeat(4, 256, 3));
    assertThat(small.decoder()).containsExactly(new ConvShape.Layer(64, 5));
    args.put("arch", "fconv_of_mine");
    assertThatThrownBy(
            () -> FairseqArchitecture.of(file, FairseqSettings.of(file, Map.of("args", args))))
        .hasMessageContaining("or the layers and widths of this one");
  }

  @Test
  void partsOfWordsNeedTheirMerges() throws Exception {
    byte[] bytes = ToyCheckpoint.of("FloatStorage").legacy();
    String dictionary = ToyCheckpoint.dictionary().replace("roja", "ro@@");
    assertThatThrownBy(() -> read(bytes, dictionary, null, null).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dict.txt:7: \"ro@@\" is a part of a word")
        .hasMessageContaining("--bpe-codes");
    assertThatThrownBy(() -> read(bytes, dictionary, "e n</w> 12\n", null).close())
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("codes: merges, line 1: ");
    try (var imported = read(bytes, dictionary, "#version: 0.2\nr o\n", null)) {
      assertThat(imported.translator().config().sourceUnits()).isEqualTo(SourceUnits.BPE);
      assertThat(imported.translator().subwords().codeSource(List.of("roy")).ids())
          .containsExactly(10, 9, Symbols.EOS);
    }
  }

  @Test
  void tokensAreWrittenAsTheDictionaryShows() throws Exception {
    byte[] bytes = ToyCheckpoint.of("FloatStorage").legacy();
    String dictionary =
        ToyCheckpoint.dictionary().replace("roja", "&apos;").replace("madeupword0000", "@-@");
    try (var imported = read(bytes, dictionary, null, 10)) {
      Subwords subwords = imported.translator().subwords();
      assertThat(subwords.codeSource(List.of("'", "casa-y")).ids())
          .containsExactly(10, 5, 11, 9, Symbols.EOS);
      Subwords.Joined joined = subwords.join(new int[] {5, 11, 9, 10, 11, Symbols.EOS});
      assertThat(joined.words()).containsExactly("casa-y", "'-");
      assertThat(joined.owners()).containsExactly(0, 0, 0, 1, 1, Translation.EOS);
      assertThat(imported.notices()).hasSize(2).allMatch(n -> n.contains("&apos;"));
    }
  }

  @Test
  void theLongestSentenceMustHavePositions() throws Exception {
    byte[] bytes = ToyCheckpoint.of("FloatStorage").legacy();
    assertThatThrownBy(() -> read(bytes, ToyCheckpoint.dictionary(), null, 19).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--longest: expected 2 to 18");
  }

  @Test
  void aFileOfTorchThatIsNoCheckpointIsRefused() {
    assertThatThrownBy(
            () ->
                read(new TorchWriter(List.of()).legacy(), ToyCheckpoint.dictionary(), null, null)
                    .close())
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("expected a checkpoint of fairseq");
  }
}
