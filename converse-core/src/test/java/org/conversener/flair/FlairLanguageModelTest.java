package org.conversener.flair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.CharlmFeatures;
import org.conversener.embedding.Direction;
import org.conversener.flair.ToyFlair.Form;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.text.Sentence;
import org.conversener.torchfile.TorchWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlairLanguageModelTest {
  private static final long SEED = 5;
  private static final List<String> WORDS = List.of("dada", "𝔘", "qé", "Sea", "1");

  @TempDir private Path folder = Path.of("");

  private FlairImport.OfLanguageModel read(Map<String, Object> root) throws Exception {
    Path file = Files.write(folder.resolve("lm.pt"), new TorchWriter(root).legacy());
    return (FlairImport.OfLanguageModel) FlairImport.read(file);
  }

  private static double[][] slowStates() {
    SlowFlair slow = new SlowFlair(new ToyFlair(Form.OLD, SEED));
    return slow.states(ToyFlair.FORWARD_MODEL, ToyFlair.FORWARD, 4, true, WORDS);
  }

  private static void assertStates(CharacterLanguageModel model) {
    Parameters parameters = new Parameters(1, DType.FLOAT32);
    CharlmFeatures features = new CharlmFeatures(parameters, model, true, "charlm-0");
    double[] flat = Arrays.stream(slowStates()).flatMapToDouble(Arrays::stream).toArray();
    try (Scope scope = Scope.withoutGradients()) {
      assertThat(features.forward(List.of(Sentence.of(WORDS)), false).toDoubles())
          .containsExactly(flat, within(1e-6));
    }
  }

  @Test
  void theStatesAreFlairs() throws Exception {
    try (FlairImport.OfLanguageModel imported = read(ToyFlair.forwardModel(SEED))) {
      assertThat(imported.model().direction()).isEqualTo(Direction.FORWARD);
      assertThat(imported.model().config().dropout()).isEqualTo(0.05);
      assertStates(imported.model());
      Path saved = Files.createDirectory(folder.resolve("saved"));
      imported.model().writeTo(saved);
      try (CharacterLanguageModel again = CharacterLanguageModel.readFrom(saved)) {
        assertStates(again);
      }
    }
  }

  @Test
  void bothContainersAreRead() throws Exception {
    byte[] zip = new TorchWriter(ToyFlair.forwardModel(SEED)).zip();
    try (var imported =
        (FlairImport.OfLanguageModel) FlairImport.read(Files.write(folder.resolve("z"), zip))) {
      assertStates(imported.model());
    }
  }

  @Test
  void everyCharacterIsPredictedWithItsOwnRow() throws Exception {
    double[] rows =
        new ToyFlair(Form.OLD, SEED).numbers(ToyFlair.FORWARD_MODEL + ".lm.decoder.weight");
    try (FlairImport.OfLanguageModel imported = read(ToyFlair.forwardModel(SEED))) {
      double[] found = imported.model().parameters().get("output.weight").toDoubles();
      assertThat(imported.model().vocabulary().size()).isEqualTo(ToyFlair.FORWARD.size() - 1);
      for (String item : List.of("<unk>", "d", "𝔘", "é", "\n", " ")) {
        int there = ToyFlair.FORWARD.indexOf(item);
        int here = imported.model().vocabulary().number(item.codePointAt(0));
        here = item.equals("<unk>") ? 0 : here;
        assertThat(Arrays.copyOfRange(found, 4 * here, 4 * here + 4))
            .as(item)
            .containsExactly(Arrays.copyOfRange(rows, 4 * there, 4 * there + 4));
      }
      assertThat(imported.notices()).hasSize(1).first().asString().contains("1 items");
    }
  }

  @Test
  void aModelThatReadsBackwardIsToldByTheFile() throws Exception {
    Map<String, Object> root = ToyFlair.forwardModel(SEED);
    root.put("is_forward_lm", false);
    try (FlairImport.OfLanguageModel imported = read(root)) {
      assertThat(imported.model().direction()).isEqualTo(Direction.BACKWARD);
    }
  }

  @Test
  void aDictionaryMayHaveNoUnknownCharacter() throws Exception {
    List<String> items = new ArrayList<>(ToyFlair.FORWARD);
    items.set(0, "q");
    Map<String, Object> root = ToyFlair.forwardModel(SEED);
    root.put("dictionary", ToyFlair.dictionary(items));
    // What stood for <unk> is now q, and for Flair also all that it does not know.
    try (FlairImport.OfLanguageModel imported = read(root)) {
      assertStates(imported.model());
      assertThat(imported.model().parameters().get("output.bias").toDoubles()[0])
          .isEqualTo(-10_000);
    }
  }

  @Test
  void bytesMayBeSpeltAsInPicklesOfProtocolTwo() throws Exception {
    Map<Object, Object> numbers = new java.util.LinkedHashMap<>();
    for (String item : ToyFlair.FORWARD) {
      String latin =
          new String(
              item.getBytes(java.nio.charset.StandardCharsets.UTF_8),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      numbers.put(
          new TorchWriter.Made(
              "_codecs",
              "encode",
              List.of(latin, "latin1"),
              org.conversener.torchfile.PickleNone.NONE),
          (long) numbers.size());
    }
    Map<String, Object> root = ToyFlair.forwardModel(SEED);
    root.put("dictionary", Map.of("item2idx", numbers));
    try (FlairImport.OfLanguageModel imported = read(root)) {
      assertStates(imported.model());
    }
  }

  @Test
  void aModelWithoutADecoderKeepsItsStates() throws Exception {
    Map<String, Object> root = ToyFlair.forwardModel(SEED);
    ((Map<?, ?>) java.util.Objects.requireNonNull(root.get("state_dict")))
        .keySet()
        .removeIf(name -> name.toString().startsWith("decoder."));
    try (FlairImport.OfLanguageModel imported = read(root)) {
      assertStates(imported.model());
      assertThat(imported.notices()).anyMatch(n -> n.contains("without what predicts"));
    }
  }
}
