package org.conversener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.conversener.tensor.CorruptFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileManifestTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path place;
  private String manifest = "";

  @BeforeEach
  void create() throws IOException {
    place = folder.resolve("model");
    var unused =
        ModelDirectory.create(
            place,
            false,
            out -> {
              Files.writeString(out.resolve("words.vocab"), "a");
              return new ModelDraft(
                  "tagger",
                  "0.1.0",
                  JSON.createObjectNode().put("width", 2),
                  1,
                  Map.of("train", "abc"),
                  Map.of("dev.f1", 70.25),
                  Map.of(),
                  null);
            });
    manifest = Files.readString(place.resolve("model.json"));
  }

  @Test
  void namesThatLeadOutOfTheDirectoryAreRefused() throws IOException {
    Files.writeString(folder.resolve("secret"), "s");
    for (String name :
        List.of("../secret", "/etc/passwd", "a/../../secret", "a//b", "./a", "C:x", "a\\\\b", "")) {
      refused("\"words.vocab\"", "\"" + name + "\"", "below the model's directory");
    }
    refused("\"words.vocab\"", "\"a\\u0000b\"", "below the model's directory");
    refused("\"words.vocab\"", "\"Model.json\"", "cannot be named");
  }

  @Test
  void keysThatAreMissingUnknownOrDoubleAreRefused() throws IOException {
    refused("\"seed\"", "\"sead\"", "there is no key 'sead'; the keys are format");
    refused("\"seed\" : 1,", "", "the key seed is missing");
    refused("\"seed\" : 1,", "\"seed\" : 1, \"seed\" : 2,", "Duplicate");
    refused("\"size\" : 1", "\"size\" : 1, \"mode\" : 7", "there is no key 'mode'");
  }

  @Test
  void valuesOfTheWrongKindAreRefused() throws IOException {
    refused("\"seed\" : 1", "\"seed\" : 1.5", "seed: expected a whole number");
    refused("\"seed\" : 1", "\"seed\" : 99999999999999999999", "seed: expected a whole number");
    refused("\"size\" : 1", "\"size\" : -1", "expected a size of at least 0");
    refused("\"tagger\"", "\"../tagger\"", "kind: expected small letters");
    refused("70.25", "\"high\"", "expected a number");
    refused("70.25", "1e999", "expected a finite number");
    refused("\"abc\"", "[]", "train: expected a text");
    refused("\"sha256\" : \"", "\"sha256\" : \"X", "expected a SHA-256");
  }

  @Test
  void whatIsNoManifestIsRefused() throws IOException {
    for (String text : List.of("", "{", "[]", "null", "{}", "\u0000", "{} {}", manifest + "x")) {
      write(text);
      assertThatThrownBy(() -> ModelDirectory.open(place))
          .as(text)
          .isInstanceOf(CorruptFileException.class);
    }
    // Starts as UTF-32 would, and is none.
    Files.write(place.resolve("model.json"), new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f});
    assertThatThrownBy(() -> ModelDirectory.open(place)).isInstanceOf(CorruptFileException.class);
    write("{\"a\":" + "[".repeat(200_000));
    assertThatThrownBy(() -> ModelDirectory.open(place)).isInstanceOf(CorruptFileException.class);
  }

  @Test
  void aLaterFormatIsToldAsSuch() throws IOException {
    refused(
        "\"formatVersion\" : 1", "\"formatVersion\" : 2", "format version 2: this Converse reads");
  }

  @Test
  void aConfigThatWasChangedByHandIsTold() throws IOException {
    refused("\"width\" : 2", "\"width\" : 3", "it was altered after it was written");
  }

  @Test
  void aHugeClaimedSizeCostsNothing() throws IOException {
    ModelManifest.ModelFile huge =
        new ModelManifest.ModelFile("words.vocab", Long.MAX_VALUE, "0".repeat(64));
    write(ManifestJson.write(with(List.of(huge), List.of())));
    assertThatThrownBy(() -> ModelDirectory.open(place))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("expected 9223372036854775807 bytes, found 1");
  }

  @Test
  void aReferenceToItselfEndsAtOnce() throws IOException {
    var self = new ModelManifest.Reference("teacher", ".", "0".repeat(64));
    write(ManifestJson.write(with(List.of(), List.of(self))));
    ModelDirectory model = ModelDirectory.open(place);
    assertThatThrownBy(() -> model.openReference("teacher"))
        .isInstanceOf(CorruptFileException.class);
    assertThatThrownBy(() -> ModelDirectory.pack(place, folder.resolve("packed"), false))
        .isInstanceOf(CorruptFileException.class);
    assertThat(folder.resolve("packed")).doesNotExist();
  }

  @Test
  void aFileAndAReferenceCannotStandInOnePlace() {
    var file = new ModelManifest.ModelFile("teacher/weights", 1, "0".repeat(64));
    var reference = new ModelManifest.Reference("teacher", "../t", "0".repeat(64));
    assertThatThrownBy(() -> with(List.of(file), List.of(reference)))
        .hasMessageContaining("stands where the reference teacher belongs");
    assertThatThrownBy(() -> with(List.of(file, file), List.of()))
        .hasMessageContaining("occurs twice");
  }

  @Test
  void noDamageOfTheManifestEndsInAnotherError() throws IOException {
    long seed = 42;
    Random random = new Random(seed);
    byte[] whole = manifest.getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 500; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Files.write(place.resolve("model.json"), damaged);
      try {
        var unused = ModelDirectory.open(place);
      } catch (CorruptFileException | NoSuchFileException e) {
        assertThat(e.getMessage()).as("seed %d round %d", seed, round).isNotBlank();
      }
    }
  }

  private ModelManifest with(
      List<ModelManifest.ModelFile> files, List<ModelManifest.Reference> references) {
    return new ModelManifest(
        "tagger", "1", JSON.createObjectNode(), 1, Map.of(), Map.of(), files, references);
  }

  private void refused(String part, String replacement, String problem) throws IOException {
    assertThat(manifest).contains(part);
    write(manifest.replace(part, replacement));
    assertThatThrownBy(() -> ModelDirectory.open(place))
        .as(replacement)
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("model.json")
        .hasMessageContaining(problem);
  }

  private void write(String text) throws IOException {
    Files.writeString(place.resolve("model.json"), text);
  }
}
