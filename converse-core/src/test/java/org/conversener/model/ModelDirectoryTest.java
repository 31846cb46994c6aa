package org.conversener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.conversener.tensor.CorruptFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path place;

  @BeforeEach
  void name() {
    place = folder.resolve("model");
  }

  @Test
  void whatWasCreatedIsOpened() throws IOException {
    ModelDirectory created = create(place, "tagger", "a\nb\n", Map.of());
    ModelDirectory opened = ModelDirectory.open(place);
    assertThat(opened).isEqualTo(created);
    assertThat(opened.identity()).isEqualTo(created.identity());
    assertThat(opened.manifest().files())
        .extracting(ModelManifest.ModelFile::name)
        .containsExactly("part/words.vocab", "weights.bin");
    assertThat(opened.file("part/words.vocab")).hasContent("a\nb\n");
    assertThat(opened.manifest().scores()).containsEntry("dev.f1", 70.25);
    assertThat(opened.manifest().corpora()).containsEntry("train", "abc");
    assertThat(opened.notices()).isEmpty();
    assertThat(place.resolve("run.json")).exists();
  }

  @Test
  void theSameModelHasTheSameBytesAndIdentityAnywhere() throws IOException {
    ModelDirectory first = create(place, "tagger", "a", Map.of());
    ModelDirectory second = create(folder.resolve("deep/er/other"), "tagger", "a", Map.of());
    assertThat(second.identity()).isEqualTo(first.identity());
    assertThat(second.path().resolve("model.json"))
        .hasSameBinaryContentAs(first.path().resolve("model.json"));
    Files.delete(place.resolve("run.json"));
    assertThat(ModelDirectory.open(place).identity()).isEqualTo(first.identity());
  }

  @Test
  void theIdentityChangesWithKindConfigAndContent() throws IOException {
    List<String> identities = new ArrayList<>();
    identities.add(create(folder.resolve("a"), "tagger", "a", Map.of()).identity());
    identities.add(create(folder.resolve("b"), "teacher", "a", Map.of()).identity());
    identities.add(create(folder.resolve("c"), "tagger", "b", Map.of()).identity());
    ModelDirectory a = ModelDirectory.open(folder.resolve("a"));
    identities.add(create(folder.resolve("d"), "tagger", "a", Map.of("teacher", a)).identity());
    ObjectNode config = JSON.createObjectNode().put("width", 3);
    ModelManifest m = a.manifest();
    identities.add(
        new ModelManifest(m.kind(), "x", config, 1, Map.of(), Map.of(), m.files(), List.of())
            .identity());
    assertThat(identities).doesNotHaveDuplicates();
  }

  @Test
  void theOrderOfKeysInTheConfigDoesNotMatter() throws IOException {
    JsonNode one = JSON.readTree("{\"a\":1,\"b\":{\"c\":0.1,\"d\":[1,2]}}");
    JsonNode other = JSON.readTree("{\"b\":{\"d\":[1,2],\"c\":0.1},\"a\":1}");
    JsonNode different = JSON.readTree("{\"b\":{\"d\":[2,1],\"c\":0.1},\"a\":1}");
    assertThat(identityOf(one)).isEqualTo(identityOf(other)).isNotEqualTo(identityOf(different));
  }

  @Test
  void singlePrecisionInTheConfigSurvivesReading() throws IOException {
    ObjectNode config = JSON.createObjectNode().put("rate", 0.1f).put("big", Long.MAX_VALUE);
    ModelDirectory created =
        ModelDirectory.create(place, false, out -> draft("tagger", config, Map.of()));
    assertThat(ModelDirectory.open(place)).isEqualTo(created);
  }

  @Test
  void aMissingModelIsTold() {
    assertThatThrownBy(() -> ModelDirectory.open(place))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no such model directory");
    assertThatThrownBy(() -> ModelDirectory.open(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("model.json");
  }

  @Test
  void aMissingFileIsToldWithModelAndName() throws IOException {
    var unused = create(place, "tagger", "a", Map.of());
    Files.delete(place.resolve("weights.bin"));
    assertThatThrownBy(() -> ModelDirectory.open(place))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("weights.bin of the model " + place);
  }

  @Test
  void anAlteredFileIsToldWithBothHashes() throws IOException {
    ModelDirectory model = create(place, "tagger", "a", Map.of());
    String hash = model.manifest().files().get(0).sha256();
    Files.writeString(place.resolve("part/words.vocab"), "b");
    assertThatThrownBy(() -> ModelDirectory.open(place))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("expected the SHA-256 " + hash + ", found ")
        .hasMessageContaining("copy the model again");
    Files.writeString(place.resolve("part/words.vocab"), "longer");
    assertThatThrownBy(() -> ModelDirectory.open(place))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("expected 1 bytes, found 6");
  }

  @Test
  void filesThatDoNotBelongAreToldButCheckpointsAreNot() throws IOException {
    var unused = create(place, "tagger", "a", Map.of());
    Files.writeString(place.resolve("notes.txt"), "mine");
    Files.writeString(place.resolve("checkpoint.safetensors"), "half a run");
    assertThat(ModelDirectory.open(place).notices())
        .containsExactly(place.toString() + ": notes.txt is not part of the model; ignored");
  }

  @Test
  void theCheckpointsOfTheRunThatMadeAModelStayWithIt() throws IOException {
    Files.createDirectories(place);
    Files.writeString(place.resolve("checkpoint.json"), "{}");
    Files.writeString(place.resolve("letter.txt"), "not of the run");
    ModelDirectory model =
        ModelDirectory.create(place, true, out -> write(out, "tagger", "a", Map.of()));
    assertThat(place.resolve("checkpoint.json")).hasContent("{}");
    assertThat(place.resolve("letter.txt")).doesNotExist();
    assertThat(model.notices()).isEmpty();
    assertThat(model.identity())
        .isEqualTo(create(place.resolveSibling("other"), "tagger", "a", Map.of()).identity());
  }

  @Test
  void aFullDirectoryIsOnlyReplacedIfAllowed() throws IOException {
    ModelDirectory first = create(place, "tagger", "a", Map.of());
    assertThatThrownBy(() -> create(place, "tagger", "b", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not empty")
        .hasMessageContaining("--overwrite");
    assertThat(ModelDirectory.open(place)).isEqualTo(first);
    ModelDirectory second =
        ModelDirectory.create(place, true, out -> write(out, "tagger", "b", Map.of()));
    assertThat(second.file("part/words.vocab")).hasContent("b");
    assertThat(entries()).containsExactly("model");
  }

  @Test
  void anEmptyDirectoryIsUsed() throws IOException {
    Files.createDirectory(place);
    assertThat(create(place, "tagger", "a", Map.of()).file("weights.bin")).exists();
  }

  @Test
  void aDirectoryThatHoldsNoModelIsNeverReplaced() throws IOException {
    Files.createDirectory(place);
    Files.writeString(place.resolve("thesis.tex"), "years of work");
    assertThatThrownBy(
            () -> ModelDirectory.create(place, true, out -> write(out, "tagger", "a", Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds no model");
    assertThat(place.resolve("thesis.tex")).hasContent("years of work");
  }

  @Test
  void aFailedWriterLeavesNothingBehindAndTheOldModelInPlace() throws IOException {
    ModelDirectory first = create(place, "tagger", "a", Map.of());
    assertThatThrownBy(
            () ->
                ModelDirectory.create(
                    place,
                    true,
                    out -> {
                      Files.writeString(out.resolve("half"), "x");
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(ModelDirectory.open(place)).isEqualTo(first);
    assertThat(entries()).containsExactly("model");
  }

  @Test
  void aModelThroughALinkIsReplacedWhereItIs() throws IOException {
    var unused = create(place, "tagger", "a", Map.of());
    Path link = Files.createSymbolicLink(folder.resolve("link"), place);
    unused = ModelDirectory.create(link, true, out -> write(out, "tagger", "b", Map.of()));
    assertThat(link).isSymbolicLink();
    assertThat(ModelDirectory.open(place).file("part/words.vocab")).hasContent("b");
  }

  @Test
  void aReferenceIsFoundAlsoWhenBothAreMovedTogether() throws IOException {
    Path home = folder.resolve("home");
    ModelDirectory teacher = create(home.resolve("english"), "tagger", "t", Map.of());
    var unused = create(home.resolve("can"), "tagger", "c", Map.of("teacher", teacher));
    Path moved = Files.move(home, folder.resolve("moved"));
    ModelDirectory can = ModelDirectory.open(moved.resolve("can"));
    assertThat(can.hasReference("teacher")).isTrue();
    assertThat(can.openReference("teacher").identity()).isEqualTo(teacher.identity());
    assertThatThrownBy(() -> can.openReference("translator"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingReferenceIsToldWithWhatToDo() throws IOException {
    ModelDirectory teacher = create(folder.resolve("english"), "tagger", "t", Map.of());
    ModelDirectory can = create(place, "tagger", "c", Map.of("teacher", teacher));
    var unused = Files.move(folder.resolve("english"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> can.openReference("teacher"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("the teacher that the model")
        .hasMessageContaining(teacher.identity())
        .hasMessageContaining("converse pack");
  }

  @Test
  void anotherModelInThePlaceOfAReferenceIsRefused() throws IOException {
    ModelDirectory teacher = create(folder.resolve("english"), "tagger", "t", Map.of());
    ModelDirectory can = create(place, "tagger", "c", Map.of("teacher", teacher));
    ModelDirectory other =
        ModelDirectory.create(
            folder.resolve("english"), true, out -> write(out, "tagger", "other", Map.of()));
    assertThatThrownBy(() -> can.openReference("teacher"))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining(teacher.identity())
        .hasMessageContaining(other.identity());
  }

  @Test
  void aPackedModelHoldsAllItNeedsAndCanBeMoved() throws IOException {
    ModelDirectory letters = create(folder.resolve("letters"), "charlm", "l", Map.of());
    ModelDirectory teacher =
        create(folder.resolve("english"), "tagger", "t", Map.of("forward", letters));
    ModelDirectory translator = create(folder.resolve("es-en"), "translator", "s", Map.of());
    Map<String, ModelDirectory> needs = new LinkedHashMap<>();
    needs.put("translator", translator);
    needs.put("teacher", teacher);
    ModelDirectory can = create(place, "tagger", "c", needs);
    Files.writeString(place.resolve("notes.txt"), "mine");

    ModelDirectory packed = ModelDirectory.pack(place, folder.resolve("packed"), false);
    assertThat(packed.identity()).isEqualTo(can.identity());
    assertThat(packed.notices()).isEmpty();
    assertThat(packed.path().resolve("run.json")).doesNotExist();

    Path far = Files.createDirectory(folder.resolve("far")).resolve("away");
    var unused = Files.move(packed.path(), far);
    for (String gone : List.of("letters", "english", "es-en", "model")) {
      unused = Files.move(folder.resolve(gone), folder.resolve(gone + ".gone"));
    }
    ModelDirectory moved = ModelDirectory.open(far);
    assertThat(moved.openReference("translator").identity()).isEqualTo(translator.identity());
    assertThat(moved.openReference("teacher").openReference("forward").file("part/words.vocab"))
        .hasContent("l");
    ModelDirectory again = ModelDirectory.pack(far, folder.resolve("again"), false);
    assertThat(again.path().resolve("model.json"))
        .hasSameBinaryContentAs(far.resolve("model.json"));
  }

  @Test
  void aPackedModelCannotBeReplacedByOneThatNeedsWhatIsInIt() throws IOException {
    ModelDirectory teacher = create(folder.resolve("english"), "tagger", "t", Map.of());
    var unused = create(place, "tagger", "c", Map.of("teacher", teacher));
    ModelDirectory packed = ModelDirectory.pack(place, folder.resolve("packed"), false);
    ModelDirectory inner = packed.openReference("teacher");
    assertThatThrownBy(
            () ->
                ModelDirectory.create(
                    packed.path(),
                    true,
                    out -> write(out, "tagger", "n", Map.of("teacher", inner))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name another directory");
    assertThat(ModelDirectory.open(packed.path())).isEqualTo(packed);
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  private static String identityOf(JsonNode config) {
    return new ModelManifest("tagger", "1", config, 1, Map.of(), Map.of(), List.of(), List.of())
        .identity();
  }

  private static ModelDirectory create(
      Path place, String kind, String words, Map<String, ModelDirectory> references)
      throws IOException {
    return ModelDirectory.create(place, false, out -> write(out, kind, words, references));
  }

  private static ModelDraft write(
      Path out, String kind, String words, Map<String, ModelDirectory> references)
      throws IOException {
    Files.createDirectory(out.resolve("part"));
    Files.writeString(out.resolve("part/words.vocab"), words);
    Files.write(out.resolve("weights.bin"), new byte[100_000]);
    Files.writeString(out.resolve("checkpoint.safetensors"), "not part of it");
    return draft(kind, JSON.createObjectNode().put("width", 2), references);
  }

  private static ModelDraft draft(
      String kind, JsonNode config, Map<String, ModelDirectory> references) {
    return new ModelDraft(
        kind,
        "0.1.0",
        config,
        1,
        Map.of("train", "abc"),
        Map.of("dev.f1", 70.25),
        references,
        JSON.createObjectNode().put("command", "converse train"));
  }
}
