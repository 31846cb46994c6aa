package org.conversener.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.conversener.text.Alignment;
import org.conversener.text.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignmentReaderTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aLineIsASentenceAndMayBeEmpty() throws IOException {
    assertThat(AlignmentReader.read(Texts.lines("0-0 1?1\r\n\n2-1")))
        .containsExactly(Alignment.parse("0-0 1?1"), Alignment.of(), Alignment.of(new Link(2, 1)));
    assertThat(AlignmentReader.read(Texts.lines("\n"))).containsExactly(Alignment.of());
  }

  @Test
  void writtenFilesAreReadBack() throws IOException {
    List<Alignment> alignments = List.of(Alignment.parse("1-0 0?3"), Alignment.of());
    Path file = folder.resolve("links.gz");
    String text = alignments.stream().map(links -> links + "\n").collect(Collectors.joining());
    AtomicFile.writeText(file, out -> out.write(text));
    assertThat(AlignmentReader.read(file)).isEqualTo(alignments);
  }

  @Test
  void malformedLinksAreBadDataWithTheirLine() {
    assertThatThrownBy(() -> AlignmentReader.read(Texts.lines("0-0\n0-0 1=1\n")))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("made.txt:2: link 2 of the line: expected SOURCE-ENGLISH")
        .hasMessageEndingWith("found \"1=1\"");
  }

  @Test
  void aFileWithoutLinesIsBadData() {
    assertThatThrownBy(() -> AlignmentReader.read(Texts.lines("")))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("made.txt:1: the file is empty");
  }

  @Test
  void aMissingFileIsTold() {
    assertThatThrownBy(() -> AlignmentReader.read(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
