package org.conversener.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  @TempDir Path directory;

  @Test
  void aFileInAMissingDirectoryNamesTheDirectory(@TempDir Path folder) {
    Path file = folder.resolve("missing/file.txt");
    assertThatThrownBy(() -> AtomicFile.writeText(file, out -> out.write("text")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("there is no directory " + file.getParent());
  }

  @Test
  void linesEndAtLineFeedOnly() throws IOException {
    assertThat(Texts.all(Texts.lines("a\u0085b\nc\u2028d\r\ne\rf\n\ng")))
        .containsExactly("a\u0085b", "c\u2028d", "e\rf", "", "g");
  }

  @Test
  void byteOrderMarkIsDroppedAtTheStartOnly() throws IOException {
    assertThat(Texts.all(Texts.lines("\uFEFFa\n\uFEFFb"))).containsExactly("a", "\uFEFFb");
  }

  @Test
  void lastLineNeedsNoEndAndAnEmptyFileHasNoLine() throws IOException {
    assertThat(Texts.all(Texts.lines("a\n"))).containsExactly("a");
    assertThat(Texts.all(Texts.lines("a"))).containsExactly("a");
    assertThat(Texts.all(Texts.lines(""))).isEmpty();
  }

  @Test
  void gzipIsKnownByItsContentWhateverTheName() throws IOException {
    byte[] gzip = Texts.gzip("eins\nzwei\n");
    assertThat(Texts.all(Texts.lines(gzip, "x.gz"))).containsExactly("eins", "zwei");
    assertThat(Texts.all(Texts.lines(gzip, "x.txt"))).containsExactly("eins", "zwei");
  }

  @Test
  void plainTextNamedGzipIsBadData() {
    assertThatThrownBy(() -> Texts.lines("plain".getBytes(UTF_8), "x.gz"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("x.gz:1: ")
        .hasMessageContaining("not gzip");
  }

  @Test
  void gzipCutOffIsBadDataAndNotAShorterFile() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append(random.nextInt()).append('\n');
    }
    byte[] whole = Texts.gzip(text.toString());
    for (int length : new int[] {2, 5, 11, whole.length / 2, whole.length - 4}) {
      assertThatThrownBy(() -> Texts.all(Texts.lines(Arrays.copyOf(whole, length), "x.gz")))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("damaged or cut off");
    }
  }

  @Test
  void malformedUtf8IsReportedAtItsLineWithTheRemedy() throws IOException {
    LineReader lines = Texts.lines("gut\nsch\u00f6n\n".getBytes(ISO_8859_1), "alt.txt");
    assertThat(lines.next()).isEqualTo("gut");
    assertThatThrownBy(lines::next)
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("alt.txt:2: ")
        .hasMessageContaining("0xF6 at byte 4")
        .hasMessageContaining("iconv");
  }

  @Test
  void encodedSurrogatesAndCutOffCharactersAreMalformed() {
    byte[] surrogate = {(byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n'};
    byte[] cutOff = {'a', (byte) 0xe4, (byte) 0xb8};
    for (byte[] bytes : new byte[][] {surrogate, cutOff}) {
      assertThatThrownBy(() -> Texts.all(Texts.lines(bytes, "x")))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("x:1: ");
    }
  }

  @Test
  void remedyFitsTheKindOfDamage() {
    byte[] surrogate = {'a', (byte) 0xed, (byte) 0xa0, (byte) 0xbd};
    byte[] utf16 = {(byte) 0xff, (byte) 0xfe, 'a', 0};
    assertThatThrownBy(() -> Texts.lines(surrogate, "x").next()).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> Texts.lines(utf16, "x").next()).hasMessageContaining("-f UTF-16");
  }

  @Test
  void linesOfAnyLengthComeBackWhole() throws IOException {
    String ascii = "x".repeat(200_000);
    String astral = "\uD83D\uDE00é".repeat(50_000);
    assertThat(Texts.all(Texts.lines(ascii + "\n" + astral + "\n"))).containsExactly(ascii, astral);
  }

  @Test
  void missingFileAndDirectoryAreMissingInput() {
    assertThatThrownBy(() -> TextFiles.open(directory.resolve("no.txt")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no.txt");
    assertThatThrownBy(() -> TextFiles.open(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("directory");
  }

  @Test
  void dashIsStandardInput() throws IOException {
    LineReader lines = TextFiles.open("-", new ByteArrayInputStream("da\n".getBytes(UTF_8)));
    assertThat(lines.name()).isEqualTo("<stdin>");
    assertThat(Texts.all(lines)).containsExactly("da");
  }

  @Test
  void failedWriteLeavesTheOldFileAndNoOther() throws IOException {
    Path file = directory.resolve("kept.txt");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.writeText(
                    file,
                    out -> {
                      out.write("half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryContaining(file::equals);
    assertThat(directory.toFile().list()).containsExactly("kept.txt");
  }

  @Test
  void writtenTextIsReadBackPlainAndGzip() throws IOException {
    for (String name : new String[] {"a.txt", "a.txt.gz"}) {
      Path file = directory.resolve(name);
      AtomicFile.writeText(file, out -> out.write("Größe\n世界\n"));
      try (LineReader lines = TextFiles.open(file)) {
        assertThat(Texts.all(lines)).containsExactly("Größe", "世界");
      }
    }
    assertThat(Files.readAllBytes(directory.resolve("a.txt.gz"))[0]).isEqualTo((byte) 0x1f);
  }
}
