package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.conversener.corpus.AtomicFile;
import org.conversener.corpus.BadDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BilingualLexiconTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void entriesMayHaveAProbability() throws Exception {
    Path file = folder.resolve("lexicon.tsv.gz");
    AtomicFile.writeText(
        file, out -> out.write("gato\tcat\nperro \tdog\t0.25\n\tnothing\nbuenos días\tgood day\n"));
    BilingualLexicon lexicon = BilingualLexicon.read(file);
    assertThat(lexicon.entries())
        .containsExactly(
            new BilingualLexicon.Entry("gato", "cat", 1),
            new BilingualLexicon.Entry("perro", "dog", 0.25),
            new BilingualLexicon.Entry("buenos días", "good day", 1));
    assertThat(lexicon.notices())
        .containsExactly(file + ": 1 lines left out because a side is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gato", "a\tb\t1\tc", "a\tb\t1.5", "a\tb\t-0.1", "a\tb\tNaN", "a\tb\tx"})
  void whatIsNoEntryIsRefusedWithItsLine(String line) throws Exception {
    Path file = Files.writeString(folder.resolve("lexicon.tsv"), "gato\tcat\n" + line + "\n");
    assertThatThrownBy(() -> BilingualLexicon.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ":2: ");
  }

  @Test
  void anEmptyLexiconIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("lexicon.tsv"), "");
    assertThatThrownBy(() -> BilingualLexicon.read(file)).isInstanceOf(BadDataException.class);
  }
}
