package org.conversener.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.conversener.TinyModels;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.Tagging;
import org.conversener.tensor.CorruptFileException;
import org.conversener.transfer.IdentityTranslator;
import org.conversener.transfer.TransferOptions;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.GlossTranslator;
import org.conversener.translation.Translator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  @TempDir private static Path shared = Path.of("");

  @TempDir private Path folder = Path.of("");

  private static TinyModels models;
  private static TinyModels.Can can;

  @BeforeAll
  static void train() throws Exception {
    models = new TinyModels(shared);
    can = models.can(shared.resolve("can"), TransferOptions.DEFAULT);
  }

  private static LoadedTagger load(Path directory) throws Exception {
    return Models.loadTagger(ModelDirectory.open(directory), Models.KnowledgeKeeper.inMemory());
  }

  private static void check(TinyModels.Can saved) throws Exception {
    assertThat(saved.said()).anyMatch(tagging -> !tagging.confidences().isEmpty());
    try (LoadedTagger loaded = load(saved.directory().path())) {
      assertThat(loaded.tagger().hasCarried()).isTrue();
      for (Tagging said : saved.said()) {
        var question = said.sentence().withEntities(java.util.List.of());
        assertThat(loaded.tagger().tag(question)).isEqualTo(said);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TransferOptions.Control.class)
  void aTaggerWithEachControlIsLoadedAsItWasSaved(TransferOptions.Control control)
      throws Exception {
    String name = control.name().toLowerCase(Locale.ROOT).replace('_', '-');
    check(
        models.can(
            folder.resolve("can"), TransferOptions.fromMap(Map.of("carried-control", name))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "2", "mean", "mix"})
  void aTaggerWithEachLayerIsLoadedAsItWasSaved(String layer) throws Exception {
    check(models.can(folder.resolve("can"), TransferOptions.fromMap(Map.of("layer", layer))));
  }

  @Test
  void translatorAndTeacherAreFoundByReference() throws Exception {
    try (LoadedTagger loaded = load(can.directory().path())) {
      assertThat(loaded.translator()).isInstanceOf(ConvTranslator.class);
      assertThat(loaded.teacher()).isNotNull();
    }
    assertThat(can.directory().openReference(Models.TEACHER).identity())
        .isEqualTo(models.teacher().identity());
    assertThat(can.directory().openReference(Models.TRANSLATOR).identity())
        .isEqualTo(models.translator().identity());
  }

  @Test
  void theUntranslatedControlDoesNotTranslate() throws Exception {
    var options = TransferOptions.fromMap(Map.of("carried-control", "untranslated"));
    try (Models.Bridge bridge = Models.bridge(options, models.translator(), models.teacher())) {
      assertThat(bridge.translator()).isInstanceOf(IdentityTranslator.class);
    }
  }

  @Test
  void aTaggerWithoutTransferHasNeitherTranslatorNorTeacher() throws Exception {
    try (LoadedTagger loaded = load(models.teacher().path())) {
      assertThat(loaded.translator()).isNull();
      assertThat(loaded.teacher()).isNull();
      assertThat(loaded.tagger().hasCarried()).isFalse();
    }
  }

  @Test
  void aTranslatorTranslatesAsBefore() throws Exception {
    var words = TinyModels.EXAMPLE.words();
    try (Translator one = Models.loadTranslator(models.translator());
        Translator two = Models.loadTranslator(models.translator())) {
      assertThat(one.translate(words).target()).isEqualTo(two.translate(words).target());
      assertThat(one.identity()).isEqualTo(two.identity());
      assertThat(one.layers()).isEqualTo(2);
    }
  }

  @Test
  void aGlossTranslatorIsLoadedAsOne() throws Exception {
    ModelDirectory gloss = TinyModels.gloss(folder.resolve("gloss"));
    assertThat(gloss.manifest().kind()).isEqualTo(Models.TRANSLATOR);
    try (Translator loaded = Models.loadTranslator(gloss)) {
      assertThat(loaded).isInstanceOf(GlossTranslator.class);
      assertThat(loaded.translate(TinyModels.EXAMPLE.words()).target())
          .containsExactly("Ana", "López", "lives", "in", "Quito", ".");
    }
    Models.checkGloss(gloss);
    assertThatThrownBy(() -> Models.checkGloss(models.translator()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a translator of kind gloss, found kind conv");
    try (Models.Bridge bridge = Models.bridge(TransferOptions.DEFAULT, gloss, models.teacher())) {
      assertThat(bridge.translator()).isInstanceOf(GlossTranslator.class);
    }
  }

  @Test
  void aGlossTranslatorHasNoNextPredictionToShiftTo() throws Exception {
    ModelDirectory gloss = TinyModels.gloss(folder.resolve("gloss"));
    TransferOptions shifted = TransferOptions.fromMap(Map.of("shift", "1"));
    assertThatThrownBy(() -> Models.bridge(shifted, gloss, models.teacher()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected shift 0, found 1");
  }

  @Test
  void anAlteredTableIsTold() throws Exception {
    Path place = TinyModels.gloss(folder.resolve("gloss")).path();
    Path table = place.resolve("gloss.tsv");
    Files.writeString(table, Files.readString(table).replace("lives", "lived"));
    assertThatThrownBy(() -> ModelDirectory.open(place))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("gloss.tsv")
        .hasMessageContaining("SHA-256");
  }

  @Test
  void aTranslatorOfAnUnknownKindIsRefused() throws Exception {
    ModelDirectory odd =
        ModelDirectory.create(
            folder.resolve("odd"),
            false,
            out ->
                new ModelDraft(
                    Models.TRANSLATOR,
                    "0.1.0",
                    new ObjectMapper().createObjectNode().put("translator", "magic"),
                    1,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    null));
    assertThatThrownBy(() -> Models.loadTranslator(odd))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("translator: expected conv or gloss, found \"magic\"");
  }

  @Test
  void aMissingTranslatorIsNamed() throws Exception {
    Path moved = Files.createDirectory(folder.resolve("moved"));
    TinyModels.Can other = otherWorld(moved);
    Files.move(moved.resolve("translator"), moved.resolve("hidden"));
    assertThatThrownBy(() -> load(other.directory().path()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("translator");
  }

  @Test
  void anotherTeacherInThePlaceOfTheOldOneIsRefused() throws Exception {
    Path world = Files.createDirectory(folder.resolve("world"));
    TinyModels.Can other = otherWorld(world);
    Files.move(world.resolve("teacher"), world.resolve("old"));
    var unused = TinyModels.teacher(world.resolve("teacher"), 6);
    assertThatThrownBy(() -> load(other.directory().path()))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("needs as its teacher");
  }

  /** The shared models under another folder, where they may be spoilt. */
  private static TinyModels.Can otherWorld(Path world) throws Exception {
    for (Path model : new Path[] {models.translator().path(), models.teacher().path()}) {
      var unused = ModelDirectory.pack(model, world.resolve(model.getFileName()), false);
    }
    Path copy = Files.createDirectory(world.resolve("can"));
    try (var files = Files.list(can.directory().path())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return new TinyModels.Can(ModelDirectory.open(copy), can.said());
  }

  @Test
  void aTeacherThatCarriesFeaturesIsRefused() {
    assertThatThrownBy(
            () -> {
              try (Tagger unused = Models.loadTeacher(can.directory())) {
                // Must not come to be.
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not itself carry features");
  }

  @Test
  void aModelOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> Models.loadTranslator(models.teacher()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a translator, found a tagger");
    assertThatThrownBy(() -> Models.loadTeacher(models.translator()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a tagger, found a translator");
    assertThatThrownBy(() -> load(models.translator().path()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a tagger, found a translator");
  }
}
