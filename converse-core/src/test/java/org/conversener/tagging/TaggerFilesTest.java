package org.conversener.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaggerFilesTest {
  private static final List<Sentence> SENTENCES = TinyTask.sentences(6, 3);

  @TempDir Path folder;

  private final Tagger tagger =
      new Tagger(
          TinyTask.config(),
          TagSet.of(SENTENCES),
          TinyTask.embeddings("static:v", "char:3", "random:2", "static:v:tuned"),
          null);

  @BeforeEach
  void write() throws IOException {
    tagger.writeTo(folder);
  }

  @Test
  void aTaggerReadBackGivesTheSameAnswers() throws IOException {
    try (Tagger read = Tagger.readFrom(folder, null)) {
      assertThat(read.config()).isEqualTo(tagger.config());
      for (Sentence sentence : SENTENCES) {
        assertThat(read.tag(sentence)).isEqualTo(tagger.tag(sentence));
        assertThat(read.features(sentence)).isDeepEqualTo(tagger.features(sentence));
      }
    }
  }

  @Test
  void writingAReadTaggerGivesTheSameBytes() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Tagger.readFrom(folder, null).writeTo(copy);
    for (String name :
        List.of("weights.safetensors", "tagger.json", "vectors-0.safetensors", "words-2.vocab")) {
      assertThat(copy.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weights.safetensors",
        "tagger.json",
        "tags.vocab",
        "chars.vocab",
        "vectors-0.vocab",
        "vectors-0.safetensors",
        "words-2.vocab"
      })
  void aMissingFileIsNamed(String name) throws IOException {
    Files.delete(folder.resolve(name));
    assertThatThrownBy(() -> Tagger.readFrom(folder, null))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weights.safetensors",
        "tagger.json",
        "tags.vocab",
        "chars.vocab",
        "vectors-0.vocab",
        "vectors-0.safetensors"
      })
  void aFileCutOffIsRefused(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> Tagger.readFrom(folder, null))
        .isInstanceOf(CorruptFileException.class);
  }

  @Test
  void oneLayerIsNotWorthAWord() throws IOException {
    assertThat(folder.resolve("tagger.json")).content().doesNotContain("layers");
  }

  @Test
  void aTaggerOfBeforeThereWereAveragesIsRead() throws IOException {
    Path file = folder.resolve("tagger.json");
    String now = Files.readString(file);
    String before = now.replaceFirst("\\s*\"averagedEpochs\" : 0\\.0,", "");
    assertThat(before).isNotEqualTo(now);
    Files.writeString(file, before);
    try (Tagger tagger = Tagger.readFrom(folder, null)) {
      assertThat(tagger.config().averagedEpochs()).isZero();
    }
  }

  @Test
  void anUnknownFieldOfTheConfigIsRefused() throws IOException {
    Path file = folder.resolve("tagger.json");
    Files.writeString(file, Files.readString(file).replace("\"clip\"", "\"clop\" : 1, \"clip\""));
    assertThatThrownBy(() -> Tagger.readFrom(folder, null))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("clop");
  }

  @Test
  void carriedFeaturesThatTheTaggerDoesNotKnowAreRefused() {
    assertThatThrownBy(() -> Tagger.readFrom(folder, TinyTask.embeddings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reads no carried features");
  }
}
